/** Claims, by every way to narrow them. */
import type { Cursor, Filters } from '../../src/claims/claim.ts'
import { COUNT_CAP, countedClaims, listedClaims, PAGE_SIZE } from '../../src/claims/list/store.ts'
import type { Count, List, Sessions } from './list.ts'

/**
 * Of a grant limited to some providers the newest claim is looked for among theirs each time: a seek for each row, and what
 * SQLite keeps of the walk meanwhile.
 */
const OF_A_WALK = 11
/** Each of the three walks is a few rows ahead. */
const aheadOfWalks = () => 9

const deep: Cursor = { servicedFrom: '2025-02-02', row: 1_000_000_000 }

const narrowed: [string, Filters, Cursor | null][] = [
  ['the first page', {}, null],
  ['a page far down', {}, deep],
  ['from a day on', { from: '2025-05-05' }, null],
  ['up to a day', { to: '2025-03-03' }, null],
  ['a month', { from: '2025-06-01', to: '2025-06-30' }, null],
  ['a span, far down', { from: '2024-06-01', to: '2026-06-29' }, deep],
  ['a status', { status: 'denied' }, null],
  ['a rare status', { status: 'cancelled' }, null],
  ['a status far down', { status: 'denied' }, deep],
  ['a status in a month', { status: 'paid', from: '2025-06-01', to: '2025-06-30' }, null],
  ['a number', { number: 'C1010' }, null],
  ['a number with a status', { number: 'C1010', status: 'paid' }, null],
  ['a member', { memberNumber: 'HV8' }, null],
  ['a member with a status', { memberNumber: 'HV8', status: 'paid' }, null],
  ['a member in a span', { memberNumber: 'HV8', from: '2024-01-01', to: '2026-06-30' }, null],
  ['a provider', { sources: ['p2'] }, null],
  ['a provider far down', { sources: ['p2'] }, deep],
  ['a provider in a span', { sources: ['p2'], from: '2024-06-01', to: '2026-06-30' }, null],
  ['a provider with a status', { sources: ['p2'], status: 'denied' }, null],
  ['a provider with a rare status', { sources: ['p2'], status: 'received' }, null],
]

const ofClaims: List[] = narrowed.flatMap(([name, filters, after]) => [
  {
    name: `claims, ${name}`,
    page: PAGE_SIZE,
    names: true as const,
    statement: ({ clerk }) => listedClaims(clerk, filters, after),
  },
])
const ofLimited: List[] = narrowed
  .filter(([, { sources, number, memberNumber }]) => !sources && !number && !memberNumber)
  .map(([name, filters, after]) => ({
    name: `claims of a limited grant, ${name}`,
    page: PAGE_SIZE,
    names: true as const,
    each: OF_A_WALK,
    statement: ({ limited }) => listedClaims(limited, filters, after),
  }))
const severalIds: List = {
  name: 'claims, a provider of several ids',
  page: PAGE_SIZE,
  names: true,
  each: OF_A_WALK,
  statement: ({ clerk }) => listedClaims(clerk, { sources: ['p1', 'p2', 'p3'] }, null),
}

export const claims: List[] = [...ofClaims, ...ofLimited, severalIds]

export const countsOfClaims: Count[] = narrowed.flatMap(([name, filters]) => [
  { name: `claims, ${name}`, cap: COUNT_CAP, statement: ({ clerk }) => countedClaims(clerk, filters) },
  ...(filters.sources || filters.number || filters.memberNumber
    ? []
    : [
        {
          name: `claims of a limited grant, ${name}`,
          cap: COUNT_CAP,
          besides: aheadOfWalks,
          statement: ({ limited }: Sessions) => countedClaims(limited, filters),
        },
      ]),
])
