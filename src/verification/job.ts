/** What happens by itself in a verification: it opens, people are prompted and reminded, the office is suspended (III.H.1 to III.H.3). */
import { recordedIfChanged, recordedOrNothing, tookBack } from '../audit/statement.ts'
import { batch, type Prepared } from '../db/client.ts'
import type { Recipient, Told } from '../mail/messages.ts'
import { dispatch, post, type Posting } from '../mail/outbox.ts'
import { actsOn } from '../offices/verification/store.ts'
import { addDays, daysBetween, startOfDay } from '../policy/calendar.ts'
import type { Means, Ran } from '../runs/means.ts'
import { suspend } from '../suspension/suspend.ts'
import type { OfficeToAct } from './course/office.ts'
import { recipientsOf, standingOf, unprompted } from './course/rules.ts'
import {
  actedOn,
  alarmed,
  enterpriseAdministrators,
  officesToAct,
  officeToAct,
  remindedOf,
  unreceived,
} from './course/store.ts'
import { receive } from './receive.ts'
import { nextActOn, nextStep, type Step } from './rules.ts'
import { opened } from './store.ts'

const AT_ONCE = 50
/** More statements than all steps about one office take. */
const ROOM = 150
/** Steps that follow each other about one office on one day, at most. */
const STEPS = 8

/** Takes every step that is due. Run twice, twice at once, or days late, it ends the same; one office keeps no other from its turn. */
export async function verifyOffices(means: Means): Promise<Ran> {
  const { env, today } = means
  let done = 0
  let failed = 0
  let last = means.cursor
  let offices: OfficeToAct[]
  do {
    offices = (await batch(env.DB, [officesToAct(today, last, AT_ONCE)])).rows[0]
    for (const office of offices) {
      if (means.room() < ROOM) return { done, failed, more: true, cursor: last }
      last = office.office
      try {
        done += await takeSteps(office, means)
      } catch {
        // Counted: its own words may hold anything, and the next hour tries it again.
        failed += 1
      }
    }
  } while (offices.length === AT_ONCE)
  return { done: done + (await alarm(means)), failed }
}

/** Takes the steps about one office that are due; answers how many. */
async function takeSteps(first: OfficeToAct, means: Means): Promise<number> {
  let office: OfficeToAct | undefined = first
  for (let taken = 0; taken < STEPS; taken += 1) {
    const step = nextStep(standingOf(office, means.config.zone), means.today, means.config.policy)
    if (!(await take(step, office, means)) || step.do === 'wait') return taken
    office = (await batch(means.env.DB, [officeToAct(office.office, means.today)])).rows[0][0]
    if (!office) return taken + 1
  }
  return STEPS
}

/** Takes the step; false if another run took it, or somebody made it needless meanwhile. */
async function take(step: Step, office: OfficeToAct, means: Means): Promise<boolean> {
  const { env, config, now, today } = means
  const at = now.getTime()
  const { office: row, name, actOn } = office
  const event = { at, office: row }
  switch (step.do) {
    case 'open': {
      const { dueOn } = step
      const { changes } = await batch(env.DB, [
        opened(row, dueOn, at),
        recordedIfChanged({ ...event, name: 'verification.opened', clause: 'III.H.1', detail: { dueOn } }),
      ])
      return changes[0] === 1
    }
    case 'prompt': {
      const whom = unprompted(office)
      const { dueOn } = step.course
      const latest = addDays(dueOn, config.policy.VERIFY_PROMPT_REACHES_WITHIN)
      // Afterwards it counts as received anyway, and the reminders tell the days.
      const expiresAt = startOfDay(addDays(latest > today ? latest : today, 1), config.zone).getTime()
      const mails = await postAll(whom, means, (toManager) => ({ name: 'verification-due', office: name, toManager }), {
        promptOf: office.verification!,
        expiresAt,
      })
      return tell(means, mails, [
        actedOn(row, actOn, addDays(today, 1)),
        recordedOrNothing({
          ...event,
          name: 'verification.prompted',
          clause: 'III.H.1',
          detail: { dueOn, people: whom.length },
        }),
      ])
    }
    case 'receive': {
      const { dueOn, on, how } = step
      return receive(env.DB, { office: row, dueOn, on, how }, config.policy, { at, by: null })
    }
    case 'remind': {
      const { day, promptedOn, course } = step
      const { completeBy, suspendsOn } = course
      const left = daysBetween(today, completeBy)
      const told = { name: 'verification-reminder', office: name, left, completeBy, suspendsOn } as const
      const mails = await postAll(recipientsOf(office), means, (toManager) => ({ ...told, toManager }), {
        // From then on it would tell what is over.
        expiresAt: startOfDay(suspendsOn, config.zone).getTime(),
      })
      return tell(means, mails, [
        remindedOf(office.verification!, day),
        recordedOrNothing({ ...event, name: 'verification.reminded', clause: 'III.H.1', detail: { day } }),
        actsOn(row, nextActOn(promptedOn, day, config.policy)),
      ])
    }
    case 'suspend': {
      const mails = await postAll(recipientsOf(office), means, (toManager) => ({
        name: 'office-suspended',
        office: name,
        toManager,
      }))
      return suspendUnverified(office, means, mails)
    }
    case 'wait':
      await batch(env.DB, [actedOn(row, actOn, step.until)])
      return true
    default:
      return step satisfies never
  }
}

/** III.H.3. Taken back as a whole if the verification was completed at this very moment. */
async function suspendUnverified(
  { office, verification }: OfficeToAct,
  { env, config, now }: Means,
  mails: readonly Posting[],
): Promise<boolean> {
  const at = now.getTime()
  const also = [
    remindedOf(verification!, config.policy.VERIFY_SUSPENDS_AFTER + 1),
    recordedOrNothing({ name: 'verification.overdue', at, office, clause: 'III.H.3' }),
    actsOn(office, null),
    ...mails.map(({ statement }) => statement),
  ]
  try {
    await suspend(env.DB, { office }, { at, by: null }, also)
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return false
  }
  await dispatch(env.MAIL, mails)
  return true
}

/** Writes the change and its mails in one batch; false if it was taken back. */
async function tell({ env }: Means, mails: readonly Posting[], change: readonly Prepared<never>[]): Promise<boolean> {
  try {
    await batch(env.DB, [...change, ...mails.map(({ statement }) => statement)])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return false
  }
  await dispatch(env.MAIL, mails)
  return true
}

function postAll(
  whom: readonly Recipient[],
  { config, now }: Means,
  told: (toManager: boolean) => Told,
  more: { promptOf?: number; expiresAt?: number } = {},
): Promise<Posting[]> {
  return Promise.all(
    whom.map((to) =>
      post({ ...told(!('account' in to)), ...more, to, channel: 'email' }, now.getTime(), config.sealKeys),
    ),
  )
}

const ALARMED_AT_ONCE = 200

/** Tells the Enterprise Administrators, from the day after it fell due, whose prompt nobody has; answers of how many offices. */
async function alarm(means: Means): Promise<number> {
  const { env, config, now, today } = means
  const at = now.getTime()
  const { rows } = await batch(env.DB, [unreceived(today, ALARMED_AT_ONCE), enterpriseAdministrators])
  const offices = JSON.stringify(rows[0].map(({ office }) => office))
  const count = rows[0].length
  if (count === 0) return 0
  const mails = await Promise.all(
    rows[1].map(({ account }) =>
      post({ name: 'verifications-unreceived', count, to: { account }, channel: 'email' }, at, config.sealKeys),
    ),
  )
  const told = await tell(means, mails, [
    alarmed(offices, at),
    recordedOrNothing({ name: 'verification.alarmed', at, clause: 'III.H.1', detail: { offices: count } }),
  ])
  return told ? count : 0
}
