/** From the queue to the provider: an outbox row becomes words and goes out (once, as far as a queue can). */
import { recordedIfChanged } from '../audit/statement.ts'
import { type Config, readConfig } from '../config.ts'
import { batch } from '../db/client.ts'
import { unseal } from '../seal.ts'
import { telephone } from '../../views/format.ts'
import { htmlOf, textOf } from '../../views/mail/layout.tsx'
import type { MailFrame, MailWords } from '../../views/mail/letter.ts'
import { invitationMail } from '../../views/invitations/mail/invitation.tsx'
import { agreementCopyMail } from '../../views/onboarding/mail/agreement-copy.tsx'
import { officeAcceptedMail } from '../../views/onboarding/mail/office-accepted.tsx'
import { officeRejectedMail } from '../../views/onboarding/mail/office-rejected.tsx'
import { officeRequestWaitingMail } from '../../views/onboarding/mail/office-request-waiting.tsx'
import { passwordSetMail } from '../../views/passwords/mail/password-set.tsx'
import { accountApprovedMail } from '../../views/registration/mail/account-approved.tsx'
import { alreadyRegisteredMail } from '../../views/registration/mail/already-registered.tsx'
import { registrationLinkMail } from '../../views/registration/mail/registration-link.tsx'
import { registrationSentMail } from '../../views/registration/mail/registration-sent.tsx'
import { registrationWaitingMail } from '../../views/registration/mail/registration-waiting.tsx'
import { requestWaitingMail } from '../../views/registration/mail/request-waiting.tsx'
import { accountLockedMail } from '../../views/sign-in/mail/account-locked.tsx'
import { devicesRevokedMail } from '../../views/sign-in/mail/devices-revoked.tsx'
import { passcodeMail } from '../../views/sign-in/mail/passcode.tsx'
import { trainingDueMail } from '../../views/training/mail/training-due.tsx'
import type { Told } from './messages.ts'
import { markDead, markSent, type Sealed, waiting, type Waiting } from './outbox.ts'
import { carry } from './provider.ts'

/** Delivers the message of that id. Throws if the provider could not take it, so the queue asks again. */
export async function deliver(id: string, env: Env, now: Date): Promise<void> {
  const message = await waiting(env.DB, id)
  // Sent before, given up, or the queue was quicker than it should be: the sweep brings it again.
  if (!message) return
  const config = readConfig(env)
  if (message.expiresAt !== null && message.expiresAt <= now.getTime()) return giveUp(id, env, now, 'expired')
  const { told, to } = await open(message, config)
  const address = to?.address ?? (message.channel === 'email' ? message.email : message.mobile)
  if (address === null) return giveUp(id, env, now, 'no-mobile')
  const { plan, origin } = config
  const firstName = to?.firstName ?? message.firstName ?? ''
  const frame = { plan: plan.name, telephone: telephone(plan.telephone), firstName, origin }
  const words = wordsOf(told, frame, config)
  const letter = {
    id,
    channel: message.channel,
    to: address,
    subject: words.subject,
    text: message.channel === 'text' ? (words.short ?? words.subject) : textOf(words),
    html: htmlOf(words, frame),
    code: 'code' in told ? told.code : null,
    link: words.body.flatMap((part) => (typeof part === 'object' && 'href' in part ? [part.href] : []))[0] ?? null,
  }
  await carry(letter, env, now)
  await batch(env.DB, [
    markSent(id, now.getTime()),
    recordedIfChanged({ name: 'mail.sent', at: now.getTime(), subject: message.account, record: id }),
  ])
}

/** A message that no provider took in so long is given up. */
const WAITS_AT_MOST_MS = 24 * 60 * 60_000

/** The queue has tried often enough: the sweep brings the message again each hour until it is a day old or expired. */
export async function putOff(id: string, env: Env, now: Date): Promise<void> {
  const message = await waiting(env.DB, id)
  if (!message) return
  if (message.expiresAt !== null && message.expiresAt <= now.getTime()) return giveUp(id, env, now, 'expired')
  if (message.createdAt <= now.getTime() - WAITS_AT_MOST_MS) await giveUp(id, env, now, 'undeliverable')
}

/** Gives a message up and forgets its code. */
async function giveUp(id: string, env: Env, now: Date, reason: string): Promise<void> {
  await batch(env.DB, [
    markDead(id, now.getTime(), reason),
    recordedIfChanged({ name: 'mail.failed', at: now.getTime(), record: id, detail: { reason } }),
  ])
}

async function open(message: Waiting, config: Config): Promise<Sealed> {
  const opened = (await unseal(message.sealed ?? '', config.sealKeys, 'outbox', message.id)) as Sealed | null
  if (!opened) throw new Error('a sealed message does not open')
  return opened
}

function wordsOf(told: Told, frame: MailFrame, { policy, zone }: Config): MailWords {
  switch (told.name) {
    case 'passcode':
      return passcodeMail({ ...frame, code: told.code, minutes: policy.PASSCODE_LASTS })
    case 'account-locked':
      return accountLockedMail({ ...frame, failures: policy.LOCK_AFTER_FAILURES })
    case 'password-set':
      return passwordSetMail(frame)
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
    case 'training-due':
      return trainingDueMail({ ...frame, dueOn: told.dueOn })
    default:
      return told satisfies never
  }
}
