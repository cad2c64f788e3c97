/** How long a front desk waits for the eligibility of a whole day's list: 500 members in one go, as a browser without scripts asks. */
import { batch, prepared } from '../src/db/client.ts'
import { start } from './contestant.ts'
import { PASSWORD, people, settle } from './plan.ts'
import { median } from './rounds.ts'
import { Visitor } from './visitor.ts'

const ROUNDS = 7
const ROWS = 500
const EMAIL = 'clerk@office.example'
const PAGE = '/eligibility-checks'

/** Seconds of the clock from sending the list to the page with its answers. Every round but the first has a check before it to be compared with. */
export async function measureEligibility(): Promise<{ seconds: number; most: number; rounds: number }> {
  const portal = await start('src/index.ts')
  try {
    const db = await portal.database()
    await settle(db)
    await batch(db, [
      prepared(
        `INSERT INTO coverage (source_id, member_source_id, member_id, plan_name, product, network, status, starts_on, copay_cents, as_of)
         SELECT 'coverage-' || id, source_id, id, 'Plan ' || id % 7, 'HMO', 'Network', 'active', '2020-01-01', 2500, 0 FROM member`,
      ),
    ])
    const [device = ''] = await people(db, [EMAIL])
    const clerk = new Visitor(portal.url)
    clerk.cookies.set('__Host-device', device)
    if ((await clerk.signIn(EMAIL, PASSWORD)).location !== '/home') throw new Error('the clerk could not sign in')
    const { rows } = await batch(db, [
      prepared<{ number: string; lastName: string; birthDate: string }>(
        'SELECT member_number AS number, last_name AS lastName, birth_date AS birthDate FROM member WHERE id % 10 = 0 LIMIT ?',
        ROWS,
      ),
    ])
    // One half by number, the other by name.
    const list = rows[0].map((one, n) => (n % 2 === 0 ? `${one.number},,` : `,${one.lastName},${one.birthDate}`))
    const csrf = /name="csrf" value="([^"]+)"/.exec((await clerk.ask(PAGE)).body)?.[1] ?? ''
    const took: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const sent = await clerk.ask(PAGE, {
        csrf,
        list: `Member ID,Last name,DOB\n${list.join('\n')}`,
        on: '2026-05-05',
        name: '',
      })
      const shown = await clerk.ask(sent.location)
      if (!/<dt>Eligible<\/dt>\s*<dd>500</.test(shown.body))
        throw new Error(`the list was not answered: ${sent.status}`)
      took.push((sent.ms + shown.ms) / 1000)
    }
    return { seconds: median(took), most: Math.max(...took), rounds: ROUNDS }
  } finally {
    await portal.stop()
  }
}
