/**
 * A sample of every message, and why each field of one is no PHI. A new message, and a new field, get their lines here
 * or this file does not compile: then both are looked at in messages.rules.test.ts.
 */
import type { Told } from '../../src/mail/messages.ts'

/** Stands in every text that comes from elsewhere. */
export const CANARY = `<b>"x'&amp;{to}`

export const samples: { [Name in Told['name']]: Extract<Told, { name: Name }> } = {
  passcode: { name: 'passcode', code: '123456' },
  'account-locked': { name: 'account-locked' },
  'password-set': { name: 'password-set' },
  'password-ends': { name: 'password-ends', endsOn: '2026-11-22' },
  reset: { name: 'reset', code: '123456', link: 'guard.flw_x.secret' },
  'training-due': { name: 'training-due', dueOn: '2026-11-22' },
  'late-revocation': { name: 'late-revocation', report: 'rvk_x' },
  'revocation-referred': { name: 'revocation-referred', report: 'rvk_x' },
  'access-approved': { name: 'access-approved', office: `Harbor ${CANARY}`, isLoa: false },
  'request-denied': { name: 'request-denied', office: `Harbor ${CANARY}`, reason: `Not of this office. ${CANARY}` },
  'requests-still-waiting': { name: 'requests-still-waiting', office: `Harbor ${CANARY}`, days: 3 },
  'requests-waiting-long': { name: 'requests-waiting-long', days: 10 },
  'already-registered': { name: 'already-registered', office: CANARY },
  'registration-waiting': { name: 'registration-waiting' },
  'registration-link': { name: 'registration-link', link: 'guard.lnk_1.secret' },
  'registration-sent': { name: 'registration-sent', office: CANARY, by: 'loa' },
  'request-waiting': { name: 'request-waiting', office: CANARY },
  invitation: { name: 'invitation', link: 'guard.lnk_1.secret', office: CANARY },
  'account-approved': { name: 'account-approved', link: 'guard.lnk_1.secret' },
  'mobile-changed': { name: 'mobile-changed', removed: false },
  'questions-changed': { name: 'questions-changed' },
  'devices-revoked': { name: 'devices-revoked' },
  'agreement-copy': {
    name: 'agreement-copy',
    request: 'orq_1',
    copy: {
      details: {
        legalName: CANARY,
        tin: CANARY,
        npi: CANARY,
        street: CANARY,
        city: CANARY,
        state: CANARY,
        zip: CANARY,
        telephone: CANARY,
        managerName: CANARY,
        managerTitle: CANARY,
        managerEmail: CANARY,
        managerTelephone: CANARY,
      },
      nominees: [{ firstName: CANARY, lastName: CANARY, email: CANARY }],
      signedName: CANARY,
      signedTitle: CANARY,
      signedAt: 0,
      ip: CANARY,
      isPaper: false,
      title: CANARY,
      version: 1,
      blocks: [
        { is: 'heading', text: CANARY },
        { is: 'paragraph', text: CANARY },
        { is: 'list', items: [CANARY] },
      ],
    },
  },
  'office-request-waiting': { name: 'office-request-waiting', request: 'orq_1', office: CANARY },
  'office-accepted': { name: 'office-accepted', office: CANARY, on: '2026-11-22', nominees: [CANARY] },
  'office-rejected': { name: 'office-rejected', office: CANARY, reason: CANARY },
}

type FieldOf<One> = One extends unknown ? Exclude<keyof One, 'name'> : never

export const noPhi: Record<FieldOf<Told>, string> = {
  code: 'six random digits',
  endsOn: 'a day of the reader’s own account',
  dueOn: 'a day of the reader’s own account',
  office: 'the name of the reader’s office',
  isLoa: 'whether the reader administers it',
  reason: 'about the reader, who is no member to it; the field says that they are told it word for word',
  days: 'a number of the policy',
  link: 'the random value of a link: its address is built when the mail goes out',
  by: 'who decides on a request: the office or the plan',
  removed: 'yes or no',
  request: 'the id of an office’s request',
  report: 'the id of a report',
  copy: 'what an office signed of itself: nothing of any member',
  on: 'the day an office’s access begins',
  nominees: 'people whom the office named itself',
}
