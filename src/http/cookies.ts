/** Cookies: `__Host-` and Secure, except in development on http://localhost, where text browsers drop those. */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { readKeyText, type SessionKey } from '../session-key.ts'
import type { App } from './context.ts'

/** The four cookies there are: all strictly necessary. */
export type CookieName = 'session' | 'flow' | 'device' | 'visitor'

/** The value of a cookie; undefined if there is none. */
export function readCookie(c: Context<App>, name: CookieName): string | undefined {
  return getCookie(c, c.var.config.secure ? `__Host-${name}` : name)
}

/** Sets a cookie until the browser closes, or for `seconds`. The value is ours: base64url and dots. */
export function setCookie(c: Context<App>, name: CookieName, value: string, seconds?: number): void {
  if (!/^[A-Za-z0-9._-]*$/.test(value)) throw new Error('not a cookie value of ours')
  const { secure } = c.var.config
  const parts = [`${secure ? '__Host-' : ''}${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  if (seconds !== undefined) parts.push(`Max-Age=${seconds}`)
  if (secure) parts.push('Secure')
  c.header('Set-Cookie', parts.join('; '), { append: true })
}

/** Takes a cookie away. */
export function dropCookie(c: Context<App>, name: CookieName): void {
  setCookie(c, name, '', 0)
}

/** A cookie of the form `<guard>.<id>.<secret>` with its secret hashed; null for any other shape. */
export async function readKey(c: Context<App>, name: 'session' | 'flow'): Promise<SessionKey | null> {
  return readKeyText(readCookie(c, name) ?? '')
}
