/**
 * The gate of every signed-in page: one call to D1 with everything the page needs, beside one call to the
 * account's guard; then standing and right are judged, and only then is anything shown.
 */
import type { Context } from 'hono'
import { routePath } from 'hono/route'
import type { EventName } from '../audit/events.ts'
import { type Visit, visited, withheld } from '../audit/statement.ts'
import { type Answer, batch, plain, type Prepared, type Statement } from '../db/client.ts'
import { AppError, type Stop } from '../errors.ts'
import type { Idle } from '../account-guard/guard.ts'
import { type Day, dayOf } from '../policy/calendar.ts'
import { type Right, rightsOfEverybody } from '../roles/matrix.ts'
import { can } from '../roles/rules.ts'
import type { SessionKey } from '../session-key.ts'
import { usedOn } from '../sessions/store.ts'
import {
  clauseOf,
  clauseOfGate,
  isFresh,
  membershipClosed,
  standing,
  useDays,
  worksElsewhere,
} from '../standing/rules.ts'
import type { Gate } from '../standing/standing.ts'
import { factsOfSession, readFacts, type SessionRow } from '../standing/store.ts'
import type { Actor } from './actor.ts'
import type { App } from './context.ts'
import { demandToken, sessionToken } from './csrf.ts'
import { readForm } from './form.ts'
import { takeUp, withForm } from './kept.ts'
import { origin } from './origin.ts'
import { closedBecause, sessionKey } from './session.ts'
import { readUpload, type Upload } from './upload.ts'

/** A page as a handler asks for it. */
export type Ask<S extends readonly Statement[]> = {
  right: Right
  /** A second factor that the page wants fresh. */
  fresh?: Freshness | undefined
  /** The event of its audit row. */
  name: EventName
  detail?: Record<string, string | number | null> | undefined
  /** The record asked for, and a query that answers its member only if it may be seen. */
  record?: (session: SessionKey) => { id: string; seen: Prepared<{ memberId: number | null }> }
  /** The first of `read` is a list: so many rows of it are shown, and the audit log names their members. Several: so are those behind it. */
  listShows?: number | readonly number[]
  /** What the page leaves behind, each statement right behind its audit row, whose `seq` is SQL's last_insert_rowid(). */
  leaves?: (session: SessionKey, at: number) => readonly Prepared<never>[]
  /** What the page reads, each statement selected through the session. */
  read: (session: SessionKey, today: Day) => S
}

/**
 * How fresh: of the last minutes, given for this page ('step-up': profile and resets, III.F.1.c) or at the sign-in too
 * ('any': exports and grants).
 */
export type Freshness = 'step-up' | 'any'

type Rows<S extends readonly Statement[]> = Answer<S>['rows']

/** Reads a page for a signed-in person, its audit row written before it is shown (III.L.2). Throws a full stop instead of showing. */
export async function page<const S extends readonly Statement[]>(
  c: Context<App>,
  ask: Ask<S>,
): Promise<{ actor: Actor; rows: Rows<S> }> {
  const key = await sessionKey(c)
  const { now } = c.var
  const today = dayOf(now, c.var.config.zone)
  const reads = ask.read(key, today).map(plain)
  const visit = visited(key, {
    name: ask.name,
    at: now.getTime(),
    page: routePath(c),
    ip: origin(c).ip,
    request: c.var.requestId,
    detail: ask.detail,
    record: ask.record?.(key),
    lists: listsOf(reads, ask.listShows),
  })
  const [idle, answer] = await Promise.all([
    guardOf(c, key).touch(key.id, key.secretHash, now.getTime()),
    batch(c.env.DB, [
      factsOfSession(key, today),
      visit,
      ...(ask.leaves?.(key, now.getTime()) ?? []),
      usedOn(key, useDays(today, c.var.config.policy), now.getTime()),
      ...reads,
    ]),
  ])
  const rows = answer.rows as unknown as [SessionRow[], { seq: number }[], ...unknown[][]]
  const judged = await judge(c, key, idle, rows[0][0], ask, today)
  if ('stop' in judged) {
    const seq = rows[1][0]?.seq
    if (seq !== undefined) {
      await batch(c.env.DB, [withheld(seq, now.getTime(), judged.clause, judged.stop.kind)])
    }
    throw new AppError(judged.stop)
  }
  return { actor: judged.actor, rows: rows.slice(rows.length - reads.length) as unknown as Rows<S> }
}

function listsOf(reads: readonly Prepared<unknown>[], shows: number | readonly number[] = []): Visit['lists'] {
  const sizes = typeof shows === 'number' ? [shows] : shows
  return reads.slice(0, sizes.length).map((query, place) => ({ query, size: sizes[place] ?? 0 }))
}

/** The person behind a posted form, with the form, its token checked. Nothing is recorded: the change does that. With `upload` it may bring a file, with `most` so many bytes of fields. */
export async function act(
  c: Context<App>,
  right: Right,
  { fresh, upload = false, most }: { fresh?: Freshness; upload?: boolean; most?: number } = {},
): Promise<{ actor: Actor } & Upload> {
  // Nobody without the right has so much read as a file is.
  const isFile = upload && /^multipart\//i.test(c.req.header('Content-Type') ?? '')
  const small = isFile ? null : { form: await readForm(c, most), file: null, fileName: '' }
  const key = await sessionKey(c)
  const { now } = c.var
  const today = dayOf(now, c.var.config.zone)
  const [idle, { rows }] = await Promise.all([
    guardOf(c, key).touch(key.id, key.secretHash, now.getTime()),
    batch(c.env.DB, [factsOfSession(key, today), usedOn(key, useDays(today, c.var.config.policy), now.getTime())]),
  ])
  const judged = await judge(c, key, idle, rows[0][0], { right, fresh }, today)
  // A file is not kept for later: its form is not even read.
  if ('stop' in judged) throw new AppError(small ? withForm(c, judged.stop, small.form, key) : judged.stop)
  const { form, file, fileName } = small ?? (await readUpload(c))
  demandToken(form, judged.actor.csrf)
  await takeUp(c, judged.actor, form)
  return { actor: judged.actor, form, file, fileName }
}

/** The guard object of the session's account. */
export function guardOf(c: Context<App>, key: { guard: string }) {
  return c.env.ACCOUNT_GUARD.getByName(key.guard)
}

/** What each gate lets through: its own page, and the second factor that it may want. */
const passing: Record<Gate, readonly Right[]> = {
  password: ['password.change', 'second-factor'],
  agreement: ['agreement.accept'],
  training: ['training.take'],
  verification: ['office.verify', 'office.switch', 'second-factor'],
}

type Judgement = { actor: Actor } | { stop: Stop; clause: string | null }

async function judge(
  c: Context<App>,
  key: SessionKey,
  idle: Idle,
  row: SessionRow | undefined,
  { right, fresh }: { right: Right; fresh?: Freshness | undefined },
  today: Day,
): Promise<Judgement> {
  const now = c.var.now.getTime()
  if (!row || !idle.open) {
    const why = await closedBecause(c, key, idle)
    return { stop: { kind: 'session_closed', why }, clause: why === 'idle' ? 'III.E.2' : null }
  }
  if (row.endsAt <= now) return { stop: { kind: 'session_closed', why: 'expired' }, clause: null }
  // The plan took this way out while the person was in by it.
  if (row.brought !== null && !c.var.config.policy.PROVIDERS) {
    return { stop: { kind: 'session_closed', why: 'ended' }, clause: null }
  }
  const facts = readFacts(row)
  const stands = standing(facts, today, c.var.config, row.membershipId)
  const gate = stands.open ? stands.gate : null
  const membership = facts.memberships.find((one) => one.id === row.membershipId) ?? null
  const closed = membership && membershipClosed(membership, today, c.var.config.policy)
  const actor: Actor = {
    account: facts.accountId,
    kind: facts.kind,
    email: facts.email,
    name: `${facts.firstName} ${facts.lastName}`,
    department: facts.department,
    gate,
    membership,
    isLoa: (membership?.isLoa ?? false) && stands.open && !closed,
    roles: !stands.open || closed ? [] : (membership?.roles ?? []),
    capabilities: stands.open ? facts.capabilities : [],
    facts,
    session: {
      row: row.sessionId,
      key,
      secondsLeft: Math.max(0, Math.floor((Math.min(idle.idleEndsAt, row.endsAt) - now) / 1000)),
      device: row.device,
    },
    csrf: sessionToken(c, key.id),
  }
  c.set('actor', actor)
  // Whatever became of the person: leaving is always possible.
  if (right === 'sign-out') return { actor }
  if (!stands.open) return { stop: { kind: 'standing', why: stands.why }, clause: stands.clause }
  if (right === 'session.keep') return { actor }
  if (gate && !passing[gate].includes(right)) return { stop: { kind: 'gate', gate }, clause: clauseOfGate[gate] }
  // From an office that was closed meanwhile only what is the person's own leads on, the switcher among it.
  if (closed && !rightsOfEverybody.includes(right))
    return { stop: { kind: 'standing', why: closed }, clause: clauseOf[closed] }
  if (!can(actor, right)) return { stop: { kind: 'no_right' }, clause: 'II.C' }
  // Else one office's provider could give itself a passkey or a telephone, and with that come in for every other office.
  if (fresh === 'step-up' && worksElsewhere(facts, row.brought, today)) {
    return { stop: { kind: 'whole_account' }, clause: 'II.B' }
  }
  if (fresh && !isFresh(row, fresh, now, c.var.config.policy)) {
    return { stop: { kind: 'second_factor' }, clause: fresh === 'step-up' ? 'III.F.1.c' : 'III.F.1' }
  }
  return { actor }
}
