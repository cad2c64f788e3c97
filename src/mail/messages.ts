/** Every message the portal sends. A new one starts here; its words are in `views/<feature>/mail/`. */
import type { Channel } from '../mail-config.ts'
import type { AgreementCopy } from './agreement-copy.ts'

/** What changed of the ways by which somebody signs in. */
export type SignInChange =
  | `${'passkey' | 'app'}-${'added' | 'removed'}`
  | `passkey-${'renamed' | 'copied'}`
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'second-factors-removed'
  | 'device-revoked'
  | 'sessions-ended'
  | `identity-${'linked' | 'unlinked'}`

/** To whom: an account, or somebody who has none. */
export type Recipient = { account: number } | { address: string; firstName: string }

/** What a message says, by its name. All but the name is sealed in the outbox until it was sent. */
export type Told =
  /** III.F.3 */
  | { name: 'passcode'; code: string }
  /** III.F.1.c.i: somebody forgot their password. `link` opens the page where the code is typed. */
  | { name: 'reset'; code: string; link: string }
  /** III.E.4: the way out, and "this wasn't me". */
  | { name: 'account-locked' }
  /** III.E.4.a: an Enterprise Administrator unlocked it; "this wasn't me". */
  | { name: 'account-unlocked' }
  /** III.M.2: an Enterprise Administrator disabled or ended the account. */
  | { name: 'account-closed'; how: 'disabled' | 'terminated' }
  /** III.K.8, III.M.2: the account is given back; "this wasn't me". `asksAnew`: its access to offices has ended. */
  | { name: 'account-reinstated'; asksAnew: boolean }
  /** III.M.2, III.H.5: the access through an office is given back. */
  | { name: 'access-reinstated'; office: string }
  /** III.D: a password was set, changed or reset; "this wasn't me". */
  | { name: 'password-set' }
  /** III.D.5: the password ends soon, on that day (ISO). */
  | { name: 'password-ends'; endsOn: string }
  /** III.M.1: the account was not used for long; from that day (ISO) on it is closed. */
  | { name: 'dormancy-near'; dormantOn: string }
  /** III.J.1: the yearly training is due on that day. */
  | { name: 'training-due'; dueOn: string }
  /** III.A.1.a: the whole agreement as it was signed, to the office's manager. */
  | { name: 'agreement-copy'; request: string; copy: AgreementCopy }
  /** III.A.1.a: an office waits for the plan's decision. */
  | { name: 'office-request-waiting'; request: string; office: string }
  /** III.A.1.a: from that day on; the LOAs in words. */
  | { name: 'office-accepted'; office: string; on: string; nominees: string[] }
  | { name: 'office-rejected'; office: string; reason: string }
  /** III.C.3: somebody tried to register an address that has an account; `office`: one that invited them. */
  | { name: 'already-registered'; office: string | null }
  /** The same, while a request of the address waits. */
  | { name: 'registration-waiting' }
  /** The way back into a registration. A link is its value alone: the address it leads to is built from the configured origin (T10). */
  | { name: 'registration-link'; link: string }
  /** III.B.1, III.B.2: the request is with those who decide. */
  | { name: 'registration-sent'; office: string; by: 'loa' | 'plan' }
  /** III.B.1: to the office's Local Office Administrators. */
  | { name: 'request-waiting'; office: string }
  /** III.A.1.b: to register as an office's Local Office Administrator, or as staff of the plan. */
  | { name: 'invitation'; link: string; office: string | null }
  /** III.B.4: the account is approved; `link` sets its password, null where it has one. */
  | { name: 'account-approved'; link: string | null }
  /** III.B.4: somebody with an account got access to a further office, or administers one now. */
  | { name: 'access-approved'; office: string; isLoa: boolean }
  /** III.B.5, with the reason. */
  | { name: 'request-denied'; office: string; reason: string }
  /** III.B.1: to an LOA, of requests that wait for so many days. */
  | { name: 'requests-still-waiting'; office: string; days: number }
  /** III.B.2: to the Enterprise Administrators, of requests that wait for so many days. */
  | { name: 'requests-waiting-long'; days: number }
  /** III.H.1: an office's users are to be verified. `toManager`: the office has no administrator. */
  | { name: 'verification-due'; office: string; toManager: boolean }
  /** III.H.1: they still are; `left` days up to and including the last one, below 0 once it is over. */
  | {
      name: 'verification-reminder'
      office: string
      toManager: boolean
      left: number
      completeBy: string
      suspendsOn: string
    }
  /** III.H.1: to the Enterprise Administrators: so many offices' prompts nobody has received. */
  | { name: 'verifications-unreceived'; count: number }
  /** III.H.3 */
  | { name: 'office-suspended'; office: string; toManager: boolean }
  /** III.H.5: to e-business: the plan verified a suspended office's users (the verification's public id). */
  | { name: 'office-to-reinstate'; verification: string }
  /** III.H.5 */
  | { name: 'office-reinstated'; office: string; toManager: boolean }
  /** III.M.3: to e-business, of a report of late revocation (its public id). */
  | { name: 'late-revocation'; report: string }
  /** III.M.3: to the privacy office, of a report that e-business referred to it. */
  | { name: 'revocation-referred'; report: string }
  /** III.G.1: the mobile telephone that passcodes go to is another, or none. */
  | { name: 'mobile-changed'; removed: boolean }
  /** III.F.2.b: the security questions are others. */
  | { name: 'questions-changed' }
  /** Beyond the policy: any change of the ways by which the person signs in; "this wasn't me". */
  | { name: 'sign-in-changed'; what: SignInChange }
  /** Requirements, section 13: an office's directory announces somebody who has no account; they register themself. */
  | { name: 'directory-announced' }
  /** Section 12: something that somebody submitted has a new status; of whom and what is not said. */
  | { name: 'referral-status' }
  /** A device's cookie was seen in two places: every device was forgotten. */
  | { name: 'devices-revoked' }

/** A message to post. */
export type Message = Told & {
  to: Recipient
  channel: Channel
  /** III.H.1: the row of the verification that it prompts for: the day it was sent is the day of the receipt. */
  promptOf?: number
  /** After this instant (ms) it isn't sent any more: a passcode that has expired. */
  expiresAt?: number
}
