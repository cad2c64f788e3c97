/** Sends a complete registration to those who decide (III.B.1, III.B.2); invited staff are admitted at once. */
import { recordedIfChanged } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import { dispatch, type Posting, postIfChanged } from '../mail/outbox.ts'
import { dayOf } from '../policy/calendar.ts'
import { done, refused, type Result } from '../result.ts'
import { admit } from './admit.ts'
import type { Act, Registration } from './registration.ts'
import { besidesVoid, requestMade, sendingFacts, type SendingFacts, sent } from './requests/store.ts'
import { routeOf } from './rules.ts'

type Means = { db: Database; mail: Queue; config: Config }

/** What goes with the sending: statements that hold only if it happened, and the mails. */
type Consequences = { statements: Prepared<never>[]; mails: Posting[] }

/**
 * Sends the registration, whose steps are all done. Once: of many at a time one wins (T9), and what else was begun with the
 * address is void. Refused when it was sent or ended before, or its office or invitation is gone meanwhile (T16).
 */
export async function submit(
  means: Means,
  registration: Registration,
  act: Act,
): Promise<Result<'sent', 'changed-meanwhile'>> {
  const { db, config, mail } = means
  const { at } = act
  const today = dayOf(new Date(at), config.zone)
  const { rows } = await batch(db, [sendingFacts(registration.row, today)])
  const facts = rows[0][0]!
  const department = registration.invitation?.department
  const { statements, mails } = department
    ? await admission(config, registration, facts, department, act)
    : await request(config, registration, facts, at)
  const { changes } = await batch(db, [
    sent(registration.row, today, at),
    recordedIfChanged({
      name: 'registration.sent',
      at,
      ip: act.ip ?? null,
      request: act.request ?? null,
      device: act.device ?? null,
      office: registration.office?.row ?? null,
      record: registration.id,
      clause: 'III.B.1',
    }),
    ...statements,
    ...besidesVoid(registration.row, at),
  ])
  if (changes[0] !== 1) return refused('changed-meanwhile')
  await dispatch(mail, mails)
  return done('sent')
}

async function request(
  { sealKeys }: Config,
  { row, email: address, person, office, invitation }: Registration,
  facts: SendingFacts,
  at: number,
): Promise<Consequences> {
  const name = office?.name ?? ''
  const loas = JSON.parse(facts.loas) as number[]
  const by = routeOf({ officeHasLoa: loas.length > 0, wantsLoa: invitation !== null })
  const own = { name: 'registration-sent', office: name, by, to: { address, firstName: person.firstName } } as const
  const mails = await Promise.all([
    postIfChanged({ ...own, channel: 'email' }, at, sealKeys),
    ...(by === 'loa' ? loas : []).map((account) =>
      postIfChanged({ name: 'request-waiting', office: name, to: { account }, channel: 'email' }, at, sealKeys),
    ),
  ])
  return {
    statements: [requestMade(row, newId('access-request'), at), ...mails.map(({ statement }) => statement)],
    mails,
  }
}

/** The invitation was the Enterprise Administrator's decision. */
async function admission(
  config: Config,
  { row, id, email, guard, person }: Registration,
  { hasPassword }: SendingFacts,
  department: NonNullable<NonNullable<Registration['invitation']>['department']>,
  act: Act,
): Promise<Consequences> {
  const { firstName, lastName } = person
  const registrant = { row, id, email, guard, firstName, lastName, hasPassword }
  const { statements, mail } = await admit(config, registrant, { department }, act)
  return { statements, mails: [mail] }
}
