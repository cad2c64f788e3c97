import { recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { dispatch, post } from '../../mail/outbox.ts'
import { type Day, monthOf } from '../../policy/calendar.ts'
import type { Job } from '../../runs/means.ts'
import { signers } from '../draft/store.ts'
import { overdueDay } from './rules.ts'
import { reminderNoted, reviewMark } from './store.ts'

/** III.I.3: reminds the privacy office once in each month in which the review is overdue. */
export const remindOfReview: Job = async ({ env, config, now, today }) => {
  const [[mark], accounts] = (await batch(env.DB, [reviewMark, signers])).rows
  if (!mark) return { done: 0 }
  const { overdueOn, isOverdue } = overdueDay(mark, now, config.zone, config.policy)
  if (!isOverdue || overdueOn === null || accounts.length === 0) return { done: 0 }
  const at = now.getTime()
  const mails = await Promise.all(
    accounts.map(({ account }) =>
      post({ name: 'restricted-review-overdue', overdueOn, to: { account }, channel: 'email' }, at, config.sealKeys),
    ),
  )
  try {
    await batch(env.DB, [
      reminderNoted(`${monthOf(today)}-01` as Day, at),
      recordedOrNothing({
        name: 'restricted_list.reminded',
        at,
        clause: 'III.I.3',
        detail: { people: accounts.length },
      }),
      ...mails.map(({ statement }) => statement),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return { done: 0 }
  }
  await dispatch(env.MAIL, mails)
  return { done: accounts.length }
}
