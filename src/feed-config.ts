/** The part of the configuration that says where records are fetched from, and when their feed is an alarm. */
import { isObject, type Json } from './json.ts'

/** A FHIR server that records are fetched from (HL7 Bulk Data Access), and how we prove ourselves to it (SMART Backend Services). */
export type BulkConfig = {
  /** The server's base address, without a slash at its end. */
  url: string
  /** Null: the server wants no proof; on localhost alone. */
  client: { id: string; key: BulkKey } | null
  /** The id of a Group, whose export is asked for; null: the whole system's. */
  group: string | null
  everyHours: number
  /** After so many days everything is asked for again, not only what changed. */
  wholeEveryDays: number
}

/** A private key as a JSON Web Key (RFC 7517). */
export type BulkKey = { [name: string]: string } & { kty: string; kid: string; alg: 'ES384' | 'RS384' }

export type FeedConfig = {
  /** A whole import that brings fewer records of a type than the one before, by more than this share, is an alarm. */
  shrinksBy: number
  /** With no import completed for so many hours there is an alarm. */
  quietHours: number
  bulk: BulkConfig | null
}

/** The variables that say so; BULK_KEY is a secret. */
export type FeedVars = {
  FEED_SHRINKS_BY?: string
  FEED_QUIET_HOURS?: string
  BULK_URL?: string
  BULK_CLIENT_ID?: string
  BULK_KEY?: string
  BULK_GROUP?: string
  BULK_EVERY_HOURS?: string
  BULK_WHOLE_EVERY_DAYS?: string
}

/** The configuration of the feed; a sentence into `wrong` for each mistake. */
export function judgeFeed(vars: FeedVars, wrong: string[]): FeedConfig {
  const { FEED_SHRINKS_BY: shrinks = '20', FEED_QUIET_HOURS: quiet = '48' } = vars
  if (!/^[1-9]\d?$/.test(shrinks)) wrong.push('FEED_SHRINKS_BY has to be a share in percent, 1 to 99.')
  if (!isCount(quiet)) wrong.push('FEED_QUIET_HOURS has to be a number of hours, 1 or more.')
  return { shrinksBy: Number(shrinks) / 100, quietHours: Number(quiet), bulk: judgeBulk(vars, wrong) }
}

function judgeBulk(vars: FeedVars, wrong: string[]): BulkConfig | null {
  const { BULK_URL: url = '', BULK_CLIENT_ID: id = '', BULK_KEY: secret = '', BULK_GROUP: group = '' } = vars
  const { BULK_EVERY_HOURS: every = '24', BULK_WHOLE_EVERY_DAYS: whole = '30' } = vars
  if (url === '') return null
  if (!isSafeAddress(url) || url.endsWith('/')) {
    wrong.push('BULK_URL has to be an address such as https://core.example.org/fhir, or empty; http only on localhost.')
  }
  if (group !== '' && !/^[\w.-]{1,64}$/.test(group)) wrong.push('BULK_GROUP has to be the id of a Group, or empty.')
  if (!isCount(every)) wrong.push('BULK_EVERY_HOURS has to be a number of hours, 1 or more.')
  if (!isCount(whole)) wrong.push('BULK_WHOLE_EVERY_DAYS has to be a number of days, 1 or more.')
  const key = secret === '' ? null : readKey(secret)
  if (secret !== '' && !key) {
    wrong.push(
      'BULK_KEY has to be a private JSON Web Key with kid, and alg ES384 or RS384: wrangler secret put BULK_KEY',
    )
  }
  if ((id === '') !== (secret === '')) wrong.push('BULK_CLIENT_ID and BULK_KEY have to be set both, or neither.')
  if (id === '' && url.startsWith('https:'))
    wrong.push('BULK_CLIENT_ID is empty: the server at BULK_URL has to know us.')
  const client = id !== '' && key ? { id, key } : null
  return { url, client, group: group || null, everyHours: Number(every), wholeEveryDays: Number(whole) }
}

/** Whether the address is one of the server that the configuration names: it alone sees our token. */
export function isOfServer(url: string, bulk: Pick<BulkConfig, 'url'>): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(bulk.url).origin
}

/** Whether the server may send us to the address: by https anywhere, by http only where it answers by http itself. */
export function isSafeFrom(bulk: Pick<BulkConfig, 'url'>, text: string): boolean {
  return isSafeAddress(text) && (text.startsWith('https:') || bulk.url.startsWith('http:'))
}

/** Whether records may be asked for at the address: by https, or by http from this machine itself. */
function isSafeAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || url.username !== '' || url.password !== '') return false
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isHere)
}

function isCount(text: string): boolean {
  return /^[1-9]\d{0,3}$/.test(text)
}

function readKey(text: string): BulkKey | null {
  try {
    const key: Json = JSON.parse(text)
    if (!isObject(key) || !Object.values(key).every((value) => typeof value === 'string')) return null
    const { kid = '', alg, kty, d = '' } = key
    const fits = (alg === 'ES384' && kty === 'EC') || (alg === 'RS384' && kty === 'RSA')
    return fits && kid !== '' && d !== '' ? (key as BulkKey) : null
  } catch {
    return null
  }
}
