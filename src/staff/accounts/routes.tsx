/** Any account, as the Enterprise Administrators find, see and list it (III.E.4.a, III.K.5, III.M.2). */
import { type Context, Hono } from 'hono'
import type { Locks } from '../../account-guard/guard.ts'
import { statusOf } from '../../accounts/rules.ts'
import { recorded } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { addressOf, criteriaOf } from '../../http/criteria.ts'
import { act, guardOf, page } from '../../http/gate.ts'
import { acting } from '../../http/origin.ts'
import { show, spreadsheet } from '../../http/respond.tsx'
import { sessionKey } from '../../http/session.ts'
import { type Id, readId } from '../../ids.ts'
import { type Day, dayOf } from '../../policy/calendar.ts'
import { ROLES } from '../../policy/roles.ts'
import { can } from '../../roles/rules.ts'
import type { Facts } from '../../standing/facts.ts'
import { membershipClosed, standing, trainingDueOn } from '../../standing/rules.ts'
import { type FactsRow, factsOfAccount, readFacts } from '../../standing/store.ts'
import { count, countUpTo, number } from '../../../views/format.ts'
import { AccountPage } from '../../../views/accounts/account-page.tsx'
import { AccountsPage, type AccountsPageProps } from '../../../views/accounts/accounts-page.tsx'
import { doneWords, lateWords, placeOf, stateWords } from '../../../views/accounts/words.ts'
import { accountKinds, accountStates, exportPurposes, type FoundAccount } from './account-search.ts'
import { type DeedFacts, deeds, membershipDeeds } from './deed.ts'
import { type Listing, readDone, readListing, readPurpose, readSearch } from './form.ts'
import { doerOf, membershipRefusalOf, membershipStateOf, refusalOf, stateDays, statesOf } from './rules.ts'
import * as store from './store.ts'

export const accounts = new Hono<App>()

/** Where the list is; each account is below it. */
export const PATH = '/staff/accounts'
const SESSIONS_SHOWN = 25
const CHANGES_SHOWN = 50
const EVENTS_SHOWN = 25

accounts.get('/', async (c) => {
  return accountsPage(c, readListing(await criteriaOf(c, PATH, await sessionKey(c))))
})

accounts.post('/', async (c) => {
  const { actor, form } = await act(c, 'accounts.administer')
  const { typed, ...read } = readSearch(form)
  if ('errors' in read) return found(c, { csrf: actor.csrf, typed, errors: read.errors, accounts: null })
  return c.redirect(await addressOf(c, PATH, { typed, after: null, page: 1 } satisfies Listing, actor.session.key), 303)
})

// A file leaves the portal: it wants a fresh second factor, and its purpose stands in the log.
accounts.post('/export', async (c) => {
  const { actor, form } = await act(c, 'accounts.administer', { fresh: 'any' })
  const { now, config } = c.var
  const today = dayOf(now, config.zone)
  const { typed, ...read } = readSearch(form)
  const purpose = readPurpose(form)
  if ('errors' in read) return found(c, { csrf: actor.csrf, typed, errors: read.errors, accounts: null })
  const again = (sentence: string) => accountsPage(c, { typed, after: null, page: 1 }, { purpose: sentence })
  if (!purpose) return again('Choose what the file is for.')
  const reading = store.foundAccounts(read.filters, stateDays(today, config.policy), null, store.EXPORT_CAP + 1)
  const { rows } = await batch(c.env.DB, [reading])
  const left = rows[0].length
  if (left > store.EXPORT_CAP)
    return again(`A file holds at most ${number(store.EXPORT_CAP)} accounts. Narrow the search.`)
  const exported = { ...acting(c, actor), name: 'account.exported', clause: 'III.L.2' } as const
  await batch(c.env.DB, [recorded({ ...exported, detail: { purpose, accounts: left } })])
  const head = ['Last name', 'First name', 'E-mail', 'Of', 'Offices', 'State', 'Approved', 'Last used', 'Password set']
  const lines = rows[0].map((one) => [
    one.lastName,
    one.firstName,
    one.email,
    placeOf(one),
    one.offices,
    statesOf(one, today, config.policy)
      .map((state) => stateWords[state].word)
      .join(', '),
    one.approvedOn,
    one.lastUsedOn,
    one.passwordSetOn,
  ])
  return spreadsheet(c, 'accounts', [head, ...lines])
})

accounts.get('/:id', (c) => accountPage(c, readId('account', c.req.param('id')), readDone(c.req.query('done'))))

/** The page of an account: what was just `done`, or that somebody else was quicker (`late`, 409). */
export async function accountPage(c: Context<App>, id: Id<'account'>, told?: ReturnType<typeof readDone> | 'late') {
  const { now, config } = c.var
  const at = now.getTime()
  const { actor, rows } = await page(c, {
    right: 'accounts.administer',
    name: 'page.viewed',
    record: () => ({ id, seen: store.accountSeen(id) }),
    read: (_key, today) => [
      factsOfAccount(id, today),
      store.extrasOf(id, at),
      store.placesOf(id),
      store.openSessionsOf(id, at, SESSIONS_SHOWN),
      store.changesOf(id, CHANGES_SHOWN),
      store.eventsOf(id, EVENTS_SHOWN),
    ],
  })
  const [[facts], [extras], places, sessions, changes, events] = rows
  const subject = await subjectOf(c, actor, facts, extras)
  const today = dayOf(now, config.zone)
  const stands = standing(subject.facts, today, config)
  const late = told === 'late'
  return show(
    c,
    {
      title: nameOf(subject.facts),
      status: late ? 409 : 200,
      error: late,
      back: { href: PATH, label: 'Accounts' },
      banner: told && { kind: late ? 'warning' : 'success', heading: late ? lateWords : doneWords[told], focus: true },
    },
    <AccountPage
      account={{
        ...subject.facts,
        ...subject.extras,
        states: subject.states,
        locks: subject.locks,
        closed: stands.open ? null : stands.why,
        gate: stands.open ? stands.gate : null,
        trainingDueOn: trainingDueOn(subject.facts.trainedOn, config),
      }}
      isSelf={subject.deedFacts.isSelf}
      memberships={subject.facts.memberships.map((membership) => ({
        ...membership,
        officePublicId: places.find((place) => place.membership === membership.publicId)?.office ?? '',
        since: places.find((place) => place.membership === membership.publicId)?.since ?? null,
        roles: membership.roles.map((role) => ROLES[role].name),
        state: membershipStateOf(membership, today),
        closed: membershipClosed(membership, today, config.policy),
        deeds: membershipDeeds.filter((deed) => membershipRefusal(deed, membership, subject, actor, today) === null),
      }))}
      sessions={sessions}
      changes={changes}
      events={events.map((event) => ({ ...event, by: doerOf(event) }))}
      deeds={deeds.filter((deed) => refusalOf(deed, subject.deedFacts) === null)}
      zone={config.zone}
    />,
  )
}

/** An account as deeds and pages know it; its guard object says what is locked. */
export type Subject = {
  facts: Facts
  extras: store.AccountExtras
  locks: Locks
  states: ReturnType<typeof statesOf>
  deedFacts: DeedFacts
}

/** Asks the guard too. Throws `not_found` where there is no such account. */
export async function subjectOf(
  c: Context<App>,
  actor: Actor,
  row: FactsRow | undefined,
  extras: store.AccountExtras | undefined,
): Promise<Subject> {
  if (!row || !extras) throw new AppError({ kind: 'not_found' })
  const facts = readFacts(row)
  const locks = await guardOf(c, facts).locks()
  const { now, config } = c.var
  const today = dayOf(now, config.zone)
  const offices = facts.memberships.filter((membership) => membershipStateOf(membership, today) !== 'ended').length
  // The object decides: its copy in D1 says since when.
  const decided = { ...facts, offices, lockedAt: locks.password ? (extras.lockedAt ?? 0) : null }
  return {
    facts,
    extras,
    locks,
    states: statesOf(decided, today, config.policy),
    deedFacts: {
      isSelf: facts.accountId === actor.account,
      status: statusOf(decided),
      isLocked: locks.password || locks.secondFactor || extras.lockedAt !== null,
      hasPassword: facts.passwordSetOn !== null || extras.isManaged === 1,
      sessions: extras.sessions,
      devices: extras.devices,
      factors: extras.passkeys + extras.apps + extras.codes,
    },
  }
}

/** Why the Enterprise Administrator can't do the deed to the membership; null: they can. */
export function membershipRefusal(
  deed: (typeof membershipDeeds)[number],
  membership: Facts['memberships'][number],
  subject: Subject,
  actor: Actor,
  today: Day,
) {
  return membershipRefusalOf(deed, {
    state: membershipStateOf(membership, today),
    isSelf: subject.deedFacts.isSelf,
    reinstatesUnverified: can(actor, 'offices.reinstate'),
  })
}

/** First and last name. */
export function nameOf({ firstName, lastName }: Facts): string {
  return `${firstName} ${lastName}`.trim()
}

async function accountsPage(c: Context<App>, listing: Listing, errors?: Record<string, string>) {
  const { now, config } = c.var
  const today = dayOf(now, config.zone)
  const days = stateDays(today, config.policy)
  const { typed, ...read } = readSearch(new URLSearchParams(listing.typed))
  const filters = 'filters' in read ? read.filters : { words: [], email: '', office: '', state: null, kind: null }
  const { actor, rows } = await page(c, {
    right: 'accounts.administer',
    name: 'page.viewed',
    read: () => [
      store.foundAccounts(filters, days, listing.after, store.PAGE_SIZE + 1),
      store.countedAccounts(filters, days),
    ],
  })
  const shown = rows[0].slice(0, store.PAGE_SIZE)
  const last = rows[0].length > store.PAGE_SIZE ? shown.at(-1) : undefined
  const total = countUpTo(store.COUNT_CAP, rows[1][0]?.count ?? 0, 'account')
  const first = (listing.page - 1) * store.PAGE_SIZE + 1
  const to = (after: Listing['after'], nth: number) =>
    addressOf(c, PATH, { typed, after, page: nth } satisfies Listing, actor.session.key)
  return found(c, {
    csrf: actor.csrf,
    typed,
    errors,
    accounts: shown.map((one) => ({ ...one, states: statesOf(one, today, config.policy) })),
    text:
      shown.length > 0 ? `${number(first)} to ${number(first + shown.length - 1)} of ${total}` : count(0, 'account'),
    start: listing.page > 1 ? await to(null, 1) : undefined,
    older: last && (await to(cursorOf(last), listing.page + 1)),
  })
}

function cursorOf({ lastName, firstName, row }: FoundAccount) {
  return { lastName, firstName, row }
}

function found(c: Context<App>, props: Omit<AccountsPageProps, 'states' | 'kinds' | 'purposes'>) {
  const { errors } = props
  return show(
    c,
    { title: 'Accounts', error: errors !== undefined, status: errors ? 422 : 200 },
    <AccountsPage {...props} states={accountStates} kinds={accountKinds} purposes={exportPurposes} />,
  )
}
