/** What staff see of offices, people and what waits. */
import { listedRequests, PAGE_SIZE as REQUESTS_PAGE } from '../../src/approval/store.ts'
import { userStates } from '../../src/approval/users/user.ts'
import { usersOf } from '../../src/approval/users/store.ts'
import { deadLetters, PAGE_SIZE as MAIL_PAGE, waitingMail } from '../../src/mail/store.ts'
import { selections } from '../../src/offices/office.ts'
import { listedOffices, PAGE_SIZE as OFFICES_PAGE } from '../../src/offices/store.ts'

import { countedGivenUp, countedWaiting, givenUpPage, waitingLongest } from '../../src/referrals/delivery/store.ts'
import { type AccountFilters, accountStates } from '../../src/staff/accounts/account-search.ts'
import { COUNT_CAP, countedAccounts, foundAccounts, PAGE_SIZE } from '../../src/staff/accounts/store.ts'
import { listedStaff } from '../../src/staff/people/store.ts'
import * as waiting from '../../src/staff/store.ts'
import { countedLateRevocations, countedReferred, listedReports } from '../../src/termination/reports/store.ts'
import { selections as dueSelections } from '../../src/verification/plan/calendar.ts'
import { calendarOf, countedChosen } from '../../src/verification/plan/store.ts'
import { policyOf } from '../support/policy.ts'
import type { Sizes } from './filled-sizes.ts'
import type { Count, List } from './list.ts'

/** An account with its password, its offices and the one of them that is named: offices first that are open. */
const OF_AN_ACCOUNT = 14
/** An office with its administrators, invitations, and whether the core system has it active again. */
const OF_AN_OFFICE = 17
/** A request or a report with its person, office and deciders, and the log's row of the end that it is about. */
const OF_A_CASE = 12
/** An office with its last verification, and each of its people and administrators, here four. */
const OF_A_VERIFICATION = 30
/** A user with roles, devices and attestation. */
const OF_A_USER = 18

/**
 * What no index can find is looked through: parts of words in names, what an account's memberships or another day decide.
 * Accounts and offices are a plan's people, some ten thousands, and don't grow with its members or claims.
 */
const ofAllAccounts = ({ people }: Sizes) => 2 * people
const ofAllOffices = ({ people }: Sizes) => (3 * people) / 4
/** The offices that a word finds, and all who work there. */
const ofAllWorkplaces = ({ people }: Sizes) => people / 4 + 4 * people
/** Offices at hand, suspended or due, are read whole to be sorted by day: here one in eight. */
const ofAllDue = ({ people }: Sizes) => (7 * people) / 4 / 8
/** An office's own people are read whole, to be sorted by name: here one in twenty of all. */
const ofOneOffice = ({ people }: Sizes) => (4 * people) / 20

const TODAY = '2026-06-30'
const days = { today: TODAY, dormantBefore: '2026-04-01', passwordEndedOn: '2026-04-01' } as const

const policy = policyOf('IS.1600')

const everybody: AccountFilters = { words: [], email: '', office: '', state: null, kind: null }
const narrowed: [string, Partial<AccountFilters>][] = [
  ['all', {}],
  ['a word of a name', { words: ['Name717'] }],
  ['beginnings of a name', { words: ['ro', 'na'] }],
  ['an address', { email: 'p12' }],
  ['a beginning of addresses', { email: 'p' }],
  ['an office', { office: 'Office 00001' }],
  ['an NPI', { office: '0000000001' }],
  ['a word of all offices', { office: 'office' }],
  ['of staff', { kind: 'staff' }],
  ['of offices', { kind: 'office' }],
  ...accountStates.map((state): [string, Partial<AccountFilters>] => [state, { state }]),
  ['locked, by a word', { state: 'locked', words: ['robin1'] }],
  ['active, by a word', { state: 'active', words: ['name717'] }],
  ['staff that is dormant', { state: 'dormant', kind: 'staff' }],
  ['offices that never used it', { office: 'Office 000', state: 'never-used' }],
]
/** Those that no index holds. */
function lookedThrough({ words, email, office, state }: Partial<AccountFilters>): Pick<List, 'besides'> {
  if (office) return { besides: ofAllWorkplaces }
  const isOfDay = state && ['active', 'dormant', 'no-office', 'no-password', 'password-ended'].includes(state)
  return words || email || isOfDay ? { besides: ofAllAccounts } : {}
}

const after = { lastName: 'Name500', firstName: 'Robin1', row: 0 }
const accounts: List[] = narrowed.flatMap(([name, filters]) =>
  [null, after].map((place) => ({
    name: `accounts, ${name}${place ? ', far down' : ''}`,
    page: PAGE_SIZE,
    each: OF_AN_ACCOUNT,
    ...lookedThrough(filters),
    statement: () => foundAccounts({ ...everybody, ...filters }, days, place, PAGE_SIZE + 1),
  })),
)

const offices: List[] = selections.flatMap((selection) =>
  [
    ['', '', ''],
    ['in part', 'office 000', ''],
    ['by a city', 'city 17', ''],
    ['by digits', '', '77'],
    ['far down', '', ''],
  ].map(([how = '', text = '', digits = '']) => ({
    name: `offices, ${selection} ${how}`,
    page: OFFICES_PAGE,
    each: OF_AN_OFFICE,
    ...(text || digits || selection === 'without-loa' ? { besides: ofAllOffices } : {}),
    ...(selection === 'all' ? {} : { mayBeEmpty: true as const }),
    statement: () =>
      listedOffices(
        { selection, text, digits },
        how === 'far down' ? { name: 'Office 01000', row: 0 } : null,
        TODAY,
        1,
      ),
  })),
)

const verifications: List[] = dueSelections.flatMap((selection) =>
  [null, { dueOn: '2026-10-10', row: 5 }].map((place) => ({
    name: `verifications, ${selection}${place ? ', far down' : ''}`,
    page: OFFICES_PAGE,
    each: OF_A_VERIFICATION,
    ...(selection === 'all'
      ? {}
      : selection === 'upcoming'
        ? { besides: ofOneOffice }
        : { besides: ofAllDue, mayBeEmpty: true as const }),
    statement: () => calendarOf(selection, place, TODAY, policy),
  })),
)

const requests: List[] = (['office', 'plan'] as const).flatMap((door) =>
  [null, 3, 4, 500, 800].map((place) => ({
    name: `requests at the ${door}, ${place}`,
    page: REQUESTS_PAGE,
    each: OF_A_CASE,
    statement: ({ clerk, administrator }) =>
      listedRequests(
        door === 'office' ? clerk : administrator,
        door,
        TODAY,
        0,
        place === null ? null : `req_${String(place).padStart(24, '0')}`,
      ),
  })),
)

const reports: List[] = [null, 11, 5003, 5001].flatMap((place) =>
  (['administrator', 'auditor'] as const).map((who) => ({
    name: `late revocations for the ${who}, ${place}`,
    page: REQUESTS_PAGE,
    each: OF_A_CASE,
    statement: (sessions) =>
      listedReports(sessions[who], place === null ? null : `rvk_${String(place).padStart(24, '0')}`),
  })),
)

const times = { today: TODAY, notBefore: '2026-04-01', passwordsUntil: '2026-04-01', now: 1 } as const
const users: List[] = [
  ['all', '', undefined, null],
  ['by name', 'Name01', undefined, null],
  ...userStates.map((state) => [state, '', state, null]),
  ['far down', '', undefined, `mbs_${'505'.padStart(24, '0')}`],
].map(([name, typed, state, place]) => ({
  name: `users, ${name}`,
  page: REQUESTS_PAGE,
  each: OF_A_USER,
  besides: ofOneOffice,
  ...(state ? { mayBeEmpty: true as const } : {}),
  statement: ({ clerk }) =>
    usersOf(clerk, times, { name: typed as string, state: state as never }, place as string | null),
}))

const mail: List[] = [
  { name: 'given-up mail', page: MAIL_PAGE, statement: ({ administrator }) => deadLetters(administrator, 1, null) },
  {
    name: 'given-up mail far down',
    page: MAIL_PAGE,
    statement: ({ administrator }) => deadLetters(administrator, 1, { at: 1_750_000_000_000, row: 5 }),
  },
  { name: 'deliveries that wait', page: MAIL_PAGE, statement: ({ administrator }) => waitingLongest(administrator) },
  { name: 'deliveries given up', page: MAIL_PAGE, statement: ({ administrator }) => givenUpPage(administrator, null) },
  {
    name: 'deliveries given up, far down',
    page: MAIL_PAGE,
    statement: ({ administrator }) => givenUpPage(administrator, { at: 500, row: 5000 }),
  },
]
const staff: List[] = [null, { lastName: 'Name500', row: 0 }].map((place) => ({
  name: `staff${place ? ' far down' : ''}`,
  page: PAGE_SIZE,
  statement: () => listedStaff(place),
}))

export const ofStaff: List[] = [
  ...accounts,
  ...offices,
  ...verifications,
  ...requests,
  ...reports,
  ...users,
  ...mail,
  ...staff,
]

const ofQueues = waiting.COUNT_CAP
const cap = 1000
export const countsOfStaff: Count[] = [
  ...narrowed.map(([name, filters]): Count => ({
    name: `accounts, ${name}`,
    cap: COUNT_CAP,
    each: 4,
    ...lookedThrough(filters),
    statement: () => countedAccounts({ ...everybody, ...filters }, days),
  })),
  ...(['unreceived', 'restricted', 'suspended', 'to-reinstate'] as const).map((selection): Count => ({
    name: `verifications, ${selection}`,
    cap: ofQueues,
    besides: ofAllDue,
    mayBeEmpty: true,
    statement: () => countedChosen(selection, TODAY, policy, ofQueues),
  })),
  { name: 'requests', cap: ofQueues, each: 4, statement: () => waiting.countedAccessRequests(TODAY) },
  { name: 'given-up mail', cap: ofQueues, statement: () => waiting.countedDeadMail(0) },
  { name: 'late revocations', cap, statement: () => countedLateRevocations(TODAY) },
  { name: 'late revocations that were referred', cap, statement: () => countedReferred },
  { name: 'locked accounts', cap: ofQueues, statement: () => waiting.countedLocked },
  { name: 'mail that waits', cap, statement: ({ administrator }) => waitingMail(administrator) },
  { name: 'deliveries that wait', cap, statement: ({ administrator }) => countedWaiting(administrator) },
  { name: 'deliveries given up', cap, statement: () => countedGivenUp },
]
