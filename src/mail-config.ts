/** The part of the configuration that says who carries e-mail and text messages (docs/decisions/0012). */
import { isObject, type Json, type JsonObject } from './json.ts'

/** How messages can go out. */
export type Channel = 'email' | 'text'

/** A provider that takes messages as JSON over HTTP, as Postmark and services like Twilio do. */
export type HttpCarrier = {
  by: 'http'
  /** An e-mail address, or the number or name that text messages come from. */
  from: string
  url: string
  /** Sent along with every message; the provider's token is among them. */
  headers: Record<string, string>
  /** What is posted, with {from} {to} {subject} {text} {html} {id} in its texts. */
  body: JsonObject
}

/** Who carries the messages of a channel; null: nobody, and they wait. */
export type Carrier = HttpCarrier | { by: 'binding'; from: string } | null

/** The variables that say so; MAIL_HTTP_HEADERS and TEXT_HTTP_HEADERS are secrets. */
export type MailVars = {
  MAIL_BY?: string
  MAIL_FROM?: string
  MAIL_HTTP_URL?: string
  MAIL_HTTP_BODY?: string
  MAIL_HTTP_HEADERS?: string
  TEXT_BY?: string
  TEXT_FROM?: string
  TEXT_HTTP_URL?: string
  TEXT_HTTP_BODY?: string
  TEXT_HTTP_HEADERS?: string
  EMAIL?: unknown
}

const usual: Record<Channel, JsonObject> = {
  email: {
    From: '{from}',
    To: '{to}',
    Subject: '{subject}',
    TextBody: '{text}',
    HtmlBody: '{html}',
    Metadata: { id: '{id}' },
  },
  text: { From: '{from}', To: '{to}', Body: '{text}' },
}

const from: Record<Channel, { fits: RegExp; sentence: string }> = {
  email: {
    fits: /^[^\s@<>,;:"\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i,
    sentence: 'MAIL_FROM has to be the address that mail comes from, such as portal@plan.example.',
  },
  text: {
    fits: /^(\+\d{8,15}|[A-Za-z0-9]{3,34})$/,
    sentence: 'TEXT_FROM has to be what text messages come from: a number such as +17145550100, or the service’s id.',
  },
}

/** Who carries each channel; a sentence for each mistake is added to `wrong`. `onLoopback`: plain http may be used there. */
export function judgeMail(vars: MailVars, onLoopback: boolean, wrong: string[]): Record<Channel, Carrier> {
  return { email: judge(vars, 'email', onLoopback, wrong), text: judge(vars, 'text', onLoopback, wrong) }
}

function judge(vars: MailVars, channel: Channel, onLoopback: boolean, wrong: string[]): Carrier {
  const name = channel === 'email' ? 'MAIL' : 'TEXT'
  const by = vars[`${name}_BY`] ?? ''
  if (by === '') return null
  const sender = vars[`${name}_FROM`] ?? ''
  if (!from[channel].fits.test(sender)) wrong.push(from[channel].sentence)
  if (by === 'binding' && channel === 'email') {
    if (!vars.EMAIL) wrong.push('MAIL_BY is binding, and wrangler.toml has no [[send_email]] of the name EMAIL.')
    return { by, from: sender }
  }
  if (by !== 'http') {
    wrong.push(`${name}_BY has to be ${channel === 'email' ? 'binding, http' : 'http'} or empty.`)
    return null
  }
  const url = vars[`${name}_HTTP_URL`] ?? ''
  if (!isSafe(url, onLoopback)) wrong.push(`${name}_HTTP_URL has to be the provider’s https address.`)
  const headers = readHeaders(vars[`${name}_HTTP_HEADERS`] ?? '')
  if (!headers) {
    const kept = `${name}_HTTP_HEADERS`
    wrong.push(
      `${kept} has to be a JSON object of headers, the provider’s token among them: wrangler secret put ${kept}`,
    )
  }
  const body = readBody(vars[`${name}_HTTP_BODY`] ?? '', channel)
  if (!body) wrong.push(`${name}_HTTP_BODY has to be a JSON object with {to} and {text} in it.`)
  return headers && body && { by, from: sender, url, headers, body }
}

/** Whether secrets may go to the address: https, or http on a loopback where that is allowed. */
export function isSafe(text: string, onLoopback: boolean): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (onLoopback && protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname))
}

/** Headers out of a JSON object; null when it is none. */
export function readHeaders(text: string): Record<string, string> | null {
  const read = readObject(text)
  const entries = Object.entries(read ?? {})
  // A header's value stands on one line (RFC 9110, 5.5).
  const isFit = entries.every(
    ([name, value]) => /^[\w-]+$/.test(name) && typeof value === 'string' && /^[\x20-\x7e]+$/.test(value),
  )
  return read && isFit ? (read as Record<string, string>) : null
}

function readBody(text: string, channel: Channel): JsonObject | null {
  if (text === '') return usual[channel]
  return text.includes('{to}') && text.includes('{text}') ? readObject(text) : null
}

function readObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as Json
    return isObject(value) ? value : null
  } catch (failure) {
    if (!(failure instanceof SyntaxError)) throw failure
    return null
  }
}
