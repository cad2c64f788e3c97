/** III.J.1: prompts people so many days before their training is due, each once. Access never depends on it (T14). */
import { recorded } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { dispatch, post, type Posting } from '../mail/outbox.ts'
import { dayOf, type Day } from '../policy/calendar.ts'
import { trainingDueOn } from '../standing/rules.ts'
import { promptToday } from './rules.ts'
import { promptKept, type Trained, trainedPeople } from './store.ts'

const AT_ONCE = 500

/** Sends the prompts that are due at `now`; answers how many. One that fails keeps no other from going out. */
export async function promptForTraining(env: Pick<Env, 'DB' | 'MAIL'>, config: Config, now: Date): Promise<number> {
  const today = dayOf(now, config.zone)
  const postings: Posting[] = []
  const failures: unknown[] = []
  let people: Trained[] = []
  do {
    people = (await batch(env.DB, [trainedPeople(people.at(-1)?.account ?? 0, today, AT_ONCE)])).rows[0]
    for (const { account, trainedOn, prompts } of people) {
      const due = trainingDueOn(trainedOn, config)
      const sent = (JSON.parse(prompts) as [Day, number][])
        .filter(([about]) => about === due)
        .map(([, before]) => before)
      const before = due && promptToday(due, today, sent, config.policy)
      if (!due || before === null) continue
      try {
        postings.push(await prompt(env.DB, config, { account, due, before }, now.getTime()))
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
async function prompt(
  db: Env['DB'],
  { sealKeys }: Config,
  { account, due, before }: { account: number; due: Day; before: number },
  at: number,
): Promise<Posting> {
  const posting = await post({ name: 'training-due', dueOn: due, to: { account }, channel: 'email' }, at, sealKeys)
  await batch(db, [
    promptKept(account, due, before, at),
    posting.statement,
    recorded({ name: 'training.prompted', at, subject: account, clause: 'III.J.1', detail: { due, before } }),
  ])
  return posting
}
