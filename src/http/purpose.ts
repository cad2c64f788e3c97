/** The purpose of a copy: none is printed or taken away without it, and it is recorded (II.D). */
import type { Context } from 'hono'
import { type Purpose, readPurpose } from '../policy/purposes.ts'
import type { Right } from '../roles/matrix.ts'
import type { Actor } from './actor.ts'
import type { App } from './context.ts'
import { page } from './gate.ts'

/**
 * The purpose that a copy is asked for with; without one the answer that leads to the page which asks for it, `back`: its
 * address for this person.
 */
export async function purposeOf(
  c: Context<App>,
  right: Right,
  back: (actor: Actor) => string | Promise<string>,
): Promise<Purpose | Response> {
  const purpose = readPurpose(c.req.query('purpose'))
  if (purpose) return purpose
  // Behind the gate too: no address here answers a stranger (T11).
  const { actor } = await page(c, { right, name: 'page.viewed', read: () => [] })
  return askPurpose(c, await back(actor))
}

/** Leads to the page at that address, which says that the purpose is missing. */
export function askPurpose(c: Context<App>, address: string): Response {
  return c.redirect(`${address}${address.includes('?') ? '&' : '?'}purpose=`, 303)
}

/** Whether the page was led to because a copy was asked for without a purpose. */
export function isPurposeMissing(c: Context<App>): boolean {
  return c.req.query('purpose') !== undefined
}
