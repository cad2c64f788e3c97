/** What people type about themselves, and what rides in the addresses of these pages. */
import * as z from 'zod/mini'
import type { OwnDetails, Pending, Wish } from './profile.ts'

const text = z.catch(z.string().check(z.trim()), '')
const details = z.object({
  firstName: text,
  lastName: text,
  street: text,
  city: text,
  zip: text,
  telephone: text,
  jobTitle: text,
})
const wish = z.object({ office: text, jobTitle: text, jobDescription: text })

/** One's own information as typed. Whatever else was sent along is nobody's business (T21). */
export function readDetails(form: URLSearchParams): OwnDetails {
  return details.parse(Object.fromEntries(form))
}

/** The wish for another office as typed. */
export function readWish(form: URLSearchParams): Wish {
  return wish.parse(Object.fromEntries(form))
}

const pending = z.object({ number: z.string(), flow: z.string() })

/** The number that waits for its code, as it comes out of an address. */
export function readPending(opened: unknown): Pending | null {
  const read = pending.safeParse(opened)
  return read.success ? read.data : null
}

/** The row that a page of activity begins below; null: the newest. */
export function readBefore(opened: unknown): number | null {
  const read = z.object({ before: z.number() }).safeParse(opened)
  return read.success ? read.data.before : null
}

/** The office that was looked for; null: none yet. */
export function readSought(opened: unknown): string | null {
  const read = z.object({ sought: z.string() }).safeParse(opened)
  return read.success ? read.data.sought : null
}
