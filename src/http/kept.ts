/**
 * Forms that come too late (III.E.2): after the session closed, or without the fresh second factor that they want.
 * They are sealed for the same account alone, and offered again when it is back.
 */
import type { Context } from 'hono'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import { AppError, type Stop } from '../errors.ts'
import { isId, newId, readId } from '../ids.ts'
import type { KeptForm } from '../kept-forms/kept-form.ts'
import { bearsSecret, isWorthKeeping } from '../kept-forms/rules.ts'
import { formKept, formTaken } from '../kept-forms/store.ts'
import { seal, unseal } from '../seal.ts'
import type { SessionKey } from '../session-key.ts'
import type { Actor } from './actor.ts'
import type { App } from './context.ts'
import { isOurPath } from './criteria.ts'
import { bearsToken, sessionToken } from './csrf.ts'
import { acting, origin } from './origin.ts'

const MINUTE = 60_000
const PURPOSE = 'kept form'
/** A form of 64 KB as JSON, sealed. */
const MOST_CHARACTERS = 500_000

/**
 * The stop with the form that ran into it, where it may be kept: it bears the token of its own session. What comes from
 * elsewhere into an open session is refused as that (`foreign_request`), before a factor is asked for it.
 */
export function withForm(c: Context<App>, stop: Stop, form: URLSearchParams, key: SessionKey): Stop {
  const isOurs = bearsToken(form, sessionToken(c, key.id))
  if (stop.kind === 'second_factor') return isOurs ? { ...stop, form } : { kind: 'foreign_request' }
  return stop.kind === 'session_closed' && isOurs ? { ...stop, form } : stop
}

/** Keeps the form and answers where it is offered again. One with a secret in it is typed anew, on its own page. */
export async function keepForm(c: Context<App>, form: URLSearchParams, key: SessionKey): Promise<string> {
  const { path } = c.req
  const { config, now } = c.var
  if (!isOurPath(path) || !isWorthKeeping(path, form)) return bearsSecret(form) && isOurPath(path) ? path : '/home'
  // It was kept before, and is on its way again: the same one waits on.
  const before = form.get('kept') ?? ''
  if (isId('kept-form', before)) return `/kept/${before}`
  const fields = [...form].filter(([name]) => name !== 'csrf' && name !== 'kept')
  const id = newId('kept-form')
  const sealed = await seal({ path, fields } satisfies KeptForm, config.sealKeys, PURPOSE, key.guard)
  const expiresAt = now.getTime() + config.policy.LATE_FORM_KEPT_FOR * MINUTE
  const { changes } = await batch(c.env.DB, formKept(key, { id, sealed, expiresAt }, origin(c)))
  return changes[0] === 1 ? `/kept/${id}` : '/home'
}

/** The kept form in its seal. Throws `not_found` for what is no seal of this account. */
export async function openForm(c: Context<App>, sealed: string | undefined, guard: string): Promise<KeptForm> {
  const opened = sealed && (await unseal(sealed, c.var.config.sealKeys, PURPOSE, guard, MOST_CHARACTERS))
  if (!opened) throw new AppError({ kind: 'not_found' })
  return opened as KeptForm
}

/** A form that was kept is sent now: once. Throws `changed_meanwhile` if it was sent or discarded before. */
export async function takeUp(c: Context<App>, actor: Actor, form: URLSearchParams): Promise<void> {
  const kept = form.get('kept')
  if (kept === null) return
  form.delete('kept')
  await takeAway(c, actor, kept, 'form.sent_late')
}

/** Takes a kept form away and records why. Throws `changed_meanwhile` if there is none of this account any more. */
export async function takeAway(
  c: Context<App>,
  actor: Actor,
  kept: string,
  name: 'form.sent_late' | 'form.discarded',
): Promise<void> {
  const id = readId('kept-form', kept)
  const from = acting(c, actor)
  const { changes } = await batch(c.env.DB, [
    formTaken(actor.session.key.guard, id, from.at),
    recordedIfChanged({ ...from, name, record: id, clause: 'III.E.2' }),
  ])
  if (changes[0] === 0) throw new AppError({ kind: 'changed_meanwhile' })
}
