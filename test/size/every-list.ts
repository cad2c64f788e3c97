/** Every list of the portal that grows with a plan, each a line: what is measured at 10,000 rows here, and at millions in the benchmark. */
import type { AuditFilters, AuditSearch, Lead } from '../../src/audit/filters.ts'
import { rowsFor } from '../../src/audit/search/rules.ts'
import { searchedAudit } from '../../src/audit/search/store.ts'
import type { Cursor, Filters } from '../../src/claims/claim.ts'
import { COUNT_CAP, countedClaims, listedClaims, PAGE_SIZE } from '../../src/claims/list/store.ts'
import type { Statement } from '../../src/db/client.ts'
import { SEARCH_SHOWS, searched } from '../../src/members/store.ts'
import type { SessionKey } from '../../src/session-key.ts'
import { END } from './filled.ts'

/** Who looks: a clerk of office 1, a clerk there whose grant is limited to providers p1 to p3, and whoever reads the log. */
export type Sessions = { clerk: SessionKey; limited: SessionKey; auditor: SessionKey }

/** A list: rows on its page; whether its audit row names the members; and how many rows it may read for one, 2 unless told. */
export type List = {
  name: string
  page: number
  names?: true
  each?: number
  statement: (sessions: Sessions) => Statement
}
export type Count = { name: string; cap: number; statement: (sessions: Sessions) => Statement }

/**
 * Rows that a list reads once, whatever its length: the session, its membership and office, the limits of its grant, the
 * list in force for each part that is merged, and one row ahead of each of them.
 */
export const FEW = 26

/**
 * Of a grant limited to some providers the newest claim is looked for among theirs each time: a seek for each row, and what
 * SQLite keeps of the walk meanwhile.
 */
const OF_A_WALK = 9

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

/** A search of the log as the form makes it: led by the thing named first. */
function search(name: string, lead: Lead, more: Omit<AuditSearch, 'lead'>, before: number | null = null): List {
  const all = { ...more, lead }
  const most = rowsFor(all)
  return {
    name: `the log, ${name}`,
    page: 50,
    statement: ({ auditor }) => searchedAudit(auditor, all, before === null ? null : { at: before, seq: 0 }, most),
  }
}
const span: Pick<AuditFilters, 'from' | 'to'> = { from: END - 6_000_000, to: END - 3_000_000 }
const ofLog: List[] = [
  search('all of it', 'time', {}),
  search('far down', 'time', {}, END - 5_000_000),
  search('a span', 'time', span),
  search('a person', 'person', { person: [1007] }),
  search('a person in a span', 'person', { person: [1007], ...span }),
  search('an office', 'office', { office: [1] }),
  search('an office in a span', 'office', { office: [2], ...span }),
  search('a rare kind', 'event', { event: 'account.changed' }),
  search('a kind in a span', 'event', { event: 'claim.listed', ...span }),
  search('a member', 'member', { member: [7] }),
  search('a member in a span', 'member', { member: [7], ...span }),
  search('a person and a kind', 'person', { person: [1007], event: 'page.viewed' }),
  search('a rare kind and a person', 'event', { event: 'account.changed', person: [1000] }),
  search('an office and a kind', 'office', { office: [1], event: 'claim.viewed' }),
  search('a member and a person', 'member', { member: [7], person: [1007] }),
]

const ofMembers: List[] = [
  { name: 'members by number', page: SEARCH_SHOWS, names: true, statement: ({ clerk }) => searched(clerk, { memberId: 'HV77' }) },
  {
    name: 'members by name and birth date',
    page: SEARCH_SHOWS,
    names: true,
    statement: ({ clerk }) => searched(clerk, { lastNameKey: 'example1', firstNameKey: '', birthDate: '1940-01-08' }),
  },
] // prettier-ignore

export const lists: List[] = [...ofClaims, ...ofLimited, severalIds, ...ofLog, ...ofMembers]

export const counts: Count[] = narrowed.flatMap(([name, filters]) => [
  { name: `claims, ${name}`, cap: COUNT_CAP, statement: ({ clerk }) => countedClaims(clerk, filters) },
  ...(filters.sources || filters.number || filters.memberNumber
    ? []
    : [
        {
          name: `claims of a limited grant, ${name}`,
          cap: COUNT_CAP,
          statement: ({ limited }: Sessions) => countedClaims(limited, filters),
        },
      ]),
])
