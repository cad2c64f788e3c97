/** T3: a directory is no way in. Whatever befell somebody, its word opens no session and gives no access; T13: it ends both. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { Directory, USER } from '../support/directory.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { membershipOf, rowsOf } from '../support/requests.ts'
import { linkIdentity } from '../support/identity-provider.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'
import { attestationsMayChange, type State, states } from '../security/states.ts'

stopTheClock()
beforeAll(attestationsMayChange)

/** All that access is made of. */
const accessOf = (account: number) =>
  rowsOf(
    `SELECT a.suspended_at AS suspended, a.terminated_at AS terminated, a.last_used_on AS used, a.approved_on AS approved,
       (SELECT json_group_array(json_array(m.id, m.office_id, m.is_loa, m.ended_on, m.suspended_at, m.suspended_for)) FROM membership m WHERE m.account_id = a.id) AS memberships,
       (SELECT json_group_array(json_array(g.membership_id, g.role, g.ends_on)) FROM role_grant g JOIN membership m ON m.id = g.membership_id WHERE m.account_id = a.id) AS roles,
       (SELECT json_group_array(json_array(s.id, s.ended_at)) FROM session s WHERE s.account_id = a.id) AS sessions,
       (SELECT json_group_array(i.id) FROM identity i WHERE i.account_id = a.id AND i.unlinked_at IS NULL) AS identities,
       (SELECT c.hash FROM credential c WHERE c.account_id = a.id) AS password
     FROM account a WHERE a.id = ?`,
    account,
  )

describe('T3 SCIM', () => {
  it.each(Object.keys(states) as State[])(
    'T3 %s: announced, synchronised and put into groups: nothing is opened',
    async (state) => {
      const office = await anOffice()
      const directory = await Directory.of({ offices: [office], mappings: [{ group: 'Claims', role: 'claims' }] })
      const person = await aPerson({ email: `t3@${directory.domain}`, offices: [office], isLoa: true })
      await states[state]({ ...person, office, membership: (await membershipOf(person.account, office)).row })
      const before = await accessOf(person.account)
      const { id } = await directory.announce('t3')
      await directory.group('Claims', id)
      await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: true } })
      await directory.ask('PUT', `/Users/${id}`, {
        schemas: [USER],
        userName: person.email,
        active: true,
        title: 'Chief',
      })
      expect(await accessOf(person.account)).toEqual(before)
      const browser = new Browser('203.0.113.90')
      const headers = { Authorization: `Bearer ${directory.token}` }
      for (const path of ['/home', '/claims', '/office/users', '/profile']) {
        expect([path, (await browser.get(path, headers)).status]).toEqual([path, 303])
      }
      // And once the directory has ended it, nothing is left of it; active again brings nothing back.
      await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: false } })
      await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: true } })
      expect(await rowsOf('SELECT 1 FROM session WHERE account_id = ? AND ended_at IS NULL AND ?', person.account, state.includes('sessions left') ? 0 : 1)).toEqual([]) // prettier-ignore
      expect((await rowsOf('SELECT terminated_at FROM account WHERE id = ?', person.account))[0]!.terminated_at).not.toBeNull() // prettier-ignore
      expect(
        await rowsOf('SELECT 1 FROM membership WHERE account_id = ? AND ended_on IS NULL', person.account),
      ).toEqual([])
      const requests = await rowsOf(
        'SELECT decision FROM access_request WHERE account_id = ? ORDER BY id',
        person.account,
      )
      // An office that nobody gets access to is asked for nothing.
      const isOpen = !/office terminated|without access/.test(state)
      expect(requests.at(-1)).toEqual(isOpen ? { decision: null } : undefined)
    },
  )
})

describe('the plan’s own directory', () => {
  const managed = (account: number, provider: number) =>
    env.DB.prepare('UPDATE account SET managed_by = ? WHERE id = ?').bind(provider, account).run()

  it('T13 ends an account that the plan’s provider made; one it didn’t make loses its link and what came through it', async () => {
    const directory = await Directory.of({ kind: 'plan' })
    const made = await aPerson({ email: `made@${directory.domain}`, department: 'provider-relations' })
    const own = await aPerson({ email: `glass@${directory.domain}`, department: 'information-services' })
    await linkIdentity(directory, 'subject-of-own', own.account)
    const [browser, breaking] = [await signedIn(made), await signedIn(own)]
    const through = await signedIn(own, '192.0.2.9')
    await rowsOf("UPDATE session SET opened_by = 'provider', provider_id = ? WHERE public_id = ?", directory.row, through.cookies.get('__Host-session')!.split('.')[1]) // prettier-ignore
    await managed(made.account, directory.row)
    const [first, second] = [await directory.announce('made'), await directory.announce('glass')]
    await directory.announce('unknown')
    expect(await rowsOf("SELECT id FROM outbox WHERE message = 'directory-announced'")).toEqual([])
    // Nobody is asked about, and nobody written to.
    expect(await rowsOf('SELECT 1 FROM access_request')).toEqual(await rowsOf('SELECT 1 FROM access_request WHERE account_id NOT IN (?, ?)', made.account, own.account)) // prettier-ignore
    expect((await directory.patch(`/Users/${first.id}`, { op: 'replace', path: 'active', value: false })).status).toBe(
      200,
    )
    expect((await directory.ask('DELETE', `/Users/${second.id}`)).status).toBe(204)
    expect((await browser.get('/staff')).status).toBe(303)
    expect((await through.get('/staff')).status).toBe(303)
    expect((await breaking.get('/staff')).status).toBe(200)
    expect(await rowsOf('SELECT terminated_at IS NOT NULL AS ended FROM account WHERE id IN (?, ?) ORDER BY id', made.account, own.account)).toEqual([{ ended: 1 }, { ended: 0 }]) // prettier-ignore
    expect(await rowsOf('SELECT unlinked_at IS NOT NULL AS "unlinked" FROM identity WHERE account_id = ?', own.account)).toEqual([{ unlinked: 1 }]) // prettier-ignore
    expect(await rowsOf("SELECT account_id AS \"by\" FROM audit WHERE event = 'identity.unlinked' AND subject_id = ?", own.account)).toEqual([{ by: null }]) // prettier-ignore
  })

  it('III.M.2 never ends the last who can administer accounts, and says so', async () => {
    await env.DB.prepare("UPDATE account SET terminated_at = 1 WHERE department = 'information-services'").run()
    const directory = await Directory.of({ kind: 'plan' })
    const last = await aPerson({ email: `last@${directory.domain}`, department: 'information-services' })
    await managed(last.account, directory.row)
    const { id } = await directory.announce('last')
    const answers = [
      await directory.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false }),
      await directory.ask('DELETE', `/Users/${id}`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409])
    expect((await directory.ask('GET', `/Users/${id}`)).body.active).toBe(true)
    await aPerson({ email: `heir@${directory.domain}`, department: 'information-services' })
    expect((await directory.ask('DELETE', `/Users/${id}`)).status).toBe(204)
  })

  it('T18 speaks of no office’s people', async () => {
    const directory = await Directory.of({ kind: 'plan' })
    const clerk = await aPerson({ email: `clerk@${directory.domain}`, offices: [await anOffice()] })
    const browser = await signedIn(clerk)
    const { id } = await directory.announce('clerk')
    await directory.ask('DELETE', `/Users/${id}`)
    expect((await browser.get('/home')).status).toBe(200)
  })
})
