/** From the queue to the provider: an outbox row becomes words and goes out (once, as far as a queue can). */
import { recordedIfChanged } from '../audit/statement.ts'
import { type Config, readConfig } from '../config.ts'
import { batch } from '../db/client.ts'
import { kindOf } from '../errors.ts'
import type { Channel } from '../mail-config.ts'
import { unseal } from '../seal.ts'
import { telephone } from '../../views/format.ts'
import { htmlOf, textOf } from '../../views/mail/layout.tsx'
import type { MailFrame, MailWords } from '../../views/mail/letter.ts'
import { accessReinstatedMail } from '../../views/accounts/mail/access-reinstated.tsx'
import { accountClosedMail } from '../../views/accounts/mail/account-closed.tsx'
import { accountReinstatedMail } from '../../views/accounts/mail/account-reinstated.tsx'
import { accountUnlockedMail } from '../../views/accounts/mail/account-unlocked.tsx'
import { passwordEndsMail } from '../../views/passwords/mail/password-ends.tsx'
import { passwordSetMail } from '../../views/passwords/mail/password-set.tsx'
import { resetMail } from '../../views/passwords/mail/reset.tsx'
import { dormancyNearMail } from '../../views/dormancy/mail/dormancy-near.tsx'
import { accessApprovedMail } from '../../views/approval/mail/access-approved.tsx'
import { requestDeniedMail } from '../../views/approval/mail/request-denied.tsx'
import { requestsStillWaitingMail } from '../../views/approval/mail/requests-still-waiting.tsx'
import { requestsWaitingLongMail } from '../../views/approval/mail/requests-waiting-long.tsx'
import { invitationMail } from '../../views/invitations/mail/invitation.tsx'
import { agreementCopyMail } from '../../views/onboarding/mail/agreement-copy.tsx'
import { officeAcceptedMail } from '../../views/onboarding/mail/office-accepted.tsx'
import { officeRejectedMail } from '../../views/onboarding/mail/office-rejected.tsx'
import { officeRequestWaitingMail } from '../../views/onboarding/mail/office-request-waiting.tsx'
import { directoryAnnouncedMail } from '../../views/registration/mail/directory-announced.tsx'
import { accountApprovedMail } from '../../views/registration/mail/account-approved.tsx'
import { mobileChangedMail } from '../../views/profile/mail/mobile-changed.tsx'
import { signInChangedMail } from '../../views/profile/mail/sign-in-changed.tsx'
import { questionsChangedMail } from '../../views/profile/mail/questions-changed.tsx'
import { referralStatusMail } from '../../views/referrals/mail/referral-status.tsx'
import { alreadyRegisteredMail } from '../../views/registration/mail/already-registered.tsx'
import { registrationLinkMail } from '../../views/registration/mail/registration-link.tsx'
import { registrationSentMail } from '../../views/registration/mail/registration-sent.tsx'
import { registrationWaitingMail } from '../../views/registration/mail/registration-waiting.tsx'
import { requestWaitingMail } from '../../views/registration/mail/request-waiting.tsx'
import { accountLockedMail } from '../../views/sign-in/mail/account-locked.tsx'
import { devicesRevokedMail } from '../../views/sign-in/mail/devices-revoked.tsx'
import { passcodeMail } from '../../views/sign-in/mail/passcode.tsx'
import { officeReinstatedMail } from '../../views/suspension/mail/office-reinstated.tsx'
import { officeSuspendedMail } from '../../views/suspension/mail/office-suspended.tsx'
import { officeToReinstateMail } from '../../views/suspension/mail/office-to-reinstate.tsx'
import { lateRevocationMail } from '../../views/termination/mail/late-revocation.tsx'
import { revocationReferredMail } from '../../views/termination/mail/revocation-referred.tsx'
import { trainingDueMail } from '../../views/training/mail/training-due.tsx'
import { verificationDueMail } from '../../views/verification/mail/verification-due.tsx'
import { verificationReminderMail } from '../../views/verification/mail/verification-reminder.tsx'
import { verificationsUnreceivedMail } from '../../views/verification/mail/verifications-unreceived.tsx'
import { carry, channelsCarried } from './carry.ts'
import type { Told } from './messages.ts'
import { markDead, markSent, postponed, type Sealed, take, waiting, type Waiting } from './outbox.ts'
import type { Letter, Outcome } from './provider.ts'
import { addressFor, type DeadReason, endOf, oneLine, waitSeconds } from './rules.ts'

/** What came of a ticket: nothing is left to do with it; or it comes again, after a try of which `seen` goes into the log. */
export type Delivery = { done: true } | { done: false; againInSeconds: number; seen?: string }

const done: Delivery = { done: true }

/** The longest message sealed: a copy of a whole agreement, of which a form posts 64 KB at most. */
const LONGEST = 256 * 1024

/** Tries to deliver the message of that id. Throws if the database fails, so that the queue asks again. */
export async function deliver(id: string, env: Env, now: Date): Promise<Delivery> {
  const config = readConfig(env)
  const at = now.getTime()
  const { message, isOurs } = await take(env.DB, id, at, channelsCarried(config))
  // Sent before, given up, or the queue was quicker than it should be: the sweep brings it again.
  if (!message) return done
  if (!isOurs && message.nextAt !== null && message.nextAt > at) {
    return { done: false, againInSeconds: Math.ceil((message.nextAt - at) / 1000) }
  }
  const end = endOf(message, at)
  if (end) return giveUp(message, env, at, end)
  // Nobody carries this channel yet: the sweep brings it again.
  if (!isOurs) return done
  return settle(message, await attempt(message, config, env, now), env, at)
}

/** One try. A fault of ours is tried again like one of the provider's. */
async function attempt(message: Waiting, config: Config, env: Env, now: Date): Promise<Outcome | { dead: DeadReason }> {
  try {
    const { told, to: person } = await open(message, config)
    const own = message.channel === 'email' ? message.email : message.mobile
    const address = addressFor(message.channel, person?.address ?? own)
    if ('dead' in address) return address
    const firstName = person?.firstName ?? message.firstName ?? ''
    return await carry({ ...letterOf(told, firstName, message.channel, config), ...address, id: message.id }, env, now)
  } catch (failure) {
    return { is: 'later', seen: kindOf(failure), afterSeconds: null }
  }
}

async function settle(
  message: Waiting,
  outcome: Outcome | { dead: DeadReason },
  env: Env,
  at: number,
): Promise<Delivery> {
  if ('dead' in outcome) return giveUp(message, env, at, outcome.dead)
  const { id } = message
  switch (outcome.is) {
    case 'taken':
      await batch(env.DB, [
        markSent(id, at),
        recordedIfChanged({ name: 'mail.sent', at, subject: message.account, record: id }),
      ])
      return done
    case 'refused':
      return giveUp(message, env, at, 'refused')
    case 'later': {
      const wait = waitSeconds(message.tries + 1, outcome.afterSeconds)
      await batch(env.DB, [postponed(id, at + wait * 1000)])
      return { done: false, againInSeconds: wait, seen: outcome.seen }
    }
    default:
      return outcome satisfies never
  }
}

/** The queue has tried as often as it does: the sweep brings the message again each hour until its end. */
export async function putOff(id: string, env: Env, now: Date): Promise<void> {
  const message = await waiting(env.DB, id)
  const end = message && endOf(message, now.getTime())
  if (end) await giveUp(message, env, now.getTime(), end)
}

async function giveUp(message: Waiting, env: Env, at: number, reason: DeadReason): Promise<Delivery> {
  await batch(env.DB, [
    markDead(message.id, at, reason),
    recordedIfChanged({ name: 'mail.failed', at, subject: message.account, record: message.id, detail: { reason } }),
  ])
  return done
}

async function open(message: Waiting, config: Config): Promise<Sealed> {
  const opened = (await unseal(message.sealed ?? '', config.sealKeys, 'outbox', message.id, LONGEST)) as Sealed | null
  if (!opened) throw new Error('a sealed message does not open')
  return opened
}

/** What the message says to somebody of that first name, as a letter without address and id. */
export function letterOf(told: Told, firstName: string, channel: Channel, config: Config): Omit<Letter, 'id' | 'to'> {
  const frame = frameOf(firstName, config)
  const words = wordsOf(told, frame, config)
  const subject = oneLine(words.subject)
  return {
    channel,
    subject,
    text: channel === 'text' ? (words.short ?? subject) : textOf(words, frame),
    html: htmlOf(words, frame),
    code: 'code' in told ? told.code : null,
    link: words.body.flatMap((part) => (typeof part === 'object' && 'href' in part ? [part.href] : []))[0] ?? null,
  }
}

/** What every message knows of the plan and its reader. */
export function frameOf(firstName: string, { plan, origin }: Config): MailFrame {
  return { plan: plan.name, telephone: telephone(plan.telephone), firstName, origin }
}

/** The words of each message: a new one gets its line here. */
export function wordsOf(told: Told, frame: MailFrame, { policy, zone }: Config): MailWords {
  switch (told.name) {
    case 'passcode':
      return passcodeMail({ ...frame, code: told.code, minutes: policy.PASSCODE_LASTS })
    case 'reset':
      return resetMail({
        ...frame,
        code: told.code,
        link: told.link,
        minutes: policy.PASSCODE_LASTS,
        linkMinutes: policy.SIGN_IN_FLOW_LASTS,
      })
    case 'account-locked':
      return accountLockedMail({ ...frame, failures: policy.LOCK_AFTER_FAILURES })
    case 'account-unlocked':
      return accountUnlockedMail(frame)
    case 'account-closed':
      return accountClosedMail({ ...frame, how: told.how })
    case 'account-reinstated':
      return accountReinstatedMail({ ...frame, asksAnew: told.asksAnew })
    case 'access-reinstated':
      return accessReinstatedMail({ ...frame, office: told.office })
    case 'password-set':
      return passwordSetMail(frame)
    case 'password-ends':
      return passwordEndsMail({ ...frame, endsOn: told.endsOn })
    case 'already-registered':
      return alreadyRegisteredMail({ ...frame, office: told.office })
    case 'registration-waiting':
      return registrationWaitingMail(frame)
    case 'registration-link':
      return registrationLinkMail({ ...frame, link: told.link, days: policy.REGISTRATION_LINK_LASTS })
    case 'registration-sent':
      return registrationSentMail({ ...frame, office: told.office, by: told.by })
    case 'request-waiting':
      return requestWaitingMail({ ...frame, office: told.office })
    case 'invitation':
      return invitationMail({ ...frame, link: told.link, office: told.office, days: policy.INVITATION_LASTS })
    case 'account-approved':
      return accountApprovedMail({ ...frame, link: told.link, hours: policy.SET_UP_LINK_LASTS })
    case 'mobile-changed':
      return mobileChangedMail({ ...frame, removed: told.removed })
    case 'sign-in-changed':
      return signInChangedMail({ ...frame, what: told.what })
    case 'directory-announced':
      return directoryAnnouncedMail(frame)
    case 'referral-status':
      return referralStatusMail(frame)
    case 'questions-changed':
      return questionsChangedMail(frame)
    case 'devices-revoked':
      return devicesRevokedMail(frame)
    case 'agreement-copy':
      return agreementCopyMail({ ...frame, copy: told.copy, zone })
    case 'office-request-waiting':
      return officeRequestWaitingMail({ ...frame, request: told.request, office: told.office })
    case 'office-accepted':
      return officeAcceptedMail({ ...frame, office: told.office, on: told.on, nominees: told.nominees })
    case 'office-rejected':
      return officeRejectedMail({ ...frame, office: told.office, reason: told.reason })
    case 'access-approved':
      return accessApprovedMail({ ...frame, ...told })
    case 'request-denied':
      return requestDeniedMail({ ...frame, ...told })
    case 'requests-still-waiting':
      return requestsStillWaitingMail({ ...frame, ...told })
    case 'requests-waiting-long':
      return requestsWaitingLongMail({ ...frame, ...told })
    case 'verification-due':
      return verificationDueMail({ ...frame, ...told, days: policy.VERIFY_RESTRICTS_AFTER })
    case 'verification-reminder':
      return verificationReminderMail({ ...frame, ...told })
    case 'verifications-unreceived':
      return verificationsUnreceivedMail({
        ...frame,
        count: told.count,
        days: policy.VERIFY_PROMPT_REACHES_WITHIN,
      })
    case 'office-suspended':
      return officeSuspendedMail({ ...frame, ...told })
    case 'office-to-reinstate':
      return officeToReinstateMail({ ...frame, verification: told.verification })
    case 'office-reinstated':
      return officeReinstatedMail({ ...frame, ...told })
    case 'late-revocation':
      return lateRevocationMail({ ...frame, report: told.report })
    case 'revocation-referred':
      return revocationReferredMail({ ...frame, report: told.report })
    case 'dormancy-near':
      return dormancyNearMail({ ...frame, dormantOn: told.dormantOn })
    case 'training-due':
      return trainingDueMail({ ...frame, dueOn: told.dueOn })
    default:
      return told satisfies never
  }
}
