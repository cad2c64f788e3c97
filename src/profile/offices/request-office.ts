/** A signed-in person asks for access to one office more (requirements, section 2: adding an office is done signed in). */
import type { Origin } from '../../account-guard/guard.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { newId } from '../../ids.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import type { Day } from '../../policy/calendar.ts'
import { requested } from '../../registration/requests/store.ts'
import { done, refused, type Result } from '../../result.ts'
import type { SealKeys } from '../../seal.ts'
import type { Wish } from '../profile.ts'
import { askable } from './store.ts'

type Means = { db: Database; mail: Queue; sealKeys: SealKeys; today: Day; origin: Origin }

const DAY = 24 * 60 * 60_000

/** Why an office cannot be asked for. */
export type NotAskable = 'not-open' | 'member' | 'waiting'

/**
 * Sends the wish of the account to those who decide: the office's Local Office Administrators (III.B.1), who are told by
 * e-mail; without one it stands in the Enterprise Administrators' queue (III.B.2).
 */
export async function requestOffice(
  { db, mail, sealKeys, today, origin }: Means,
  person: { account: number; session: number },
  wish: Wish,
): Promise<Result<'requested', NotAskable>> {
  const { rows } = await batch(db, [askable(person.account, wish.office, today, origin.at - DAY)])
  const office = rows[0][0]
  if (!office) return refused('not-open')
  if (office.isMember) return refused('member')
  const id = newId('access-request')
  const { jobTitle, jobDescription } = wish
  // One mail a day: who asks, takes it back and asks again fills nobody's mailbox. It stands in the queue all the same.
  const loas = office.isTold ? [] : (JSON.parse(office.loas) as number[])
  const told = await Promise.all(
    loas.map((account) =>
      postIfChanged(
        { name: 'request-waiting', office: office.name, to: { account }, channel: 'email' },
        origin.at,
        sealKeys,
      ),
    ),
  )
  const { changes } = await batch(db, [
    requested(
      { id, account: person.account, office: office.row, wantsLoa: false, jobTitle, jobDescription },
      origin.at,
    ),
    recordedIfChanged({
      ...origin,
      name: 'request.sent',
      account: person.account,
      subject: person.account,
      session: person.session,
      office: office.row,
      record: id,
      clause: 'III.B.1',
    }),
    ...told.map(({ statement }) => statement),
  ])
  if (changes[0] !== 1) return refused('waiting')
  await dispatch(mail, told)
  return done('requested')
}
