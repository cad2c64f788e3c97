import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { guardName } from '../../src/accounts/email.ts'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { hash } from '../../src/passwords/hash.ts'
import { admit } from '../../src/registration/admit.ts'
import type { Grants } from '../../src/registration/registration.ts'
import { registrantOf } from '../../src/registration/store.ts'
import { letters, mailTo } from '../support/browser.ts'
import { attempt, from, guardOf } from '../support/guard.ts'
import { anOffice, aPerson, today } from '../support/people.ts'

const config = readConfig(env)
let office: number
let nth = 0

/** A registration that was sent, and its request as decided. */
async function aSentOne(
  decision: 'approved' | 'denied' | null = 'approved',
  email = `new${(nth += 1)}@office.example`,
) {
  const at = instant().getTime()
  const guard = guardName(config.namesKey, email)
  const person = {
    firstName: 'Nell', lastName: 'Newcomb', street: '1 Pier St', city: 'Port Alder', zip: '93001',
    telephone: '+18055550123', jobTitle: 'Receptionist', jobDescription: 'Greets patients.',
  } // prettier-ignore
  const row = await env.DB.prepare(
    `INSERT INTO registration (public_id, email, guard, created_at, proved_at, person, is_adult, office_id, agreement_id, agreed_at,
       agreed_ip, training_id, trained_on, trained_at, trained_ip, training_text, questions, answers_hash, sent_at)
     VALUES ('reg_' || hex(randomblob(12)), ?, ?, ?, ?, ?, 1, ?, (SELECT id FROM document WHERE kind = 'user-agreement'), ?, '192.0.2.1',
       (SELECT id FROM document WHERE kind = 'training'), ?, ?, '192.0.2.1', 'I attest.', '["Pet?"]', ?, ?) RETURNING id`,
  )
    .bind(email, guard, at, at, JSON.stringify(person), office, at, today(), at, await hash('rex', 1024), at)
    .first<{ id: number }>()
  const decided = decision ? [at, decision, 'I attest.', 'No.', 1] : [null, null, null, null, null]
  await env.DB.prepare(
    `INSERT INTO access_request (public_id, office_id, registration_id, wants_loa, job_title, job_description, sent_at, decided_at, decision,
       attestation, reason, decided_by) VALUES ('req_' || hex(randomblob(12)), ?, ?, 0, 'x', 'y', ?, ?, ?, ?, ?, ?)`,
  )
    .bind(office, row!.id, at, ...decided)
    .run()
  return { row: row!.id, email, guard }
}

async function admitted(registration: number, grants: Grants) {
  const { rows } = await batch(env.DB, [registrantOf(registration)])
  const admission = await admit(config, rows[0][0]!, grants, {
    at: instant().getTime(),
    by: 1,
    ip: '192.0.2.9',
    request: 'test',
  })
  await batch(env.DB, admission.statements)
  return env.DB.prepare('SELECT * FROM account WHERE guard = (SELECT guard FROM registration WHERE id = ?)')
    .bind(registration)
    .first<{
      id: number
      kind: string
      department: string | null
      first_name: string
      zip: string
      approved_on: string
    }>()
}

const everything = (): Grants => ({
  office,
  isLoa: false,
  roles: [
    { role: 'eligibility', endsOn: null, providers: [] },
    { role: 'claims', endsOn: '2099-01-01', providers: [] },
  ],
})
const count = async (sql: string, ...params: unknown[]) =>
  (await env.DB.prepare(`SELECT count(*) AS n FROM ${sql}`)
    .bind(...params)
    .first<{ n: number }>())!.n

beforeAll(async () => {
  office = await anOffice()
  await aPerson({ email: 'decider@office.example', offices: [office], isLoa: true })
})

describe('III.B.4 a registration becomes an account', () => {
  it('III.B.4 III.B.6 with its person, roles, agreement, training and questions; and the mail has the set-up link', async () => {
    const { row, email, guard } = await aSentOne()
    const account = await admitted(row, everything())
    expect(account).toMatchObject({
      kind: 'office', department: null, first_name: 'Nell', zip: '93001', approved_on: today(), telephone: '+18055550123',
    }) // prettier-ignore
    const roles = await env.DB.prepare(
      'SELECT g.role, g.ends_on AS endsOn FROM role_grant g JOIN membership m ON m.id = g.membership_id WHERE m.account_id = ? AND m.office_id = ? ORDER BY g.role',
    )
      .bind(account!.id, office)
      .all()
    expect(roles.results).toEqual([
      { role: 'claims', endsOn: '2099-01-01' },
      { role: 'eligibility', endsOn: null },
    ])
    for (const table of ['agreement_acceptance', 'training_attestation', 'security_answer'])
      expect([table, await count(`${table} WHERE account_id = ?`, account!.id)]).toEqual([table, 1])
    const events = await env.DB.prepare(
      'SELECT event, account_id AS byWhom, office_id AS office FROM audit WHERE subject_id = ? ORDER BY seq',
    )
      .bind(account!.id)
      .all()
    expect(events.results).toEqual([
      { event: 'account.created', byWhom: 1, office: null },
      { event: 'membership.created', byWhom: 1, office },
    ])
    const link = (await mailTo(email))!.link!
    expect(link).toMatch(/^https:\/\/portal\.test\/password\/set-up\?link=/)
    const [, id, secret] = link.split('link=')[1]!.split('.')
    const { sha256 } = await import('../../src/digest.ts')
    const setting = await guardOf(guard).setPassword(
      {
        guard,
        password: 'Fresh-harbor-9',
        today: today(),
        differsFrom: 1,
        by: 'set-up',
        link: { id: id!, secretHash: sha256(secret!) },
      },
      from(),
    )
    expect(setting).toBe('set')
    expect((await attempt(guard, 'Fresh-harbor-9')).outcome).toBe('right')
  })

  it('II.B T9 once: ten times at once make one account, one membership, one link, one mail', async () => {
    const { row, email } = await aSentOne()
    const answers = await Promise.all(Array.from({ length: 10 }, () => admitted(row, everything())))
    await mailTo(email)
    expect(new Set(answers.map((account) => account!.id)).size).toBe(1)
    expect(await count('membership WHERE account_id = ?', answers[0]!.id)).toBe(1)
    expect(await count('link WHERE account_id = ?', answers[0]!.id)).toBe(1)
    expect(await count("audit WHERE event = 'account.created' AND subject_id = ?", answers[0]!.id)).toBe(1)
    expect(letters.filter((letter) => letter.to === email)).toHaveLength(1)
  })

  it.each([null, 'denied'] as const)(
    'II.B nobody whose request is %s becomes an account, and no mail goes out',
    async (decision) => {
      const { row, email } = await aSentOne(decision)
      expect(await admitted(row, everything())).toBeNull()
      expect(await mailTo(email)).toBeUndefined()
    },
  )

  it('II.B not for another office than the approved one, nor as staff without their invitation, nor once it ended', async () => {
    const { row } = await aSentOne()
    expect(await admitted(row, { office: await anOffice('Other'), isLoa: true, roles: [] })).toBeNull()
    expect(await admitted(row, { department: 'privacy' })).toBeNull()
    await env.DB.prepare('UPDATE registration SET ended_at = 1 WHERE id = ?').bind(row).run()
    expect(await admitted(row, everything())).toBeNull()
  })

  it('II.B III.B.4 staff by the invitation of their department', async () => {
    const { row } = await aSentOne(null)
    const invitation = await env.DB.prepare(
      "INSERT INTO invitation (public_id, email, first_name, last_name, department, created_at, expires_at) VALUES ('inv_1', 'x', 'x', 'x', 'privacy', 1, 2) RETURNING id",
    ).first<{ id: number }>()
    await env.DB.prepare('UPDATE registration SET invitation_id = ? WHERE id = ?').bind(invitation!.id, row).run()
    expect(await admitted(row, { department: 'information-services' })).toBeNull()
    expect(await admitted(row, { department: 'privacy' })).toMatchObject({ kind: 'staff', department: 'privacy' })
  })

  it('III.N.1 an account from before is used again: same row and history, the old roles gone, its password stays', async () => {
    const before = await aPerson({
      email: 'back@office.example',
      offices: [office],
      roles: ['submit-referrals'],
      lastUsedOn: '2020-01-01',
    })
    await env.DB.prepare("UPDATE membership SET ended_on = '2021-01-01' WHERE account_id = ?")
      .bind(before.account)
      .run()
    const { row } = await aSentOne('approved', before.email)
    expect((await admitted(row, everything()))!.id).toBe(before.account)
    const roles = await env.DB.prepare(
      'SELECT group_concat(g.role) AS roles, m.ended_on AS endedOn FROM membership m JOIN role_grant g ON g.membership_id = m.id WHERE m.account_id = ?',
    )
      .bind(before.account)
      .first()
    expect(roles).toEqual({ roles: 'claims,eligibility', endedOn: null })
    expect((await mailTo(before.email))!.link).toBe('https://portal.test/sign-in')
    expect(await count('link WHERE account_id = ?', before.account)).toBe(0)
  })
})

it('III.L.3 of an account from before each thing that changes is kept with what it was, by whom; of a new one nothing', async () => {
  const before = await aPerson({ email: 'moved@office.example' })
  const { row } = await aSentOne('approved', before.email)
  await admitted(row, everything())
  const { results } = await env.DB.prepare(
    'SELECT by_account AS by, field, before, after FROM account_change WHERE account_id = ? ORDER BY field',
  )
    .bind(before.account)
    .all()
  expect(results).toEqual([
    { by: 1, field: 'city', before: null, after: 'Port Alder' },
    { by: 1, field: 'first_name', before: 'Terry', after: 'Nell' },
    { by: 1, field: 'job_description', before: null, after: 'Greets patients.' },
    { by: 1, field: 'job_title', before: null, after: 'Receptionist' },
    { by: 1, field: 'last_name', before: 'Tester', after: 'Newcomb' },
    { by: 1, field: 'street', before: null, after: '1 Pier St' },
    { by: 1, field: 'telephone', before: null, after: '+18055550123' },
    { by: 1, field: 'zip', before: null, after: '93001' },
  ])
  const fresh = await aSentOne()
  const account = await admitted(fresh.row, everything())
  expect(await count('account_change WHERE account_id = ?', account!.id)).toBe(0)
})

describe('III.H.5 what a decision closed is not opened by an admission', () => {
  const grants = () => ({ office, isLoa: false, roles: [] })

  it('III.H.3 a suspended membership stays suspended', async () => {
    const { email, row } = await aSentOne()
    const { account } = await aPerson({ email, offices: [office] })
    await env.DB.prepare("UPDATE membership SET suspended_at = 5, ended_on = '2026-01-01' WHERE account_id = ?")
      .bind(account)
      .run()
    await admitted(row, grants())
    const now = await env.DB.prepare('SELECT suspended_at AS at FROM membership WHERE account_id = ?')
      .bind(account)
      .first()
    expect(now).toEqual({ at: 5 })
  })

  it.each(['suspended_at', 'terminated_at'])(
    'III.K.5 III.M.2 an account with %s is admitted nowhere',
    async (column) => {
      const { email, row } = await aSentOne()
      const { account } = await aPerson({ email })
      await env.DB.prepare(`UPDATE account SET ${column} = 5 WHERE id = ?`).bind(account).run()
      await admitted(row, grants())
      const now = await env.DB.prepare('SELECT count(*) AS count FROM membership WHERE account_id = ?')
        .bind(account)
        .first()
      expect(now).toEqual({ count: 0 })
    },
  )
})
