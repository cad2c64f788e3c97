/** Sends the registrations of the demo plan, by the product's own statements, so that an LOA has requests to decide. */
import { REQUESTS, type DemoRequest } from '../../demo/people.ts'
import { guardName } from '../../src/accounts/email.ts'
import { recorded } from '../../src/audit/statement.ts'
import type { Config } from '../../src/config.ts'
import { batch, prepared } from '../../src/db/client.ts'
import { sectionsOf } from '../../src/documents/rules.ts'
import { documentInForce } from '../../src/documents/store.ts'
import { newId } from '../../src/ids.ts'
import { newLink } from '../../src/links/link.ts'
import { linkMade } from '../../src/links/store.ts'
import { hash } from '../../src/passwords/hash.ts'
import { dayOf } from '../../src/policy/calendar.ts'
import { openRegistration } from '../../src/registration/open.ts'
import { linkEnds } from '../../src/registration/rules.ts'
import {
  agreed,
  answered,
  begun,
  officeChosen,
  personSaved,
  proved,
  sectionPassed,
  trained,
} from '../../src/registration/store.ts'
import { submit } from '../../src/registration/submit.ts'
import { foldedAnswers, securityQuestions } from '../../src/second-factor/questions.ts'
import { attestationText } from '../../src/training/rules.ts'

const DAY = 24 * 60 * 60_000
const IP = '192.0.2.77'

/** Sends what is not there yet; answers how many were sent. */
export async function setUpRequests(env: Env, config: Config, now: Date): Promise<number> {
  const { rows } = await batch(env.DB, [
    prepared<{ email: string }>(
      'SELECT email AS email FROM registration WHERE email IS NOT NULL UNION SELECT email FROM account',
    ),
  ])
  const there = new Set(rows[0].map(({ email }) => email))
  const missing = REQUESTS.filter(({ email }) => !there.has(email))
  if (missing.length === 0) return 0
  const answers = await hash(foldedAnswers(['Birch Road', 'Wren', 'Pepper']), config.scryptCost)
  for (const request of missing) {
    await send(env, config, request, answers, new Date(now.getTime() - request.sentDaysAgo * DAY))
  }
  return missing.length
}

async function send(env: Env, config: Config, request: DemoRequest, answers: string, when: Date): Promise<void> {
  const at = when.getTime()
  const on = dayOf(when, config.zone)
  const { email, firstName, lastName, jobTitle, jobDescription } = request
  const guard = guardName(config.namesKey, email)
  const link = newLink(guard)
  const id = newId('registration')
  await batch(env.DB, [
    begun({ id, email, guard, invitation: null }, at),
    linkMade(link, 'registration', { registration: id }, at, linkEnds(at, config.policy)),
    recorded({ name: 'registration.begun', at, record: id, clause: 'III.A.1.c' }),
  ])
  const found = await batch(env.DB, [
    prepared<{ row: number }>('SELECT id AS row FROM registration WHERE public_id = ?', id),
    prepared<{ id: string }>('SELECT public_id AS id FROM office WHERE source_id = ?', request.office),
    documentInForce('user-agreement'),
    documentInForce('training'),
  ])
  const row = found.rows[0][0]!.row
  const [agreement, training] = [found.rows[2][0]!, found.rows[3][0]!]
  const sections = sectionsOf(training.body)
  const person = {
    firstName, lastName, street: '1 Harbor Walk', city: 'Port Alder', zip: '93001', telephone: '+18055550140', jobTitle, jobDescription,
  } // prettier-ignore
  const attestation = {
    training: training.row,
    count: sections.length,
    on,
    at,
    ip: IP,
    text: attestationText(training),
  }
  await batch(env.DB, [
    proved(row, at),
    personSaved(row, person),
    officeChosen(row, found.rows[1][0]!.id, on),
    agreed(row, agreement.id, at, IP),
    ...sections.map(({ number }) => sectionPassed(row, training.row, number)),
    trained(row, attestation),
    answered(row, securityQuestions.slice(0, config.policy.SECURITY_QUESTIONS_ASKED), answers),
  ])
  const opened = await openRegistration(env.DB, link, when, config.zone)
  if (!opened?.registration) throw new Error('a registration of the demo was not kept')
  const sent = await submit({ db: env.DB, mail: env.MAIL, config }, opened.registration, { at, by: null })
  if (!sent.ok) throw new Error('a registration of the demo could not be sent')
}
