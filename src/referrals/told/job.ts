/** Tells people by e-mail that something they submitted has a new status, without saying of whom or what (section 12). */
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { kindOf } from '../../errors.ts'
import { dispatch, postIfChanged, type Posting } from '../../mail/outbox.ts'
import type { Job, Means, Ran } from '../../runs/means.ts'
import { toldOf, untold, type Untold } from './store.ts'

/** People in one look. */
const AT_ONCE = 100
/** Statements for one person. */
const EACH = 3

/** One mail a person and run, to those alone who still may see it. Run twice, it tells each of them once. */
export const tellOfStatus: Job = async (means) => {
  const ran: Ran & { done: number; failed: number } = { done: 0, failed: 0 }
  const limit = Math.min(AT_ONCE, Math.floor((means.room() - 1) / EACH))
  if (limit < 1) return { ...ran, more: true, cursor: means.cursor }
  const people = (await batch(means.env.DB, [untold(means.today, means.cursor, limit)])).rows[0]
  const postings: Posting[] = []
  for (const person of people) {
    try {
      const posting = await tell(means, person)
      if (posting) postings.push(posting)
    } catch (failure) {
      // One person's failure keeps no other from being told; the next hour's run tries it again.
      ran.failed += 1
      ran.error = kindOf(failure)
    }
  }
  await dispatch(means.env.MAIL, postings)
  ran.done = postings.length
  return people.length === limit ? { ...ran, more: true, cursor: people.at(-1)?.account ?? 0 } : ran
}

/** The note that they know, the row that tells of it, and the mail: all, or none if another run was quicker. */
async function tell(
  { env, config, now }: Pick<Means, 'env' | 'config' | 'now'>,
  { account, changed, theirs }: Untold,
): Promise<Posting | null> {
  const at = now.getTime()
  const noted = [
    toldOf(changed),
    recordedIfChanged({ name: 'referral.told', at, subject: account, detail: { referrals: theirs } }),
  ]
  if (theirs === 0) {
    await batch(env.DB, noted)
    return null
  }
  const to = { account }
  const posting = await postIfChanged({ name: 'referral-status', to, channel: 'email' }, at, config.sealKeys)
  const { changes } = await batch(env.DB, [...noted, posting.statement])
  return (changes[0] ?? 0) > 0 ? posting : null
}
