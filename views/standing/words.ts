/** The words for each way of being closed: a heading, what it means, and what to do. */

type Words = { title: string; sentence: string; whatToDo: string[]; office: string }

/** Every reason a person with the right password does not come in (standing/rules.ts). */
export const standingWords = {
  terminated: {
    title: 'Your account has ended',
    sentence: 'This account was ended, so it can’t be used to sign in any more.',
    whatToDo: ['If you still work with the plan’s members, call us. A person will look at it with you.'],
    office: 'ended',
  },
  suspended: {
    title: 'Your account is suspended',
    sentence:
      'The plan suspended this account while something is looked into. No information can be reached with it until then.',
    whatToDo: ['Call us to learn what is needed from you.'],
    office: 'suspended',
  },
  disabled: {
    title: 'Your account is disabled',
    sentence: 'The plan disabled this account, so it can’t be used to sign in.',
    whatToDo: ['If your work needs it, call us. An Enterprise Administrator can open it again.'],
    office: 'disabled',
  },
  dormant: {
    title: 'Your account has not been used for a long time',
    sentence: 'An account that stays unused is closed, to keep members’ information safe.',
    whatToDo: [
      'Choose “Forgotten your password?” on the sign-in page: with a new password the account opens again.',
      'If you can’t, call us.',
    ],
    office: 'not used',
  },
  'no-office': {
    title: 'Your account belongs to no office',
    sentence: 'You can only work here for a provider office, and your account isn’t tied to one now.',
    whatToDo: ['Ask your Local Office Administrator to give you access, or call us.'],
    office: 'no office',
  },
  'membership-ended': {
    title: 'Your access for this office has ended',
    sentence: 'Your office ended your access.',
    whatToDo: ['If that is a mistake, ask your Local Office Administrator.', 'If your office has none, call us.'],
    office: 'your access ended',
  },
  'membership-suspended': {
    title: 'Your access for this office is suspended',
    sentence: 'Your access was suspended because your office has not confirmed it in time.',
    whatToDo: ['Ask your Local Office Administrator to call us. Access comes back once you have been confirmed.'],
    office: 'your access is suspended',
  },
  'membership-disabled': {
    title: 'Your access for this office is disabled',
    sentence: 'Your office, or the plan, disabled your access.',
    whatToDo: ['If your work needs it, ask your Local Office Administrator.', 'If your office has none, call us.'],
    office: 'your access is disabled',
  },
  'office-without-access': {
    title: 'Your office has no access yet',
    sentence: 'The plan has not accepted your office’s Access Agreement yet.',
    whatToDo: ['Ask your office manager about the Access Agreement, or call us.'],
    office: 'no access yet',
  },
  'office-suspended': {
    title: 'Your office is suspended',
    sentence: 'Your office did not finish confirming its users in time, so everyone’s access through it is suspended.',
    whatToDo: [
      'Your Local Office Administrator can finish it with our Provider Relations department by telephone.',
      'Once that is done, the office and its confirmed users are let in again.',
    ],
    office: 'suspended',
  },
  'office-terminated': {
    title: 'Your office no longer works with the plan',
    sentence: 'The plan’s records show this office as terminated, so nobody can sign in through it.',
    whatToDo: ['If that is a mistake, ask your office manager to call us.'],
    office: 'terminated',
  },
} satisfies Record<string, Words>

/** A way of being closed. */
export type ClosedWord = keyof typeof standingWords

/** Why an office is closed, in a word or two, for the switcher. */
export function officeClosedWord(why: ClosedWord): string {
  return standingWords[why].office
}
