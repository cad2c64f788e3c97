/**
 * III.I.1: two portals, one with the restricted records and one without them, answer alike: every page, search, count, export
 * and error, for every role. What the plan's staff are shown of the list's own work (the list, what it hides, what the feed
 * brought) is told apart on purpose, and left alone here.
 */
import { reset, applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { batch } from '../../src/db/client.ts'
import { categories, optionalCategories } from '../../src/restricted-info/code-list.ts'
import { codesReplaced } from '../../src/service-codes/store.ts'
import { Names, type Step, Walk } from '../support/crawl.ts'
import { newImport, ndjson, post, publishRows, rows } from '../support/feed.ts'
import { aPerson, type Someone } from '../support/people.ts'
import { type Entry, extractOf, listRows } from '../support/restricted-extract.ts'
import { type Sent, sent, type Wish, written } from '../support/refer.ts'
import { freshlyIn } from '../support/requests.ts'

/** Noon of a day on which nothing of the extract is due. */
const NOON = Date.UTC(2026, 9, 15, 19)
const PER_PART = 40
const { common, entries } = extractOf()

/** What tells the two apart on purpose, what ends the walk, and what isn't ours. */
const left = /^\/(sign-out|session|dev|staff\/(feed|restricted-codes|hidden-records|jobs))|\/scan$/

/** Everybody who walks. `grant`: limited to the records of one provider. */
const walkers: (Omit<Someone, 'email' | 'offices'> & { name: string; at?: string[]; isLimited?: boolean })[] = [
  { name: 'every role', at: ['org-1'], roles: ['eligibility', 'claims', 'view-referrals', 'submit-referrals'] },
  { name: 'every role elsewhere', at: ['org-2'], roles: ['eligibility', 'claims', 'view-referrals', 'submit-referrals'] },
  { name: 'claims', at: ['org-3'], roles: ['claims'] },
  { name: 'claims of one provider', at: ['org-1'], roles: ['claims', 'view-referrals'], isLimited: true },
  { name: 'eligibility', at: ['org-1'], roles: ['eligibility'] },
  { name: 'referrals', at: ['org-2'], roles: ['view-referrals'] },
  { name: 'administrator', at: ['org-1', 'org-2'], roles: ['claims'], isLoa: true },
  { name: 'no role', at: ['org-1'], roles: [] },
  { name: 'information services', department: 'information-services', capabilities: ['audit.read'] },
  { name: 'e-business', department: 'e-business' },
  { name: 'provider relations', department: 'provider-relations' },
  { name: 'privacy', department: 'privacy' },
  { name: 'information security', department: 'information-security' },
] // prettier-ignore

/** Public ids of the records that the first portal hides: asked for in both. */
type Hidden = { claims: string[]; referrals: string[]; numbers: string[]; referred: string[] }

/** What became of the referrals that one walker submitted, and who was told of their numbers, asking what. */
type Submitted = Record<'open' | 'restricted', Sent & { pages: string[]; isFound: boolean; like: string }>
const submissions: Submitted[] = []
const told: Walk['told'] = []

let hidden: Hidden
const walked: Record<'with' | 'without', Map<string, Step[]>> = { with: new Map(), without: new Map() }

/** Fills the portal: everything, or what isn't restricted, in as many parts. */
async function fill(isKept: (entry: Entry) => boolean): Promise<void> {
  await publishRows(...listRows(categories))
  await env.DB.prepare(
    `INSERT INTO restricted_list (version, made_at, source, reason, rows_added, more_categories) VALUES (2, 0, 'test', 'on', 0, ?)`,
  )
    .bind(JSON.stringify(optionalCategories))
    .run()
  const codes = [{ system: 'icd-10-cm', code: 'J309' }, { system: 'hcpcs', code: 'G0180' }, { system: 'hcpcs', code: 'H0050' }] as const // prettier-ignore
  const loaded = codes.map((one) => ({
    ...one,
    words: `Words of ${one.code}`,
    keys: ['words', one.code.toLowerCase()],
  }))
  await batch(env.DB, codesReplaced(['icd-10-cm', 'hcpcs'], loaded, 'test'))
  const id = newImport()
  const send = (file: string, part: number, records: object[]) =>
    post(`/${id}/${file}/${part}`, ndjson(records as never)).then((answer) => expect(answer.status).toBe(200))
  await send('common.ndjson', 1, common)
  for (let at = 0; at < entries.length; at += PER_PART) {
    const part = entries.slice(at, at + PER_PART).filter(isKept)
    await send(
      'records.ndjson',
      1 + at / PER_PART,
      part.flatMap(({ records }) => records),
    )
  }
  await env.DB.prepare("UPDATE office SET access_on = '2020-01-01', verify_due_on = '2199-01-01'").run()
}

async function people(): Promise<Map<string, { guard: string }>> {
  const found = await rows<{ id: number; sourceId: string }>('SELECT id, source_id AS sourceId FROM office')
  const rowOf = new Map(found.map(({ id, sourceId }) => [sourceId, id]))
  const made = new Map<string, { guard: string }>()
  for (const { name, at = [], isLimited, ...more } of walkers) {
    const email = `${name.replaceAll(' ', '.')}@office.example`
    const person = await aPerson({ ...more, email, offices: at.map((source) => rowOf.get(source)!) })
    made.set(name, person)
    if (!isLimited) continue
    await env.DB.prepare(
      `INSERT INTO grant_limit (membership_id, role, provider_id)
       SELECT m.id, r.role, p.id FROM membership m JOIN role_grant r ON r.membership_id = m.id, provider p
       WHERE m.account_id = ? AND p.source_id IN ('doc-3', 'doc-6')`,
    )
      .bind(person.account)
      .run()
  }
  return made
}

/** What hides in the portal that is filled now. */
async function whatHides(): Promise<Hidden> {
  const of = async (table: string) =>
    rows<{ id: string; number: string }>(
      `SELECT public_id AS id, number FROM ${table} WHERE shown_under IS NULL ORDER BY id`,
    )
  const [claims, referrals] = [await of('claim'), await of('referral')]
  const ids = (list: { id: string }[]) => list.map(({ id }) => id)
  const members = await rows<{ number: string }>(
    `SELECT DISTINCT m.member_number AS number FROM referral r JOIN member m ON m.id = r.member_id JOIN office o ON o.id = r.office_id
     WHERE r.shown_under IS NULL AND o.source_id = 'org-1' ORDER BY m.id LIMIT 3`,
  )
  const numbers = [...claims, ...referrals].map((one) => one.number)
  return { claims: ids(claims), referrals: ids(referrals), numbers, referred: members.map(({ number }) => number) }
}

/** Everything that one person asks for. */
async function walk(name: string, person: { guard: string }): Promise<Step[]> {
  const names = new Names()
  for (const [n, id] of [...hidden.claims, ...hidden.referrals].entries()) names.fix(id, `hidden#${n}`)
  const browser = await freshlyIn(person)
  const steps = new Walk(browser, names)
  const home = await steps.get('/home')
  const csrf = /name="csrf" value="([^"]*)"/.exec(home)?.[1] ?? ''
  const starts = ['/home', '/members', '/claims', '/referrals', '/eligibility-checks', '/profile', '/office/users', '/staff']
  await steps.follow(starts, 260, left)
  // Of every hidden record whoever reads most asks; the others for one in ten: they are answered from the same query.
  const some = <T>(list: T[]) => list.filter((_, n) => name === 'every role' || n % 10 === 0)
  for (const id of some(hidden.claims)) {
    await steps.get(`/claims/${id}`)
    await steps.get(`/claims/${id}/print?purpose=payment`)
  }
  for (const id of some(hidden.referrals)) {
    await steps.get(`/referrals/${id}`)
    await steps.get(`/referrals/${id}/print?purpose=payment`)
  }
  // A search finds by the query of the lists, which the walk reads too: three numbers of four are enough of them.
  for (const number of some(hidden.numbers).filter((_, n) => n % 4 > 0)) {
    await steps.search(number.includes('-f') ? '/referrals' : '/claims', { number }, csrf)
  }
  for (let n = 0; n < 40; n += name === 'every role' ? 1 : 10) {
    await steps.search('/claims', { memberNumber: `HV-${100 + n}` }, csrf)
    await steps.search('/referrals', { memberNumber: `HV-${100 + n}` }, csrf)
    await steps.search('/members', { lastName: `Member${n % 9}`, birthDate: `19${50 + n}-04-21` }, csrf)
  }
  for (const status of ['received', 'paid', 'denied']) await steps.search('/claims', { status }, csrf)
  for (let month = 1; month < 10; month += 1) {
    await steps.search('/claims', { from: `2026-0${month}-01`, to: `2026-0${month}-28` }, csrf)
  }
  for (const status of ['requested', 'approved', 'denied']) await steps.search('/referrals', { status }, csrf)
  for (const urgency of ['routine', 'urgent']) await steps.search('/referrals', { urgency }, csrf)
  // What is taken away, the whole of it; what is remembered of all this; what is asked of a list; what a new referral is like.
  for (const path of ['/claims/export?purpose=payment', '/referrals/copy?purpose=payment', '/referrals/copy?purpose=payment&as=csv']) {
    await steps.get(path)
  }
  await steps.get('/members')
  const list = Array.from({ length: 40 }, (_, n) => `HV-${100 + n}`).join('\n')
  const check = /\/eligibility-checks\/[a-z]{3}_[0-9a-z]{24}/.exec(await steps.search('/eligibility-checks', { list, on: '', name: '' }, csrf))?.[0]
  if (check) {
    await steps.get(`${check}/export?purpose=payment`)
    await steps.follow([check, '/eligibility-checks'], 12, left)
  }
  if (name.startsWith('every role')) {
    // Such as the member's hidden ones: none is told of as its like.
    for (const memberNumber of hidden.referred) await written(steps, { ...clear, memberNumber }, csrf)
    submissions.push(await refersBoth(steps, names, csrf))
  }
  for (const path of ['/referrals/drafts', '/referrals/confirmations', '/home', '/healthz']) await steps.get(path)
  told.push(...steps.told)
  return steps.steps
} // prettier-ignore

const clear = { diagnoses: 'J30.9', services: 'G0180' }
/** A referral that anybody of the office sees, and one that nobody sees: by its service. */
const wishes: Record<'open' | 'restricted', Wish> = {
  open: { ...clear, memberNumber: 'HV-107' },
  restricted: { ...clear, services: 'H0050', memberNumber: 'HV-108' },
}

/** Submits both, and asks for either in every way; writes its like, and discards that. */
async function refersBoth(steps: Walk, names: Names, csrf: string): Promise<Submitted> {
  const kinds: Partial<Submitted> = {}
  for (const [kind, wish] of Object.entries(wishes) as ['open' | 'restricted', Wish][]) {
    const made = await sent(steps, await written(steps, wish, csrf), csrf)
    const [row] = await rows<{ id: string }>('SELECT public_id AS id FROM referral WHERE source_id = ?', made.number)
    names.fix(row!.id, `submitted-${kind}`)
    const pages = [await steps.get(`/referrals/${row!.id}`), await steps.get(`/referrals/${row!.id}/print?purpose=payment`)]
    const plain = async (number: string) => names.plain(await steps.search('/referrals', { number }, csrf))
    const [byNumber, byNone] = [await plain(made.number), await plain('GH-0000000000')]
    await steps.search('/referrals', { memberNumber: wish.memberNumber }, csrf)
    const like = await written(steps, wish, csrf)
    await steps.search(`${like.draft}/discard`, {}, csrf)
    kinds[kind] = { ...made, pages, isFound: byNumber !== byNone, like: like.review }
  }
  for (const path of ['/referrals', '/referrals/copy?purpose=payment', '/referrals/copy?purpose=payment&as=csv', '/home']) {
    await steps.get(path)
  }
  await steps.follow(['/referrals/confirmations', '/referrals/confirmations/print', '/referrals', '/members'], 60, left)
  return kinds as Submitted
} // prettier-ignore

async function portal(which: 'with' | 'without'): Promise<void> {
  await reset()
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  await fill((entry) => which === 'with' || !entry.restricted)
  if (which === 'with') hidden = await whatHides()
  const made = await people()
  for (const { name } of walkers) walked[which].set(name, await walk(name, made.get(name)!))
}

beforeAll(async () => {
  vi.setSystemTime(NOON)
  await portal('with')
  await portal('without')
  vi.useRealTimers()
}, 600_000)

it('III.I.1 every restricted record hides, and no other one', () => {
  const isReferral = ({ records }: Entry) => records[0]!.resourceType === 'ServiceRequest'
  const restricted = entries.filter(({ restricted: is }) => is)
  expect(hidden.numbers.filter((number) => number.startsWith('N-o-'))).toEqual([])
  for (const { records } of restricted) {
    const [own] = records as [{ id: string }]
    // A claim bears the number of its Claim, where it has one.
    expect(
      hidden.numbers.filter((number) => [`N-${own.id}`, `N-${own.id}-c`].includes(number)),
      own.id,
    ).not.toEqual([])
  }
  expect(hidden.claims.length).toBeGreaterThanOrEqual(restricted.filter((one) => !isReferral(one)).length)
  expect(hidden.referrals.length).toBeGreaterThanOrEqual(restricted.filter(isReferral).length)
})

/** Where two answers part, and what stands around it. */
function differenceOf(one: Step | undefined, other: Step | undefined) {
  const [a, b] = [one, other].map((step) => `${step?.asked}\n${step?.answer}`) as [string, string]
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  return {
    asked: one?.asked,
    with: a.slice(Math.max(0, at - 80), at + 80),
    without: b.slice(Math.max(0, at - 80), at + 80),
  }
}

describe('III.I.1 the portal with restricted records answers like the one without', () => {
  it.each(walkers.map(({ name }) => name))('%s', (name) => {
    const [one, other] = [walked.with.get(name)!, walked.without.get(name)!]
    const at = one.findIndex((step, n) => step.asked !== other[n]?.asked || step.answer !== other[n]?.answer)
    // The first difference alone is shown: those after it mostly come of it.
    expect(at < 0 ? null : differenceOf(one[at], other[at])).toBeNull()
    expect(other.length).toBe(one.length)
    expect(one.length).toBeGreaterThan(20)
  })

  it('III.I.1 a restricted referral that is submitted leaves its confirmation number, and nothing else', () => {
    expect(submissions).toHaveLength(4)
    for (const { open, restricted } of submissions) {
      expect(restricted.answer).toBe(open.answer)
      expect(restricted.answer).toMatch(/^303\n/)
      expect([open, restricted].map(({ number }) => number)).not.toContain('')
      expect([open, restricted].map(({ isFound }) => isFound)).toEqual([true, false])
      expect([open, restricted].map(({ like }) => like.includes('This looks like a referral'))).toEqual([true, false])
      for (const page of restricted.pages) expect(page).toContain('There is nothing here that you can see.')
      for (const page of open.pages) expect(page).toContain(open.number)
      const places = (number: string) => told.filter((one) => one.number === number).map(({ asked }) => asked)
      // The field of a search has what was typed: what that finds is seen above.
      const others = places(restricted.number).filter(
        (asked) => !/\/submission|confirmations|"<confirmation>"/.test(asked),
      )
      expect(others).toEqual([])
      expect(places(open.number).some((asked) => asked.includes('/referrals/copy'))).toBe(true)
    }
  })

  it('over 5,000 answers were held against each other', () => {
    const all = [...walked.with.values()].map((steps) => steps.length)
    expect(all.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5000)
  })
})
