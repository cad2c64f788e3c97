/** Who carries messages out: one interface, whatever the plan uses (docs/decisions/0012). */
import type { Channel } from '../mail-config.ts'

/** A message as a provider takes it. Never PHI; no line break in `to` and `subject`. */
export type Letter = {
  /** Unique to the message; a provider drops a second one of the same id. */
  id: string
  channel: Channel
  /** An e-mail address, or a telephone number in E.164. */
  to: string
  subject: string
  text: string
  /** The same for readers that show HTML; text messages leave it. */
  html: string
  /** For the development mailbox: what a person would look for in the text. */
  code: string | null
  link: string | null
}

/** What became of a letter. `seen` is for the log: a status or a kind of failure, never a provider's own words (T29). */
export type Outcome =
  | { is: 'taken' }
  /** A bounce: this letter will never be taken. */
  | { is: 'refused'; seen: string }
  /** Tried again, not before the seconds that the provider asked for. */
  | { is: 'later'; seen: string; afterSeconds: number | null }

export const taken: Outcome = { is: 'taken' }

/** Hands a letter over and answers what became of it; what it throws counts as `later`. */
export type Provider = (letter: Letter, env: Env, now: Date) => Promise<Outcome>

let replacement: Provider | null = null

/** Sets who carries all messages in place of the configured ones: the development entry its mailbox. */
export function carryBy(other: Provider | null): void {
  replacement = other
}

/** Who was set in place of the configured ones, if anybody. */
export const replaced = (): Provider | null => replacement
