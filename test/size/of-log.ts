/** The log, as its form searches it, and what one's own page and an account's show of it. */
import { ownActivity, PAGE_SIZE as ACTIVITY_PAGE } from '../../src/profile/activity/store.ts'
import type { AuditFilters, AuditSearch, Lead } from '../../src/audit/filters.ts'
import { rowsFor } from '../../src/audit/search/rules.ts'
import { searchedAudit } from '../../src/audit/search/store.ts'
import { eventsOf } from '../../src/staff/accounts/store.ts'
import { END } from './filled-sizes.ts'
import type { List } from './list.ts'

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
const searches: List[] = [
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

/** An event with its office and who did it; and events of other kinds between those of an account that are shown. */
const OF_AN_EVENT = 6
const EVENTS_SHOWN = 25
const ofPerson: List[] = [
  ['one’s own activity', null],
  ['one’s own activity far down', 3000],
].map(([name, before]) => ({
  name: name as string,
  page: ACTIVITY_PAGE,
  each: OF_AN_EVENT,
  statement: ({ clerk }) => ownActivity(clerk, 0, before as number | null),
}))
const ofAccount: List = {
  name: 'the events of an account',
  page: EVENTS_SHOWN,
  each: OF_AN_EVENT,
  statement: () => eventsOf(`acc_${'8'.padStart(24, '0')}`, EVENTS_SHOWN + 1),
}

export const log: List[] = [...searches, ...ofPerson, ofAccount]
