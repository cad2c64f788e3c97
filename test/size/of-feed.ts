/** What the core system sent, and the restricted list. */
import { listedImports, PAGE_SIZE as IMPORTS_PAGE, rejectionsOf } from '../../src/feed/imports/store.ts'
import { unjudgedReasons } from '../../src/restricted-info/hidden/hidden.ts'
import { countedUnjudged, unjudgedRecords } from '../../src/restricted-info/hidden/store.ts'
import { rowsOfDraft } from '../../src/restricted-info/draft/store.ts'
import { reviewsBefore } from '../../src/restricted-info/reviews/store.ts'
import {
  changesOf,
  COUNT_CAP,
  countedRows,
  PAGE_SIZE,
  recordsOf,
  rowsInForce,
  versionsBefore,
} from '../../src/restricted-info/versions/store.ts'
import { IMPORT } from './filled-feed.ts'
import { VERSIONS } from './filled-sizes.ts'
import type { Count, List } from './list.ts'

const page = PAGE_SIZE
const narrowed = ['', 'icd-10-cm', 'hcpcs'].flatMap((system) =>
  ['', 'mental-health', 'abortion'].map((category) => ({ system, category })),
)
const nameOf = (parts: object) => Object.values(parts).filter(Boolean).join(' of ') || 'all'

const codes: List[] = narrowed.flatMap((typed) =>
  [null, { system: 'icd-10-cm', code: 'X5', match: 'exact', category: 'mental-health' }].map((after) => ({
    name: `restricted codes, ${nameOf(typed)}${after ? ', far down' : ''}`,
    page,
    statement: () => rowsInForce(typed, after),
  })),
)
const changes: List[] = (['added', 'ended'] as const).flatMap((change, at) =>
  [0, 36_700].map((row) => ({
    name: `codes that were ${change} by a version${row ? ', far down' : ''}`,
    page,
    statement: () =>
      changesOf(at === 0 ? 50 : 350, {
        change,
        version: row ? (at === 0 ? 50 : 350) : 0,
        row: row && (at === 0 ? 4930 : 5030),
      })[at]!,
  })),
)
const versions: List[] = [
  { name: 'versions', page, statement: () => versionsBefore(0) },
  { name: 'versions far down', page, statement: () => versionsBefore(500) },
  { name: 'reviews', page, statement: () => reviewsBefore(0) },
  { name: 'reviews far down', page, statement: () => reviewsBefore(500) },
  { name: 'rows of a draft', page, statement: () => rowsOfDraft(0) },
  { name: 'rows of a draft far down', page, statement: () => rowsOfDraft(5000) },
  { name: 'records of a version', page, statement: () => recordsOf(VERSIONS, 0) },
  { name: 'records of a version far down', page, statement: () => recordsOf(VERSIONS, 5000) },
]

const hidden = ['' as const, ...unjudgedReasons].flatMap((reason) => ['', 'Claim'].map((type) => ({ reason, type })))
const found = hidden.filter(({ reason }) => reason !== 'unknown-shape' && reason !== 'unknown-system')
const records: List[] = found.flatMap((filters) =>
  [
    null,
    {
      reason: filters.reason === 'no-list' || filters.reason === '' ? 'no-list:snomed' : filters.reason,
      type: 'Claim',
      record: 4000,
    },
  ].map((after) => ({
    name: `hidden records, ${nameOf(filters)}${after ? ', far down' : ''}`,
    page,
    statement: () => unjudgedRecords(filters, after),
  })),
)

const imports: List[] = [
  { name: 'imports', page: IMPORTS_PAGE, statement: () => listedImports(null) },
  {
    name: 'imports far down',
    page: IMPORTS_PAGE,
    statement: () => listedImports({ startedAt: 100, id: 'import-301' }),
  },
  { name: 'rejected lines', page: IMPORTS_PAGE, statement: () => rejectionsOf(IMPORT, null) },
  {
    name: 'rejected lines far down',
    page: IMPORTS_PAGE,
    statement: () => rejectionsOf(IMPORT, { file: 'file-2.ndjson', line: 5000 }),
  },
]

export const feed: List[] = [...codes, ...changes, ...versions, ...records, ...imports]

export const countsOfFeed: Count[] = [
  ...narrowed.map((typed): Count => ({
    name: `restricted codes, ${nameOf(typed)}`,
    cap: COUNT_CAP,
    statement: () => countedRows(typed),
  })),
  ...found.map((filters): Count => ({
    name: `hidden records, ${nameOf(filters)}`,
    cap: COUNT_CAP,
    statement: () => countedUnjudged(filters),
  })),
]
