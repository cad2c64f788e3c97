/** Offices whose verification falls due, and what was decided about their users. */
import { addDays } from '../../src/policy/calendar.ts'
import { anOffice, today } from './people.ts'
import { aMemberOf, rowsOf } from './requests.ts'

let nth = 0

/** An office whose verification falls due today, with so many administrators and users. */
export async function due({ loas = 1, users = 2, dueOn = today() } = {}) {
  const office = await anOffice('Due Office', { accessOn: addDays(dueOn, -45), verifyDueOn: dueOn })
  const people = async (count: number, isLoa: boolean) => {
    const made = []
    for (let n = 0; n < count; n += 1)
      made.push(await aMemberOf(office, { email: `v${(nth += 1)}@due.example`, isLoa, roles: isLoa ? [] : ['claims'] }))
    return made
  }
  return { office, loas: await people(loas, true), users: await people(users, false) }
}

/** What was decided about whom, in that order. */
export const cardsOf = (office: number) =>
  rowsOf(
    `SELECT m.public_id AS id, c.decision AS decision, c.decided_by AS by FROM verification_card c JOIN membership m ON m.id = c.membership_id
     WHERE m.office_id = ? ORDER BY c.decided_at, m.id`,
    office,
  )

/** The page as one reads it. */
export const textOf = async (answer: Response) => (await answer.text()).replaceAll('&#39;', "'")
