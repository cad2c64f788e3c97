/** III.D.5: warns people so many days before their password ends, each warning once. Access never depends on it (T14). */
import { recorded } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { dispatch, post, type Posting } from '../mail/outbox.ts'
import { addDays, type Day, dayOf } from '../policy/calendar.ts'
import { useDays } from '../standing/rules.ts'
import { endsOn, warningDue } from './rules.ts'
import { type Ending, passwordsSetBetween, warningKept } from './store.ts'

const AT_ONCE = 500

/** Sends the warnings that are due at `now`; answers how many. One that fails keeps no other from going out. */
export async function warnOfEnd(env: Pick<Env, 'DB' | 'MAIL'>, config: Config, now: Date): Promise<number> {
  const { policy } = config
  const today = dayOf(now, config.zone)
  const since = addDays(today, -policy.PASSWORD_LASTS)
  const until = addDays(since, Math.max(...policy.PASSWORD_WARNED))
  const span = { since, until, today, usedSince: useDays(today, policy).notBefore }
  const postings: Posting[] = []
  const failures: unknown[] = []
  let people: Ending[] = []
  do {
    people = (await batch(env.DB, [passwordsSetBetween(span, people.at(-1)?.account ?? 0, AT_ONCE)])).rows[0]
    for (const { account, setOn, warnings } of people) {
      const before = warningDue(setOn, today, policy)
      const on = endsOn(setOn, policy)
      const went = (JSON.parse(warnings) as [Day, number][]).some(([about, days]) => about === on && days === before)
      if (before === null || went) continue
      try {
        postings.push(await warn(env.DB, config, { account, on, before }, now.getTime()))
      } catch (failure) {
        failures.push(failure)
      }
    }
  } while (people.length === AT_ONCE)
  await dispatch(env.MAIL, postings)
  if (failures.length > 0) throw failures[0]
  return postings.length
}

/** The mail, the note that it goes out, and the row that tells of it: all or none. */
async function warn(
  db: Env['DB'],
  { sealKeys }: Config,
  { account, on, before }: { account: number; on: Day; before: number },
  at: number,
): Promise<Posting> {
  const posting = await post({ name: 'password-ends', endsOn: on, to: { account }, channel: 'email' }, at, sealKeys)
  await batch(db, [
    warningKept(account, on, before, at),
    posting.statement,
    recorded({ name: 'password.warned', at, subject: account, clause: 'III.D.5', detail: { on, before } }),
  ])
  return posting
}
