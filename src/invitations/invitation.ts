/** An invitation: to an office's future Local Office Administrator (III.A.1.b), or to staff of the plan. */
import type { Department } from '../accounts/account.ts'
import type { Id } from '../ids.ts'

/** Whom to invite; `email` in its normal form, `office` its row. */
export type Invitee = { email: string; firstName: string; lastName: string } & (
  | { office: number; officeName: string }
  | { department: Department }
)

/** An invitation as stored. Instants in ms UTC. */
export type Invitation = {
  row: number
  id: Id<'invitation'>
  email: string
  department: Department | null
  officeName: string | null
  /** 1: the office has access; 0: it has none, or none any more. */
  officeIsOpen: 0 | 1
  acceptedAt: number | null
  revokedAt: number | null
  expiresAt: number
}
