/** Who carries messages out: one interface, whatever the plan uses. */

/** A message as a provider takes it. Never PHI. */
export type Letter = {
  /** Unique to the message; a provider drops a second one of the same id. */
  id: string
  channel: 'email' | 'text'
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

/** Takes a letter over; throws if it could not, and is asked again later. */
export type Provider = (letter: Letter, env: Env, now: Date) => Promise<void>

let provider: Provider = () => Promise.reject(new Error('no mail provider is configured'))

/** Sets who carries messages: the development entry its mailbox. */
export function carryBy(other: Provider): void {
  provider = other
}

/** Hands the letter to the provider in use. */
export const carry: Provider = (letter, env, now) => provider(letter, env, now)
