/** Tells information services, once, of a feed that shrank or fell silent; and ends what falls due of reported terminations. */
import { recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { dispatch, post } from '../../mail/outbox.ts'
import type { Means, Ran } from '../../runs/means.ts'
import { officesTerminated } from '../offices/store.ts'
import { isQuiet } from './rules.ts'
import { alarmRaised, alarmsOver, alarmsRaised, feedStaff, feedState } from './store.ts'

/** Run twice, twice at once, or late: each alarm is told of once. */
export async function watchFeed(means: Means): Promise<Ran> {
  const { env, config, now, today } = means
  const at = now.getTime()
  // III.M.4: an office that was reported to end on this day ends, whether or not anything else came.
  await batch(env.DB, officesTerminated(today, at))
  const [[state], raised, staff] = (await batch(env.DB, [feedState, alarmsRaised, feedStaff])).rows
  if (!state) return { done: 0 }
  const on = [
    ...(isQuiet(state.lastAt, config.feed.quietHours, at) ? ['quiet'] : []),
    ...(state.shrunkImport ? [`shrunk ${state.shrunkImport}`] : []),
  ]
  const fresh = on.filter((name) => !raised.some((one) => one.name === name))
  let done = 0
  for (const name of fresh) {
    const what = name === 'quiet' ? 'quiet' : 'shrunk'
    const mails = await Promise.all(
      staff.map(({ account }) =>
        post({ name: 'feed-alarm', what, to: { account }, channel: 'email' }, at, config.sealKeys),
      ),
    )
    try {
      await batch(env.DB, [
        alarmRaised(name, at),
        recordedOrNothing({ name: 'feed.alarmed', at, detail: { what } }),
        ...mails.map(({ statement }) => statement),
      ])
    } catch (failure) {
      // Another run told of it at the same moment.
      if (tookBack(failure)) continue
      throw failure
    }
    await dispatch(env.MAIL, mails)
    done += 1
  }
  if (raised.some(({ name }) => !on.includes(name))) await batch(env.DB, [alarmsOver(on)])
  return { done }
}
