/** Whether a change was asked for on a page of ours (security.md, CSRF). */
import type { Context, MiddlewareHandler } from 'hono'
import { keyedHash, randomText, sameText } from '../digest.ts'
import { AppError } from '../errors.ts'
import type { App } from './context.ts'
import { readCookie, setCookie } from './cookies.ts'

/**
 * Refuses changes that a browser says come from elsewhere. Where it says nothing (text browsers),
 * the token in the form decides alone. Bearer endpoints take no token, a foreign Origin is still refused.
 */
export const sameOriginOnly: MiddlewareHandler<App> = async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const site = c.req.header('Sec-Fetch-Site')
    const origin = c.req.header('Origin')
    const foreign = site !== undefined ? site !== 'same-origin' : origin !== undefined && origin !== c.var.config.origin
    if (foreign) throw new AppError({ kind: 'foreign_request' })
  }
  await next()
}

/** The token of a signed-in person's forms, bound to the session. */
export function sessionToken(c: Context<App>, session: string): string {
  return keyedHash(c.var.config.sealKeys.present, 'csrf', session)
}

/** The token of a visitor's forms, bound to a random cookie that is set when there is none. */
export function visitorToken(c: Context<App>): string {
  return keyedHash(c.var.config.sealKeys.present, 'csrf visitor', visitorOf(c))
}

/** The value of the random cookie that tells one browser from another; a new one is set when there is none. */
export function visitorOf(c: Context<App>): string {
  const known = knownVisitor(c)
  if (known !== undefined) return known
  const visitor = randomText()
  setCookie(c, 'visitor', visitor)
  return visitor
}

/** The same, if the browser has one already. */
export function knownVisitor(c: Context<App>): string | undefined {
  const visitor = readCookie(c, 'visitor')
  return visitor && /^[A-Za-z0-9_-]{43}$/.test(visitor) ? visitor : undefined
}

/** Whether the form carries the token. */
export function bearsToken(form: URLSearchParams, token: string): boolean {
  return sameText(form.get('csrf') ?? '', token)
}

/** Throws `foreign_request` unless the form carries the token. */
export function demandToken(form: URLSearchParams, token: string): void {
  if (!bearsToken(form, token)) throw new AppError({ kind: 'foreign_request' })
}
