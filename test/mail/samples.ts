/**
 * A sample of every message, and why each field of one is no PHI. A new message, and a new field, get their lines here
 * or this file does not compile: then both are looked at in messages.rules.test.ts.
 */
import type { Told } from '../../src/mail/messages.ts'

/** Stands in every text that comes from elsewhere. */
export const CANARY = `<b>"x'&amp;{to}`

/** Links are made of the configured origin by whoever posts the message. */
const link = 'https://portal.example.org/register?link=x'

export const samples: { [Name in Told['name']]: Extract<Told, { name: Name }> } = {
  passcode: { name: 'passcode', code: '123456' },
  'account-locked': { name: 'account-locked' },
  'password-set': { name: 'password-set' },
  'training-due': { name: 'training-due', dueOn: '2026-11-22' },
  'devices-revoked': { name: 'devices-revoked' },
  'already-registered': { name: 'already-registered', office: CANARY },
  'registration-waiting': { name: 'registration-waiting' },
  'registration-link': { name: 'registration-link', link },
  'registration-sent': { name: 'registration-sent', office: CANARY, by: 'plan' },
  'request-waiting': { name: 'request-waiting', office: CANARY },
  invitation: { name: 'invitation', link, office: CANARY },
  'account-approved': { name: 'account-approved', link },
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
  dueOn: 'a day of the reader’s own account',
  link: 'a random secret',
  office: 'an office’s name',
  by: 'one of two words',
  request: 'the id of an office’s request',
  copy: 'what an office signed of itself: nothing of any member',
  on: 'the day an office’s access begins',
  nominees: 'people whom the office named itself',
  reason: 'why an office was rejected, in the words of the plan’s staff',
}
