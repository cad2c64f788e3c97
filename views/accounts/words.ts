import type { Department } from '../../src/accounts/account.ts'
import type { AccountKind, AccountState, ExportPurpose } from '../../src/staff/accounts/account-search.ts'
import type { Deed, DeedRefusal, MembershipDeed, MembershipState } from '../../src/staff/accounts/deed.ts'
import { departmentNames } from '../departments.ts'
import type { Feeling } from '../parts/status.tsx'
import type { ClosedWord } from '../standing/words.ts'

export const stateWords: Record<AccountState, { feeling: Feeling; word: string }> = {
  active: { feeling: 'good', word: 'Active' },
  locked: { feeling: 'bad', word: 'Locked' },
  dormant: { feeling: 'waiting', word: 'Not used for too long' },
  suspended: { feeling: 'bad', word: 'Suspended' },
  disabled: { feeling: 'bad', word: 'Disabled' },
  ended: { feeling: 'bad', word: 'Ended' },
  'no-office': { feeling: 'bad', word: 'No office' },
  'never-used': { feeling: 'neutral', word: 'Never used' },
  'no-password': { feeling: 'waiting', word: 'No password yet' },
  'password-ended': { feeling: 'waiting', word: 'Password ended' },
}

export const membershipStateWords: Record<MembershipState, { feeling: Feeling; word: string }> = {
  active: { feeling: 'good', word: 'Active' },
  unverified: { feeling: 'bad', word: 'Not verified in time' },
  disabled: { feeling: 'bad', word: 'Disabled' },
  ended: { feeling: 'bad', word: 'Ended' },
}

/** Through a closed account nobody works for any office. */
export const accountClosedState = { feeling: 'bad', word: 'Account closed' } as const

/** Where an account works: a department, or an office and how many more; marked where the access to it is closed. */
export function placeOf(account: {
  department: Department | null
  office: string | null
  closedFor: 'unverified' | 'disabled' | null
  offices: number
}): string | null {
  const { department, office, closedFor, offices } = account
  if (department) return departmentNames[department]
  if (office === null) return null
  const marked = closedFor ? `${office} (${membershipStateWords[closedFor].word.toLowerCase()})` : office
  return offices > 1 ? `${marked} and ${offices - 1} more` : marked
}

/** Why somebody with the right password doesn't come in, as it is told to others than them. */
export const closedWords: Record<ClosedWord, string> = {
  terminated: 'the account has ended',
  suspended: 'the account is suspended',
  disabled: 'the account is disabled',
  dormant: 'not used for too long',
  'no-office': 'they belong to no office',
  'membership-ended': 'their access ended',
  'membership-suspended': 'their access is suspended, since they were not verified in time',
  'membership-disabled': 'their access is disabled',
  'office-without-access': 'their office has no access yet',
  'office-suspended': 'their office is suspended',
  'office-terminated': 'their office is terminated',
}

/** What helps somebody whose account was not used for too long, or whose password has ended: to tell them on the telephone. */
export const tellWords = {
  dormant: 'Choose “Forgotten your password?” on the sign-in page: with a new password the account opens again.',
  'password-ended':
    'Sign in with the old password, and choose a new one there. Who doesn’t know it any more chooses “Forgotten your password?” on the sign-in page.',
}

export const kindWords: Record<AccountKind, string> = { office: 'Offices', staff: 'The plan' }

export const purposeWords: Record<ExportPurpose, string> = {
  'access-review': 'A review of who has access',
  investigation: 'An incident or an investigation',
  support: 'Helping people with their accounts',
}

/** What a page of a deed says: its title, what comes of it, and its button. */
export type DeedWords = {
  link: string
  title: (name: string, office: string) => string
  sentence: string
  reasonHint?: string
  dateLabel?: string
  button: string
  danger: boolean
}

export const deedWords: Record<Deed, DeedWords> = {
  unlocking: {
    link: 'Unlock',
    title: (name) => `Unlock ${name}`,
    sentence:
      'Passwords and codes are looked at again, from the first one on. The password stays as it is. The owner is told by e-mail.',
    reasonHint: 'Such as how you made sure that it is them who called.',
    button: 'Unlock',
    danger: false,
  },
  'set-up-link': {
    link: 'Send the set-up link again',
    title: (name) => `Send ${name} the set-up link`,
    sentence: 'A new link to choose the first password goes to the e-mail address. The links before it work no more.',
    button: 'Send the link',
    danger: false,
  },
  'session-end': {
    link: 'Sign out everywhere',
    title: (name) => `Sign ${name} out everywhere`,
    sentence: 'Every open session is closed at its next page. The person can sign in again at once.',
    button: 'Sign out everywhere',
    danger: true,
  },
  'device-revocation': {
    link: 'Forget known devices',
    title: (name) => `Forget the known devices of ${name}`,
    sentence: 'At the next sign-in a code is asked again, on every device.',
    button: 'Forget them',
    danger: true,
  },
  'second-factor-removal': {
    link: 'Remove passkeys, apps and recovery codes',
    title: (name) => `Remove the second factors of ${name}`,
    sentence:
      'For somebody who lost them all, such as with a telephone. Every passkey, authenticator app and recovery code stops working, known devices are forgotten, and every open session is closed. The password, and codes by e-mail or text message, stay. The owner is told by e-mail.',
    reasonHint: 'What was lost, and how you made sure that it is them who called.',
    button: 'Remove them all',
    danger: true,
  },
  suspension: {
    link: 'Suspend for an incident',
    title: (name) => `Suspend ${name}`,
    sentence:
      'For an incident or an investigation: the whole account is closed at once, for every office. No e-mail goes out; at the sign-in the person reads that the account is suspended and whom to call.',
    reasonHint: 'Which incident, and who asked for it.',
    button: 'Suspend',
    danger: true,
  },
  disabling: {
    link: 'Disable',
    title: (name) => `Disable ${name}`,
    sentence:
      'The account is closed until somebody opens it again, such as during a leave. The owner is told by e-mail. Has the person left, or another job? End the account, or the access to the office: that asks for the day.',
    button: 'Disable',
    danger: true,
  },
  termination: {
    link: 'End the account',
    title: (name) => `End the account of ${name}`,
    sentence:
      'The account and all its access to offices end today. The owner is told by e-mail. If the account is opened again one day, access to offices has to be asked for anew.',
    dateLabel: 'Employment ended on',
    button: 'End the account',
    danger: true,
  },
  reinstatement: {
    link: 'Open again',
    title: (name) => `Open the account of ${name} again`,
    sentence: 'The person can sign in again. Access to offices that ended stays ended. The owner is told by e-mail.',
    reasonHint: 'After a suspension: who of Privacy or Information Security asked for it.',
    button: 'Open again',
    danger: false,
  },
}

export const membershipDeedWords: Record<MembershipDeed, DeedWords> = {
  disabling: {
    link: 'Disable',
    title: (name, office) => `Disable ${name} for ${office}`,
    sentence: 'The access through this office is closed until somebody opens it again. Other offices stay.',
    dateLabel: 'The job changed on',
    button: 'Disable the access',
    danger: true,
  },
  end: {
    link: 'End',
    title: (name, office) => `End the access of ${name} for ${office}`,
    sentence:
      'The access through this office ends for good: whoever comes back asks for it anew. Other offices stay. A day to come takes hold on the day after it.',
    dateLabel: 'Employment ended on',
    button: 'End the access',
    danger: true,
  },
  reinstatement: {
    link: 'Open again',
    title: (name, office) => `Open the access of ${name} for ${office} again`,
    sentence: 'The person works for this office again, with the roles they had. The owner is told by e-mail.',
    button: 'Open again',
    danger: false,
  },
}

/** Why a deed can't be done, and what to do instead. */
export const refusalWords: Record<DeedRefusal, string> = {
  own: 'Nobody acts on their own account. Ask another Enterprise Administrator.',
  'not-locked': 'The account isn’t locked.',
  'has-password':
    'The account has a password. Who doesn’t know it any more chooses “Forgotten your password?” at the sign-in.',
  closed: 'The account is suspended, disabled or ended. Open it first.',
  'no-sessions': 'Nothing is open in this account.',
  'no-devices': 'No device is known.',
  'no-factors': 'There is no passkey, authenticator app or recovery code.',
  'not-active': 'It is closed already.',
  ended: 'It has ended already.',
  open: 'It is open.',
  'asks-anew': 'This access has ended for good. The person asks for it anew, by the same e-mail address.',
  'e-business': 'Who was not verified in time is opened again by E-Business (III.H.5).',
}

/** The banner after each deed. */
export const doneWords: Record<Deed | `membership-${MembershipDeed}`, string> = {
  unlocking: 'The account is unlocked',
  'set-up-link': 'The set-up link is on its way',
  'session-end': 'Signed out everywhere',
  'device-revocation': 'The known devices are forgotten',
  'second-factor-removal': 'The passkeys, apps and recovery codes are removed',
  suspension: 'The account is suspended',
  disabling: 'The account is disabled',
  termination: 'The account has ended',
  reinstatement: 'The account is open again',
  'membership-disabling': 'The access to the office is disabled',
  'membership-end': 'The end of the access is kept',
  'membership-reinstatement': 'The access to the office is open again',
}

/** Of two Enterprise Administrators the second is told. */
export const lateWords = 'This account changed meanwhile, and nothing of yours was done: look at what stands here now'
