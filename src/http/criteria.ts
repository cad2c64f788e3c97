/**
 * What was searched for, sealed into the address (house.md, never 9): nothing personal stands in a URL,
 * and Back, paging and reloading work. It opens for this account and session only (T24).
 */
import type { Context } from 'hono'
import { seal, unseal } from '../seal.ts'
import type { SessionKey } from '../session-key.ts'
import type { App } from './context.ts'

/** Criteria outlive their session only to be resumed: sealed to the account alone. */
type Kept = { path: string; criteria: unknown }

/** The address of a page with its criteria. `path` is also what they are sealed for. */
export async function addressOf(c: Context<App>, path: string, criteria: unknown, key: SessionKey): Promise<string> {
  return `${path}?s=${await seal(criteria, c.var.config.sealKeys, `criteria ${path}`, holder(key))}`
}

/** The criteria in the request's address; null if there are none or they are not this session's. */
export async function criteriaOf(c: Context<App>, path: string, key: SessionKey): Promise<unknown> {
  const sealed = c.req.query('s')
  return sealed ? unseal(sealed, c.var.config.sealKeys, `criteria ${path}`, holder(key)) : null
}

/** The address to come back to after signing in again, its criteria sealed anew for the same account. */
export async function keepAddress(c: Context<App>, key: SessionKey | null): Promise<string> {
  const { path } = c.req
  const criteria = key && (await criteriaOf(c, path, key))
  if (!criteria) return path
  return `${path}?s=${await seal({ path, criteria } satisfies Kept, c.var.config.sealKeys, 'resume', key.guard)}`
}

/** Whether a path can be one of a page here: no second slash, no dots, no escapes, whatever a browser makes of them (T22). */
export function isOurPath(path: string): boolean {
  return /^(?:\/[a-z0-9_-]+)+$/.test(path)
}

/** The kept address for the new session; '/home' for anything that is no page of ours (T22). */
export async function resumeAddress(c: Context<App>, kept: string | null, key: SessionKey): Promise<string> {
  const [path = '', sealed, ...more] = (kept ?? '').split('?s=')
  if (!isOurPath(path) || more.length > 0 || /^\/(sign|session)/.test(path)) return '/home'
  if (!sealed) return path
  const opened = (await unseal(sealed, c.var.config.sealKeys, 'resume', key.guard)) as Kept | null
  return opened?.path === path ? addressOf(c, path, opened.criteria, key) : path
}

function holder(key: SessionKey): string {
  return `${key.guard} ${key.id}`
}
