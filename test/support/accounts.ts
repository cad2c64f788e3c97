/** Accounts as Enterprise Administrators find them, and what a deed left of itself. */
import { env } from 'cloudflare:workers'
import type { Status } from '../../src/accounts/account.ts'
import { transition } from '../../src/accounts/transition.ts'
import type { Deed } from '../../src/staff/accounts/deed.ts'
import { attempt } from './guard.ts'
import { aPerson, type Someone, today } from './people.ts'
import { rowsOf } from './requests.ts'
import { withFactors } from './factors.ts'
import { signedIn } from './session.ts'

export const PATH = '/staff/accounts'
export const REASON = 'Their manager called <b>"twice"</b>, =1+1.'

export type Somebody = { account: number; guard: string; email: string; id: string; path: string }

let nth = 0

/** The account's public id. */
export const idOf = async (account: number) =>
  String((await rowsOf('SELECT public_id AS id FROM account WHERE id = ?', account))[0]!.id)

/** Somebody of the office, whose account can be named. */
export async function somebody(office: number, someone: Partial<Someone> = {}): Promise<Somebody> {
  const person = await aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
  const id = await idOf(person.account)
  return { ...person, id, path: `${PATH}/${id}` }
}

/** Five wrong passwords. */
export async function lock({ guard }: { guard: string }): Promise<void> {
  for (let wrong = 0; wrong < 5; wrong += 1) await attempt(guard, 'wrong')
}

/** Somebody of that status with everything the deeds can be done to: a lock, an open session, a known device; no password where that is asked. */
export async function inStatus(office: number, status: Status, deed: Deed): Promise<Somebody> {
  const person = await somebody(office)
  await lock(person)
  await signedIn(person)
  const { account } = person
  const change = { at: 1, by: null }
  if (status === 'suspended') await transition(env.DB, account, { to: status, clause: 'III.K.5' }, change)
  else if (status !== 'active') await transition(env.DB, account, { to: status, clause: 'III.M.2' }, change)
  // Nothing is open in a closed account, unless something went wrong: then it can be ended all the same.
  const run = (sql: string, ...params: unknown[]) =>
    env.DB.prepare(sql)
      .bind(...params)
      .run()
  await run('UPDATE session SET ended_at = NULL, end_reason = NULL WHERE account_id = ?', account)
  await run(
    "INSERT INTO device (account_id, value_hash, label, factor_at, used_at, expires_at) VALUES (?, ?, 'Firefox', 1, 1, 9000000000000)",
    account,
    crypto.randomUUID(),
  )
  await withFactors(account, { passkeys: 1, apps: 1, codes: 2 })
  if (deed === 'set-up-link') await run('DELETE FROM credential WHERE account_id = ?', account)
  return person
}

/** What is kept of the account's changes, in their order. */
export const changesOf = (account: number) =>
  rowsOf(
    'SELECT by_account AS by, field, before, after, reason FROM account_change WHERE account_id = ? ORDER BY id',
    account,
  )

/** The end of the log. */
export const lastSeq = async () => Number((await rowsOf('SELECT max(seq) AS seq FROM audit'))[0]!.seq)

/** Rows about the account since then. */
export const auditedSince = (account: number, seq: number) =>
  rowsOf(
    'SELECT event, account_id AS by, clause, detail FROM audit WHERE subject_id = ? AND seq > ? ORDER BY seq',
    account,
    seq,
  )

/** What closes the account. */
export const statusRow = async (account: number) =>
  (
    await rowsOf(
      `SELECT suspended_for AS suspendedFor, suspended_at AS suspendedAt, terminated_at AS terminatedAt, locked_at AS lockedAt
       FROM account WHERE id = ?`,
      account,
    )
  )[0]

/** A deed's form as it is filled in: the state that its page showed, the reason, and the day. */
export const fieldsOf = (was: string, more: Record<string, string> = {}) => ({
  was,
  reason: REASON,
  changedOn: today(),
  ...more,
})
