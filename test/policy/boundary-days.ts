/**
 * The policy's boundaries that are calendar days, as data: what a person reaches on the day before, the day and the day after.
 * The days were reckoned apart from the program. What a row does not tell is such that nothing else is due.
 */
import type { Day } from '../../src/policy/calendar.ts'
import type { Facts, MembershipFacts } from '../../src/standing/facts.ts'

/** `through`: of the person's one membership and its office. */
type Given = Partial<Facts> & { through?: Partial<MembershipFacts> }

export type DayRow = [
  clause: string,
  what: string,
  given: Given,
  days: [Day, Day, Day],
  reaches: [string, string, string],
]

export const dayRows: DayRow[] = [
  ['III.M.1', 'last used on 2026-06-01: an ordinary summer', { lastUsedOn: '2026-06-01' }, ['2026-07-30', '2026-07-31', '2026-08-01'], ['open', 'open', 'dormant']],
  ['III.M.1', 'last used on 2026-01-08: over clocks going forward', { lastUsedOn: '2026-01-08' }, ['2026-03-08', '2026-03-09', '2026-03-10'], ['open', 'open', 'dormant']],
  ['III.M.1', 'last used on 2026-01-06: day 61 is when clocks go forward', { lastUsedOn: '2026-01-06' }, ['2026-03-06', '2026-03-07', '2026-03-08'], ['open', 'open', 'dormant']],
  ['III.M.1', 'last used on 2026-09-01: day 61 is when clocks go back', { lastUsedOn: '2026-09-01' }, ['2026-10-30', '2026-10-31', '2026-11-01'], ['open', 'open', 'dormant']],
  ['III.M.1', 'last used on 2028-01-01: over 29 February', { lastUsedOn: '2028-01-01' }, ['2028-02-29', '2028-03-01', '2028-03-02'], ['open', 'open', 'dormant']],
  ['III.M.1', 'last used on 2027-12-31: day 60 is 29 February', { lastUsedOn: '2027-12-31' }, ['2028-02-28', '2028-02-29', '2028-03-01'], ['open', 'open', 'dormant']],
  ['III.M.1', 'last used on 2026-11-01: day 61 is New Year', { lastUsedOn: '2026-11-01' }, ['2026-12-30', '2026-12-31', '2027-01-01'], ['open', 'open', 'dormant']],
  ['III.M.1', 'never used, approved on 2026-06-01', { lastUsedOn: null, approvedOn: '2026-06-01' }, ['2026-07-30', '2026-07-31', '2026-08-01'], ['open', 'open', 'dormant']],
  ['III.M.1', 'staff, last used on 2026-06-01', { kind: 'staff', department: 'privacy', memberships: [], lastUsedOn: '2026-06-01' }, ['2026-07-30', '2026-07-31', '2026-08-01'], ['open', 'open', 'dormant']],
  ['III.D.5', 'password set on 2026-06-01: an ordinary summer', { passwordSetOn: '2026-06-01' }, ['2026-07-30', '2026-07-31', '2026-08-01'], ['open', 'password', 'password']],
  ['III.D.5', 'password set on 2026-01-07: day 60 is when clocks go forward', { passwordSetOn: '2026-01-07' }, ['2026-03-07', '2026-03-08', '2026-03-09'], ['open', 'password', 'password']],
  ['III.D.5', 'password set on 2026-09-02: day 60 is when clocks go back', { passwordSetOn: '2026-09-02' }, ['2026-10-31', '2026-11-01', '2026-11-02'], ['open', 'password', 'password']],
  ['III.D.5', 'password set on 2027-12-31: day 60 is 29 February', { passwordSetOn: '2027-12-31' }, ['2028-02-28', '2028-02-29', '2028-03-01'], ['open', 'password', 'password']],
  ['III.D.5', 'password set on 2028-01-15: over 29 February', { passwordSetOn: '2028-01-15' }, ['2028-03-14', '2028-03-15', '2028-03-16'], ['open', 'password', 'password']],
  ['III.D.5', 'password set on 2026-11-02: day 60 is New Year', { passwordSetOn: '2026-11-02' }, ['2026-12-31', '2027-01-01', '2027-01-02'], ['open', 'password', 'password']],
  ['III.J.1', 'trained on 2025-06-15: an ordinary day', { trainedOn: '2025-06-15' }, ['2026-06-14', '2026-06-15', '2026-06-16'], ['open', 'open', 'training']],
  ['III.J.1', 'trained on 2026-01-01: New Year', { trainedOn: '2026-01-01' }, ['2026-12-31', '2027-01-01', '2027-01-02'], ['open', 'open', 'training']],
  ['III.J.1', 'trained on 2028-02-29: 29 February', { trainedOn: '2028-02-29' }, ['2029-02-27', '2029-02-28', '2029-03-01'], ['open', 'open', 'training']],
  ['III.J.1', 'trained on 2027-02-28: to 29 February from 28', { trainedOn: '2027-02-28' }, ['2028-02-27', '2028-02-28', '2028-02-29'], ['open', 'open', 'training']],
  ['III.J.1', 'trained on 2025-03-08: the day clocks go forward', { trainedOn: '2025-03-08' }, ['2026-03-07', '2026-03-08', '2026-03-09'], ['open', 'open', 'training']],
  ['III.J.1', 'trained on 2025-11-30: the last of a month', { trainedOn: '2025-11-30' }, ['2026-11-29', '2026-11-30', '2026-12-01'], ['open', 'open', 'training']],
  ['III.M.2', 'a membership whose first day without access is 2026-06-15: an ordinary day', { through: { endedOn: '2026-06-15' } }, ['2026-06-14', '2026-06-15', '2026-06-16'], ['open', 'membership-ended', 'membership-ended']],
  ['III.M.2', 'a membership whose first day without access is 2027-01-01: New Year', { through: { endedOn: '2027-01-01' } }, ['2026-12-31', '2027-01-01', '2027-01-02'], ['open', 'membership-ended', 'membership-ended']],
  ['III.M.2', 'a membership whose first day without access is 2028-02-29: 29 February', { through: { endedOn: '2028-02-29' } }, ['2028-02-28', '2028-02-29', '2028-03-01'], ['open', 'membership-ended', 'membership-ended']],
  ['III.M.2', 'a membership whose first day without access is 2026-03-08: clocks go forward', { through: { endedOn: '2026-03-08' } }, ['2026-03-07', '2026-03-08', '2026-03-09'], ['open', 'membership-ended', 'membership-ended']],
  ['III.M.4', 'an office terminated on 2026-06-15: an ordinary day', { through: { officeTerminatedOn: '2026-06-15' } }, ['2026-06-14', '2026-06-15', '2026-06-16'], ['open', 'office-terminated', 'office-terminated']],
  ['III.M.4', 'an office terminated on 2026-11-01: clocks go back', { through: { officeTerminatedOn: '2026-11-01' } }, ['2026-10-31', '2026-11-01', '2026-11-02'], ['open', 'office-terminated', 'office-terminated']],
  ['III.A.1.a', 'an office with access from 2026-06-15', { through: { officeAccessOn: '2026-06-15', officeVerifyDueOn: '2026-07-30' } }, ['2026-06-14', '2026-06-15', '2026-06-16'], ['office-without-access', 'open', 'open']],
  ['III.H.2, III.H.3', 'an LOA prompted on 2026-06-01: an ordinary month', { through: { isLoa: true, officeVerifyDueOn: '2026-06-01', officePromptReceivedOn: '2026-06-01' } }, ['2026-06-16', '2026-06-17', '2026-06-18'], ['open', 'verification', 'office-suspended']],
  ['III.H.2, III.H.3', 'an LOA prompted on 2026-02-20: P+16 is when clocks go forward', { through: { isLoa: true, officeVerifyDueOn: '2026-02-20', officePromptReceivedOn: '2026-02-20' } }, ['2026-03-07', '2026-03-08', '2026-03-09'], ['open', 'verification', 'office-suspended']],
  ['III.H.2, III.H.3', 'an LOA prompted on 2026-10-16: P+16 is when clocks go back', { through: { isLoa: true, officeVerifyDueOn: '2026-10-16', officePromptReceivedOn: '2026-10-16' } }, ['2026-10-31', '2026-11-01', '2026-11-02'], ['open', 'verification', 'office-suspended']],
  ['III.H.2, III.H.3', 'an LOA prompted on 2028-02-13: P+16 is 29 February', { through: { isLoa: true, officeVerifyDueOn: '2028-02-13', officePromptReceivedOn: '2028-02-13' } }, ['2028-02-28', '2028-02-29', '2028-03-01'], ['open', 'verification', 'office-suspended']],
  ['III.H.2, III.H.3', 'an LOA prompted on 2026-12-16: P+16 is New Year', { through: { isLoa: true, officeVerifyDueOn: '2026-12-16', officePromptReceivedOn: '2026-12-16' } }, ['2026-12-31', '2027-01-01', '2027-01-02'], ['open', 'verification', 'office-suspended']],
  ['III.H.3', 'a user of an office prompted on 2026-06-01: an ordinary month', { through: { isLoa: false, officeVerifyDueOn: '2026-06-01', officePromptReceivedOn: '2026-06-01' } }, ['2026-06-17', '2026-06-18', '2026-06-19'], ['open', 'office-suspended', 'office-suspended']],
  ['III.H.3', 'a user of an office prompted on 2026-02-19: P+17 is when clocks go forward', { through: { isLoa: false, officeVerifyDueOn: '2026-02-19', officePromptReceivedOn: '2026-02-19' } }, ['2026-03-07', '2026-03-08', '2026-03-09'], ['open', 'office-suspended', 'office-suspended']],
  ['III.H.3', 'a user of an office prompted on 2026-10-15: P+17 is when clocks go back', { through: { isLoa: false, officeVerifyDueOn: '2026-10-15', officePromptReceivedOn: '2026-10-15' } }, ['2026-10-31', '2026-11-01', '2026-11-02'], ['open', 'office-suspended', 'office-suspended']],
  ['III.H.3', 'a user of an office prompted on 2028-02-13: P+17 is 1 March of a leap year', { through: { isLoa: false, officeVerifyDueOn: '2028-02-13', officePromptReceivedOn: '2028-02-13' } }, ['2028-02-29', '2028-03-01', '2028-03-02'], ['open', 'office-suspended', 'office-suspended']],
  ['III.H.3', 'a user of an office prompted on 2026-12-15: P+17 is New Year', { through: { isLoa: false, officeVerifyDueOn: '2026-12-15', officePromptReceivedOn: '2026-12-15' } }, ['2026-12-31', '2027-01-01', '2027-01-02'], ['open', 'office-suspended', 'office-suspended']],
  ['III.H.1', 'nobody received the prompt: it counts from the seventh day after it fell due, 2026-06-01', { through: { isLoa: true, officeVerifyDueOn: '2026-05-25', officePromptReceivedOn: null } }, ['2026-06-16', '2026-06-17', '2026-06-18'], ['open', 'verification', 'office-suspended']],
  ['III.H.1', 'the same for a user of the office', { through: { isLoa: false, officeVerifyDueOn: '2026-05-25', officePromptReceivedOn: null } }, ['2026-06-17', '2026-06-18', '2026-06-19'], ['open', 'office-suspended', 'office-suspended']],
] // prettier-ignore
