/** People of the demo who have registered and wait for their office's decision (III.B.1). */
import { type DemoRequest, REQUESTS } from '../../demo/people.ts'
import { guardName } from '../../src/accounts/email.ts'
import type { Config } from '../../src/config.ts'
import { batch, type Database, type Prepared, prepared } from '../../src/db/client.ts'
import { newId } from '../../src/ids.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'

const DAY_MS = 86_400_000

/** Makes the registrations and requests that are not there yet; `offices` are rows by Organization id, `at` in ms UTC. */
export async function requestDemo(
  db: Database,
  { namesKey }: Config,
  offices: Map<string, number>,
  today: Day,
  at: number,
): Promise<void> {
  await batch(
    db,
    REQUESTS.flatMap((request) =>
      waiting(request, guardName(namesKey, request.email), offices.get(request.office)!, today, at),
    ),
  )
}

function waiting(request: DemoRequest, guard: string, office: number, today: Day, at: number): Prepared<never>[] {
  const { email, firstName, lastName, jobTitle, jobDescription, sentDaysAgo } = request
  const sentAt = at - sentDaysAgo * DAY_MS
  const person = {
    firstName, lastName, street: '14 Mizzen Row', city: 'Port Alder', zip: '96190', telephone: '+18055550153', jobTitle, jobDescription,
  } // prettier-ignore
  return [
    prepared(
      `INSERT INTO registration (public_id, email, guard, created_at, proved_at, person, is_adult, office_id, agreement_id, agreed_at,
         agreed_ip, training_id, trained_on, trained_at, trained_ip, training_text, sent_at)
       SELECT ?1, ?2, ?3, ?4, ?4, ?5, 1, ?6, (SELECT max(id) FROM document WHERE kind = 'user-agreement' AND published_at IS NOT NULL), ?4, '',
         (SELECT max(id) FROM document WHERE kind = 'training' AND published_at IS NOT NULL), ?7, ?4, '', '', ?4
       WHERE NOT EXISTS (SELECT 1 FROM registration r WHERE r.guard = ?3) AND NOT EXISTS (SELECT 1 FROM account a WHERE a.guard = ?3)`,
      newId('registration'),
      email,
      guard,
      sentAt,
      JSON.stringify(person),
      office,
      addDays(today, -sentDaysAgo),
    ),
    prepared(
      `INSERT INTO access_request (public_id, office_id, registration_id, wants_loa, job_title, job_description, sent_at)
       SELECT ?, r.office_id, r.id, 0, r.person ->> 'jobTitle', r.person ->> 'jobDescription', r.sent_at
       FROM registration r WHERE r.guard = ? AND changes() > 0`,
      newId('access-request'),
      guard,
    ),
  ]
}
