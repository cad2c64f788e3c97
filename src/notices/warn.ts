/** Warns people that something of theirs ends: what passwords, training and dormancy have in common. */
import type { EventName } from '../audit/events.ts'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Prepared } from '../db/client.ts'
import { kindOf } from '../errors.ts'
import type { Told } from '../mail/messages.ts'
import { dispatch, postIfChanged, type Posting } from '../mail/outbox.ts'
import type { Day } from '../policy/calendar.ts'
import type { Means, Ran } from '../runs/means.ts'
import { useDays } from '../standing/rules.ts'
import { cursorOf, type Ending, endingsToTell, placeOf, type Times } from './rules.ts'
import { type Ask, type Kind, noticeKept, type ToWarn } from './store.ts'

/** One kind of warning. */
export type Warnings = Times & {
  kind: Kind
  event: EventName
  clause: string
  /** The days from which the time is counted that is over on `end`. */
  countedFrom: (end: Day) => readonly Day[]
  people: (ask: Ask) => Prepared<ToWarn>
  message: (end: Day) => Told
}

/** People in one look. */
const AT_ONCE = 100
/** Statements for one person. */
const EACH = 3

/**
 * Sends the warnings that fell due since the day up to which all were sent, as far as there is room. One that fails keeps
 * no other from going out. Whom the portal was closed to on the day of a warning gets the next nearer one.
 */
export async function warn(means: Means, warnings: Warnings): Promise<Ran> {
  const { env, config, now, today } = means
  const { notBefore: usedSince } = useDays(today, config.policy)
  const days = endingsToTell(means.doneOn, today, warnings).flatMap((ending) =>
    warnings.countedFrom(ending.end).map((on) => ({ on, ...ending })),
  )
  const ran: Ran = { done: 0, failed: 0 }
  let { place, after } = placeOf(means.cursor)
  for (let day = days[place]; day; day = days[place]) {
    const limit = Math.min(AT_ONCE, Math.floor((means.room() - 1) / EACH))
    if (limit < 1) return { ...ran, more: true, cursor: cursorOf({ place, after }) }
    const ask = { ...day, kind: warnings.kind, after, today, usedSince, limit }
    const people = (await batch(env.DB, [warnings.people(ask)])).rows[0]
    const postings: Posting[] = []
    for (const { account } of people) {
      try {
        const posting = await warnOne({ env, config, now }, warnings, account, day)
        if (posting) postings.push(posting)
      } catch (failure) {
        ran.failed = (ran.failed ?? 0) + 1
        ran.error = kindOf(failure)
      }
    }
    await dispatch(env.MAIL, postings)
    ran.done += postings.length
    const last = people.at(-1)
    if (people.length === limit && last) after = last.place
    else [place, after] = [place + 1, 0]
  }
  return { ...ran, doneOn: today }
}

/** The note that it goes out, the row that tells of it, and the mail: all, or none if another run was quicker. */
async function warnOne(
  { env, config, now }: Pick<Means, 'env' | 'config' | 'now'>,
  { kind, event, clause, message }: Warnings,
  account: number,
  { end, before }: Ending,
): Promise<Posting | null> {
  const at = now.getTime()
  const posting = await postIfChanged({ ...message(end), to: { account }, channel: 'email' }, at, config.sealKeys)
  const { changes } = await batch(env.DB, [
    noticeKept(account, kind, end, before, at),
    recordedIfChanged({ name: event, at, subject: account, clause, detail: { on: end, before } }),
    posting.statement,
  ])
  return changes[0] === 1 ? posting : null
}
