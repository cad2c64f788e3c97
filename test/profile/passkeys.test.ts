import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Authenticator } from '../support/authenticator.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { added, confirmed, PASSKEYS } from '../support/passkeys.ts'
import { anOffice, aPerson, type Someone } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `keys${(nth += 1)}@office.example`, offices: [office], ...someone })
const inside = async (person: { guard: string; email: string }) => confirmed(person, `198.51.100.${(nth += 1) % 250}`)
const rowsOf = async (account: number) =>
  (
    await env.DB.prepare(
      'SELECT public_id AS id, name, counter, is_synced AS isSynced, removed_at AS removedAt, transports FROM passkey WHERE account_id = ? ORDER BY passkey.id',
    )
      .bind(account)
      .all<{
        id: string
        name: string
        counter: number
        isSynced: number
        removedAt: number | null
        transports: string
      }>()
  ).results
const sql = (text: string, ...params: unknown[]) =>
  env.DB.prepare(text)
    .bind(...params)
    .run()

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2 renaming and taking away', () => {
  const two = async () => {
    const person = await somebody()
    const browser = await inside(person)
    await added(browser, new Authenticator(), 'First')
    await added(browser, new Authenticator(), 'Second')
    const [first, next] = await rowsOf(person.account)
    return { person, browser, first: first!, next: next! }
  }
  const remove = (browser: Browser, id: string, fields: Record<string, string> = {}) =>
    browser.post(`${PASSKEYS}/${id}/removal`, fields, PASSKEYS)

  it('III.F.2 a new name is kept, recorded and told; none is told at the form', async () => {
    const { person, browser, first } = await two()
    const blank = await browser.post(`${PASSKEYS}/${first.id}/name`, { name: '' }, PASSKEYS)
    expect(blank.status).toBe(422)
    const answer = await browser.post(`${PASSKEYS}/${first.id}/name`, { name: 'Key ring' }, PASSKEYS)
    expect(answer.headers.get('Location')).toBe(`${PASSKEYS}?done=passkey-renamed`)
    expect((await rowsOf(person.account)).map(({ name }) => name)).toEqual(['Key ring', 'Second'])
    expect(await eventsOf(person.account)).toContain('passkey.renamed')
    expect((await mailTo(person.email))?.subject).toContain('new name')
  })

  it('III.F.2 one of two goes at once; it is recorded and told', async () => {
    const { person, browser, first } = await two()
    expect(await (await browser.get(`${PASSKEYS}/${first.id}/removal`)).text()).not.toContain('last one')
    expect((await remove(browser, first.id)).headers.get('Location')).toBe(`${PASSKEYS}?done=passkey-removed`)
    expect(await eventsOf(person.account)).toContain('passkey.removed')
    expect((await mailTo(person.email))?.subject).toContain('A passkey was removed')
    expect((await remove(browser, first.id)).status).toBe(404)
    expect(await (await browser.get(PASSKEYS)).text()).not.toContain('First')
  })

  it('III.F.2 the last one goes only when somebody said so, having read what is left', async () => {
    const { person, browser, first, next } = await two()
    await remove(browser, first.id)
    expect(await (await browser.get(`${PASSKEYS}/${next.id}/removal`)).text()).toContain('It is your last one')
    const asked = await remove(browser, next.id)
    expect([asked.status, (await asked.text()).includes('It is your last one')]).toEqual([422, true])
    expect((await rowsOf(person.account))[1]!.removedAt).toBeNull()
    expect((await remove(browser, next.id, { sure: 'yes' })).status).toBe(303)
    expect((await rowsOf(person.account))[1]!.removedAt).not.toBeNull()
  })

  it('III.F.2 two removed at once: one of them stays', async () => {
    const { person, browser, first, next } = await two()
    const csrf = await browser.token(PASSKEYS)
    const both = [first, next].map(({ id }) => remove(browser, id, { csrf }))
    expect((await Promise.all(both)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
    expect((await rowsOf(person.account)).filter(({ removedAt }) => removedAt === null)).toHaveLength(1)
  })

  it.each([
    ['an app is left', true, '{}', 303],
    ['an app is left that the plan does not let count', true, '{"AUTHENTICATOR_APPS": false}', 422],
    ['nothing is left', false, '{}', 422],
  ])('III.F.2 %s: is it the last one?', async (_words, hasApp, overrides, status) => {
    const { person, browser, first, next } = await two()
    await remove(browser, first.id)
    if (hasApp)
      await sql(
        "INSERT INTO authenticator_app (public_id, account_id, name, sealed, sealed_by, last_step, added_at) VALUES (?, ?, 'App', '', '', 0, 1)",
        `app_${String((nth += 1)).padStart(24, '0')}`,
        person.account,
      )
    browser.bindings = { ...env, POLICY_OVERRIDES: overrides, POLICY_DEVIATIONS: '{}' } as unknown as Env
    expect((await remove(browser, next.id)).status).toBe(status)
  })

  it('T15 another’s passkey is not there: the same answer as for an id that nothing bears', async () => {
    const { person, first } = await two()
    const stranger = await inside(await somebody())
    await added(stranger, new Authenticator())
    const ids = [first.id, `pky_${'0'.repeat(24)}`, 'pky_', '1', encodeURIComponent("' OR 1=1 --")]
    const answers = await Promise.all(
      ids.map(async (id) => [
        (await stranger.get(`${PASSKEYS}/${id}/removal`)).status,
        (await remove(stranger, id, { sure: 'yes' })).status,
        (await stranger.post(`${PASSKEYS}/${id}/name`, { name: 'Mine' }, PASSKEYS)).status,
      ]),
    )
    expect(answers).toEqual(ids.map(() => [404, 404, 404]))
    expect(await rowsOf(person.account)).toMatchObject([{ name: 'First', removedAt: null }, { name: 'Second' }])
    expect(await eventsOf(person.account)).not.toContain('passkey.removed')
  })
})

describe('III.E.1 the plan’s last way in without its provider', () => {
  const administrator = async (more: Partial<Someone> = {}) => {
    const person = await somebody({ department: 'information-services', offices: [], ...more })
    const browser = await inside(person)
    await added(browser, new Authenticator())
    const [row] = await rowsOf(person.account)
    const remove = () => browser.post(`${PASSKEYS}/${row!.id}/removal`, { sure: 'yes' }, PASSKEYS)
    return { ...person, browser, remove, page: `${PASSKEYS}/${row!.id}/removal` }
  }
  const provider = (kind: string, disabledAt: number | null) =>
    sql(
      `INSERT INTO identity_provider (public_id, name, kind, issuer, client_id, sealed_secret, sealed_by, created_at, changed_at, disabled_at)
       VALUES (?, 'P', ?, ?, 'c', '', '', 1, 1, ?)`,
      `idp_${String((nth += 1)).padStart(24, '0')}`,
      kind,
      `https://idp${nth}.test`,
      disabledAt,
    )
  const fresh = async () => {
    await sql('UPDATE passkey SET removed_at = 1')
    await sql('UPDATE identity_provider SET disabled_at = 1')
  }

  it('III.E.1 while the plan’s provider is on it stays, and a sentence says why', async () => {
    await fresh()
    await provider('plan', null)
    const { browser, remove, page, account } = await administrator()
    expect(await (await browser.get(page)).text()).toContain('the last passkey of an administrator')
    const answer = await remove()
    expect([answer.status, (await answer.text()).includes('the last passkey of an administrator')]).toEqual([422, true])
    expect((await rowsOf(account))[0]!.removedAt).toBeNull()
  })

  it('III.E.1 two administrators take theirs away at once: one stays', async () => {
    await fresh()
    await provider('plan', null)
    const all = [await administrator(), await administrator()]
    expect((await Promise.all(all.map(({ remove }) => remove()))).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]) // prettier-ignore
  })

  it.each<[string, () => Promise<unknown>, number]>([
    ['no provider', async () => undefined, 303],
    ['the plan’s is off', () => provider('plan', 1), 303],
    ['an office’s is on', () => provider('office', null), 303],
    ['another such administrator has one', async () => { await provider('plan', null); await administrator() }, 303],
    ['another has one who is suspended', async () => { await provider('plan', null); await sql('UPDATE account SET suspended_at = 1 WHERE id = ?', (await administrator()).account) }, 422],
    ['another has one whose account ended', async () => { await provider('plan', null); await sql('UPDATE account SET terminated_at = 1 WHERE id = ?', (await administrator()).account) }, 422],
    ['another has one who comes by the provider', async () => { await provider('plan', null); await sql('UPDATE account SET managed_by = (SELECT max(id) FROM identity_provider) WHERE id = ?', (await administrator()).account) }, 422],
    ['another department has one', async () => { await provider('plan', null); await administrator({ department: 'privacy' }) }, 422],
    ['another took theirs away', async () => { await provider('plan', null); await sql('UPDATE passkey SET removed_at = 1 WHERE account_id = ?', (await administrator()).account) }, 422],
  ])('III.E.1 %s', async (_words, before, status) => {
    await fresh()
    await before()
    const { remove } = await administrator()
    expect((await remove()).status).toBe(status)
  }) // prettier-ignore

  it('III.E.1 staff of another department, and an office’s people, take theirs away', async () => {
    await fresh()
    await provider('plan', null)
    expect((await (await administrator({ department: 'privacy' })).remove()).status).toBe(303)
    const person = await somebody()
    const browser = await inside(person)
    await added(browser, new Authenticator())
    const [row] = await rowsOf(person.account)
    expect((await browser.post(`${PASSKEYS}/${row!.id}/removal`, { sure: 'yes' }, PASSKEYS)).status).toBe(303)
  })
})

describe('III.F.2 the offer on the home page', () => {
  const offered = async (browser: Browser) => (await (await browser.get('/home')).text()).includes('Add a passkey')

  it('III.F.2 to whoever has neither passkey nor app, and not to others', async () => {
    const person = await somebody()
    const browser = await inside(person)
    expect(await offered(browser)).toBe(true)
    await added(browser, new Authenticator())
    expect(await offered(browser)).toBe(false)
    const other = await somebody()
    await sql(
      "INSERT INTO authenticator_app (public_id, account_id, name, sealed, sealed_by, last_step, added_at) VALUES ('app_000000000000000000000zzz', ?, 'App', '', '', 0, 1)",
      other.account,
    )
    expect(await offered(await signedIn(other))).toBe(false)
  })

  it('III.F.2 not to whoever came by another way', async () => {
    const person = await somebody()
    const browser = await signedIn(person)
    await sql("UPDATE session SET opened_by = 'passkey' WHERE account_id = ?", person.account)
    expect(await offered(browser)).toBe(false)
  })

  it.each([
    ['a day', DAY, false],
    ['a millisecond before 90 days', 90 * DAY - 1, false],
    ['90 days', 90 * DAY, true],
  ])('III.F.2 put off, it comes again after 90 days: %s', async (_words, after, again) => {
    const person = await somebody({ passwordSetOn: '2041-01-01', lastUsedOn: '2041-01-01' })
    const browser = await signedIn(person)
    const csrf = await browser.token('/home')
    for (let times = 0; times < 2; times += 1)
      expect((await browser.post('/profile/security/passkeys/later', { csrf })).headers.get('Location')).toBe('/home')
    expect((await eventsOf(person.account)).filter((name) => name === 'passkey.put_off')).toHaveLength(1)
    expect(await offered(browser)).toBe(false)
    later(after)
    expect(await offered(await signedIn(person))).toBe(again)
  })
})
