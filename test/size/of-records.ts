/** Members, referrals and what belongs to them, checks of eligibility, and the directory. */
import { foundEntries, ENTRIES_SHOWN } from '../../src/directory/store.ts'
import { listedChecks, listedRows, PAGE_SIZE as CHECKS_PAGE } from '../../src/eligibility-checks/store.ts'
import { MOST_ROWS } from '../../src/eligibility-checks/check.ts'
import { recentMembers, RECENT_SHOWS } from '../../src/members/recent/store.ts'
import { SEARCH_SHOWS, searched } from '../../src/members/store.ts'
import { draftsOf, MOST_DRAFTS } from '../../src/referrals/drafts/store.ts'
import { type Cursor, type Filters, stages, urgencies } from '../../src/referrals/referral.ts'
import { COUNT_CAP, countedReferrals, listedReferrals, PAGE_SIZE } from '../../src/referrals/list/store.ts'
import { confirmationsOf, PAGE_SIZE as CONFIRMATIONS_PAGE } from '../../src/referrals/submissions/store.ts'
import type { Sizes } from './filled-sizes.ts'
import type { Count, List } from './list.ts'

/**
 * Of a grant limited to some providers the newest referral is looked for among theirs each time: a seek for each row, and
 * what SQLite keeps of the walk meanwhile.
 */
const OF_A_WALK = 9
/** So many walks are begun: of each of three providers in each status and urgency, three rows for each. */
const ofAllWalks = () => 3 * 3 * stages.length * urgencies.length
/** A check has so many rows at most, which are looked through for those that a filter wants. */
const ofACheck = () => MOST_ROWS
/**
 * A search of the directory reads up to 2,000 entries of a ring, 100 of a name, a page of each of 20 specialties, and goes
 * through the specialties by leaps (src/directory/store.ts): each with its place, and whatever there is. Around a ZIP it
 * walks the entries of as many latitudes; a directory is a plan's contracted providers, and doesn't grow with its members.
 */
const ofTheDirectory = ({ people }: Sizes) => 3500 + people / 8

const deep: Cursor = { authoredOn: '2025-02-02', row: 1_000_000_000 }
const narrowed: [string, Filters, Cursor | null][] = [
  ['the first page', {}, null],
  ['a page far down', {}, deep],
  ['from a day on', { from: '2025-05-05' }, null],
  ['up to a day', { to: '2025-03-03' }, null],
  ['a month', { from: '2025-06-01', to: '2025-06-30' }, null],
  ['a span, far down', { from: '2024-06-01', to: '2026-06-29' }, deep],
  ['a status', { status: 'approved' }, null],
  ['a rare status', { status: 'denied' }, null],
  ['a status far down', { status: 'approved' }, deep],
  ['a status in a month', { status: 'approved', from: '2025-06-01', to: '2025-06-30' }, null],
  ['an urgency', { urgency: 'urgent' }, null],
  ['an urgency far down', { urgency: 'routine' }, deep],
  ['an urgency in a span', { urgency: 'urgent', from: '2024-06-01', to: '2026-06-29' }, null],
  ['a status and an urgency', { status: 'denied', urgency: 'urgent' }, null],
  ['a status and a rare urgency', { status: 'approved', urgency: 'urgent' }, null],
  ['a status and an urgency in a span', { status: 'denied', urgency: 'urgent', from: '2024-01-01' }, null],
  ['a number', { number: 'R1003' }, null],
  ['a confirmation number', { number: 'GH-1003' }, null],
  ['an authorization number', { number: 'A1003' }, null],
  ['a number with a status', { number: 'R1003', status: 'approved' }, null],
  ['a member', { memberNumber: 'HV8' }, null],
  ['a member with a status', { memberNumber: 'HV8', status: 'approved' }, null],
  ['a member with an urgency', { memberNumber: 'HV8', urgency: 'routine' }, null],
  ['a member in a span', { memberNumber: 'HV8', from: '2023-01-01', to: '2026-06-30' }, null],
]
const isOfFew = ({ number, memberNumber }: Filters) => number !== undefined || memberNumber !== undefined

const referrals: List[] = narrowed.flatMap(([name, filters, after]) => [
  {
    name: `referrals, ${name}`,
    page: PAGE_SIZE,
    names: true as const,
    statement: ({ clerk }) => listedReferrals(clerk, filters, after),
  },
  ...(isOfFew(filters)
    ? []
    : [
        {
          name: `referrals of a limited grant, ${name}`,
          page: PAGE_SIZE,
          names: true as const,
          each: OF_A_WALK,
          besides: ofAllWalks,
          statement: ({ limited }) => listedReferrals(limited, filters, after),
        } satisfies List,
      ]),
])

const checks: List[] = [
  { name: 'checks, the first page', page: CHECKS_PAGE, statement: ({ clerk }) => listedChecks(clerk, null) },
  { name: 'checks far down', page: CHECKS_PAGE, statement: ({ clerk }) => listedChecks(clerk, 100) },
  ...(['all', 'changed', 'not-eligible', 'problems'] as const).map((filter): List => ({
    name: `rows of a check, ${filter}`,
    page: CHECKS_PAGE,
    names: true,
    besides: ofACheck,
    statement: ({ clerk }) => listedRows(clerk, `elc_${'2'.padStart(24, '0')}`, filter, 100, CHECKS_PAGE),
  })),
]

const ofMembers: List[] = [
  {
    name: 'members by number',
    page: SEARCH_SHOWS,
    names: true,
    statement: ({ clerk }) => searched(clerk, { memberId: 'HV77' }),
  },
  {
    name: 'members by name and birth date',
    page: SEARCH_SHOWS,
    names: true,
    statement: ({ clerk }) => searched(clerk, { lastNameKey: 'example1', firstNameKey: '', birthDate: '1940-01-08' }),
  },
  {
    name: 'recent members',
    page: RECENT_SHOWS,
    names: true,
    statement: ({ clerk }) => recentMembers(clerk, '2026-06-30'),
  },
]

const ofSubmitters: List[] = [
  { name: 'drafts', page: MOST_DRAFTS, names: true, statement: ({ clerk }) => draftsOf(clerk) },
  { name: 'confirmations', page: CONFIRMATIONS_PAGE, statement: ({ clerk }) => confirmationsOf(clerk, null) },
  { name: 'confirmations far down', page: CONFIRMATIONS_PAGE, statement: ({ clerk }) => confirmationsOf(clerk, 5000) },
]

const searches: [string, { name?: string; specialty?: string; zip?: string }][] = [
  ['all of it', {}],
  ['a name', { name: 'Name 17' }],
  ['a name’s beginning', { name: 'Na' }],
  ['a specialty', { specialty: 'Specialty7' }],
  ['a word of all specialties', { specialty: 'Specialty' }],
  ['a ZIP', { zip: '90007' }],
  ['a specialty near a ZIP', { specialty: 'Specialty7', zip: '90007' }],
  ['a name in a specialty', { name: 'Na', specialty: 'Specialty7' }],
  ['a name near a ZIP', { name: 'Na', zip: '90007' }],
  ['all three', { name: 'Na', specialty: 'Specialty7', zip: '90007' }],
]
const directory: List[] = searches.map(([name, { name: named = '', specialty = '', zip = '' }]) => ({
  name: `the directory, ${name}`,
  page: ENTRIES_SHOWN,
  besides: ofTheDirectory,
  statement: ({ clerk }) => foundEntries(clerk, { name: named, specialty, zip }),
}))

export const records: List[] = [...referrals, ...checks, ...ofMembers, ...ofSubmitters, ...directory]

export const countsOfRecords: Count[] = narrowed.flatMap(([name, filters]) => [
  { name: `referrals, ${name}`, cap: COUNT_CAP, statement: ({ clerk }) => countedReferrals(clerk, filters) },
  ...(isOfFew(filters)
    ? []
    : [
        {
          name: `referrals of a limited grant, ${name}`,
          cap: COUNT_CAP,
          besides: ofAllWalks,
          statement: ({ limited }) => countedReferrals(limited, filters),
        } satisfies Count,
      ]),
])
