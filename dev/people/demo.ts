/** Sets up the people and the offices' standing of the demo plan, once the feed has brought its offices. */
import { COLLEAGUES, DEMO_PASSWORD, type DemoPerson, OFFICE_STATES, PEOPLE } from '../../demo/people.ts'
import { recorded } from '../../src/audit/statement.ts'
import { create } from '../../src/accounts/create.ts'
import type { Capability } from '../../src/accounts/account.ts'
import { guardName } from '../../src/accounts/email.ts'
import { transition } from '../../src/accounts/transition.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { batch, prepared } from '../../src/db/client.ts'
import { deliver } from '../../src/mail/deliver.ts'
import { overdue } from '../../src/mail/outbox.ts'
import { grantAccess } from '../../src/offices/grant-access.ts'
import { officeOf } from '../../src/offices/store.ts'
import { accessFrom } from '../../src/offices/verification/rules.ts'
import { suspend } from '../../src/suspension/suspend.ts'
import { hash } from '../../src/passwords/hash.ts'
import { addDays, type Day, dayOf, startOfDay } from '../../src/policy/calendar.ts'
import { receive } from '../../src/verification/receive.ts'
import { opened } from '../../src/verification/store.ts'
import { askForAccess } from './office-requests.ts'
import { setUpRequests } from './requests.ts'

const everybody: readonly DemoPerson[] = [...PEOPLE, ...COLLEAGUES]

/** Makes everybody of the demo who is not there yet; answers how many were made. Throws if the feed has not brought an office. */
export async function setUpDemo(env: Env, now: Date): Promise<number> {
  const config = readConfig(env)
  const today = dayOf(now, config.zone)
  const at = now.getTime()
  const offices = await standOffices(env.DB, config, today, at)
  const there = await emailsThere(env.DB)
  // One hash for all: they share a password, and a hash costs a fifth of a second.
  const passwordHash = await hash(DEMO_PASSWORD, config.scryptCost)
  const missing = everybody.filter((person) => !there.has(person.email))
  for (const person of missing) await setUp(env, config, person, offices, passwordHash, today, at)
  await askForAccess(env, now)
  await setUpRequests(env, config, now)
  // What was posted by it goes out at once, as if the queue had brought it.
  for (const id of await overdue(env.DB, at + 1, 100)) await deliver(id, env, now)
  return missing.length
}

/** The demo people who are there, in their order. */
export async function demoPeople(db: D1Database): Promise<DemoPerson[]> {
  const there = await emailsThere(db)
  return everybody.filter((person) => there.has(person.email))
}

async function standOffices(
  db: D1Database,
  { policy, zone }: Config,
  today: Day,
  at: number,
): Promise<Map<string, number>> {
  const offices = new Map<string, number>()
  for (const { office, accessDaysAgo, suspended, promptedDaysAgo } of OFFICE_STATES) {
    const { rows } = await batch(db, [officeOf(office)])
    const row = rows[0][0]?.id
    if (row === undefined) throw new Error(`the feed has brought no Organization ${office}`)
    offices.set(office, row)
    await grantAccess(db, row, accessFrom(addDays(today, -accessDaysAgo), policy), at, null)
    if (promptedDaysAgo !== null) {
      const on = addDays(today, -promptedDaysAgo)
      await batch(db, [
        opened(row, on, startOfDay(on, zone).getTime()),
        recorded({ name: 'verification.opened', at, office: row }),
      ])
      await receive(db, { office: row, dueOn: on, on, how: 'mail' }, policy, { at, by: null })
    }
    if (suspended) await suspend(db, { office: row }, { at, by: null })
  }
  return offices
}

async function setUp(
  env: Env,
  config: Config,
  person: DemoPerson,
  offices: Map<string, number>,
  passwordHash: string,
  today: Day,
  at: number,
): Promise<void> {
  const guard = guardName(config.namesKey, person.email)
  const { email, firstName, lastName, mobile, department, roles, isLoa } = person
  const places = [person.office, ...person.otherOffices].flatMap((office) => (office ? [offices.get(office)!] : []))
  await create(
    env.DB,
    {
      email,
      guard,
      firstName,
      lastName,
      mobile,
      department,
      capabilities: person.capabilities as Capability[],
      memberships: places.map((office) => ({ office, roles, isLoa })),
      approvedOn: addDays(today, -person.approvedDaysAgo),
      lastUsedOn: addDays(today, -person.lastUsedDaysAgo),
      passwordHash,
      passwordSetOn: addDays(today, -person.passwordSetDaysAgo),
      trainedOn: addDays(today, -person.trainedDaysAgo),
      agreed: true,
      reviewOn: addDays(today, 365),
    },
    at,
    null,
  )
  // Who vouches for them reviews what they do (III.B.6).
  const job = jobOf(person)
  // They were admitted when they were approved: a verification that is open asks for them (III.H.1).
  const admittedAt = startOfDay(addDays(today, -person.approvedDaysAgo), config.zone).getTime()
  await batch(env.DB, [
    prepared(
      'UPDATE membership SET admitted_at = ?, created_at = ? WHERE account_id = (SELECT id FROM account WHERE email = ?)',
      admittedAt,
      admittedAt,
      email,
    ),
    prepared(
      'UPDATE account SET job_title = ?, job_description = ? WHERE email = ?',
      job.title,
      job.description,
      email,
    ),
  ])
  if (person.locked) await lock(env, config, guard, at)
  if (person.suspended) await suspendAccount(env.DB, email, at)
}

/** What somebody with these roles does for a living. */
function jobOf({ department, isLoa, roles }: DemoPerson): { title: string | null; description: string | null } {
  if (department) return { title: null, description: null }
  if (isLoa)
    return { title: 'Office manager', description: 'Leads the front desk, and sees to who may use the portal.' }
  if (roles.length === 1 && roles[0] === 'eligibility')
    return { title: 'Receptionist', description: 'Greets patients and checks that they are covered.' }
  if (roles.every((role) => role.endsWith('referrals')))
    return { title: 'Referral coordinator', description: 'Writes referrals and tells patients how they stand.' }
  return { title: 'Biller', description: 'Checks coverage, sends claims, and follows up on those that were denied.' }
}

/** Locks the account as anybody would: by wrong passwords. */
async function lock(env: Env, { policy }: Config, guard: string, at: number): Promise<void> {
  const from = { at, ip: '192.0.2.77', request: 'demo', device: 'demo' }
  for (let n = 0; n < policy.LOCK_AFTER_FAILURES; n += 1) {
    await env.ACCOUNT_GUARD.getByName(guard).attempt(guard, 'not the password', from)
  }
}

async function suspendAccount(db: D1Database, email: string, at: number): Promise<void> {
  const { rows } = await batch(db, [prepared<{ id: number }>('SELECT id AS id FROM account WHERE email = ?', email)])
  await transition(db, rows[0][0]!.id, { to: 'suspended', clause: 'III.K.5' }, { at: at, by: null })
}

async function emailsThere(db: D1Database): Promise<Set<string>> {
  const { rows } = await batch(db, [prepared<{ email: string }>('SELECT email AS email FROM account')])
  return new Set(rows[0].map((row) => row.email))
}
