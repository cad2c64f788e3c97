/** What a message says, part by part: made into plain text and into HTML by `layout.tsx`. No PHI. */
export type Part =
  | string
  /** A passcode. */
  | { code: string }
  /** A way to a page of the portal. */
  | { label: string; href: string }
  | { list: string[] }

/** A message's words: the subject, and the parts of its body. */
export type MailWords = {
  subject: string
  body: Part[]
  /** What a text message says instead. */
  short?: string
}

/** What every message knows of the plan and its reader. */
export type MailFrame = { plan: string; telephone: string; firstName: string; origin: string }
