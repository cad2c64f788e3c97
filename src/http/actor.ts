/** Who is acting: a signed-in person as handlers know them. */
import type { Department } from '../accounts/account.ts'
import type { SessionKey } from '../session-key.ts'
import type { Facts, MembershipFacts } from '../standing/facts.ts'
import type { Gate } from '../standing/standing.ts'
import type { Rightful } from '../roles/rules.ts'

export type Actor = Rightful & {
  /** The account's row. */
  account: number
  email: string
  name: string
  department: Department | null
  /** What comes before everything else; null: nothing. */
  gate: Gate | null
  /** The membership worked through; null for staff. */
  membership: MembershipFacts | null
  /** All of the person's memberships, live or not, for the switcher. */
  facts: Facts
  /** The session's row and key, and the seconds until it closes if nothing is done. */
  session: { row: number; key: SessionKey; secondsLeft: number; device: string }
  /** The token of the person's forms. */
  csrf: string
}
