/** What a Bulk Data server says, read; and when it is asked again. */
import type { BulkConfig } from '../../feed-config.ts'
import { isSafeFrom } from '../../feed-config.ts'
import { isObject, type Json } from '../../json.ts'
import { storedTypes } from '../feed.ts'

const SECOND = 1000
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Where the server doesn't say when to ask again; and the longest and shortest that we let it say. */
const USUAL_WAIT = 60
const LONGEST_WAIT = 3600
/** An instant of change is exact when it was told at least so long after it (RFC 9110 8.8.2.2). */
const STRONG_AFTER_SECONDS = 60
const NOTHING_LEFT = 416
/** So long a server may take to be ready. */
const LONGEST_EXPORT_HOURS = 72

/** A file of an export; `lines` is null where the server doesn't say how many it has. */
export type ManifestFile = { name: string; url: string; lines: number | null }
export type Manifest = { transactionTime: string; needsToken: boolean; files: ManifestFile[] }

/** The address that an export is asked for at: the stored types of the system or the Group, since that instant. */
export function exportAddress(bulk: BulkConfig, since: string | null): string {
  const url = new URL(`${bulk.url}${bulk.group ? `/Group/${bulk.group}` : ''}/$export`)
  url.searchParams.set('_outputFormat', 'application/fhir+ndjson')
  url.searchParams.set('_type', storedTypes.join(','))
  if (since) url.searchParams.set('_since', since)
  return url.href
}

/** The manifest; null for what is none, or names an address that isn't safe. Organizations come first (III.M.4), deletions last. */
export function readManifest(json: Json, bulk: BulkConfig): Manifest | null {
  if (!isObject(json)) return null
  const { transactionTime, requiresAccessToken } = json
  if (typeof transactionTime !== 'string' || Number.isNaN(Date.parse(transactionTime))) return null
  const lists = (['output', 'deleted', 'error'] as const).map((name) => [name, json[name] ?? []] as const)
  const files: ManifestFile[] = []
  for (const [name, list] of lists) {
    if (!Array.isArray(list)) return null
    const organizationsFirst = list.toSorted((a, b) => Number(isOfficeFile(b)) - Number(isOfficeFile(a)))
    for (const one of organizationsFirst) {
      if (!isObject(one) || typeof one.url !== 'string' || !isSafeFrom(bulk, one.url)) return null
      const type = typeof one.type === 'string' && /^[A-Z][A-Za-z]{1,63}$/.test(one.type) ? one.type : 'file'
      const said = one.count
      const lines = name === 'output' && typeof said === 'number' && Number.isSafeInteger(said) ? said : null
      files.push({ name: `${files.length + 1}-${name === 'output' ? type : name}.ndjson`, url: one.url, lines })
    }
  }
  return { transactionTime, needsToken: requiresAccessToken !== false, files }
}

function isOfficeFile(one: Json): boolean {
  return isObject(one) && one.type === 'Organization'
}

/** Seconds until the server wants to be asked again (RFC 9110, Retry-After: seconds or a date), within an hour. */
export function waitSeconds(retryAfter: string | null, now: number): number {
  const said = retryAfter ?? ''
  const seconds = /^\d{1,6}$/.test(said) ? Number(said) : (Date.parse(said) - now) / SECOND
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT, Math.max(1, Math.ceil(seconds))) : USUAL_WAIT
}

/** Seconds until a server that failed so many times in a row is asked again. */
export function patience(tries: number): number {
  return Math.min(LONGEST_WAIT, USUAL_WAIT * 2 ** tries)
}

/** Whether a server that isn't ready by now won't be: long after the export was begun. */
export function isOverdue(begunAt: number, now: number): boolean {
  return now - begunAt > LONGEST_EXPORT_HOURS * HOUR
}

/** Whether an export is due: so many hours after the last one began. One that failed is made good within the hour. */
export function isDue(last: { state: string; begunAt: number } | undefined, everyHours: number, now: number): boolean {
  return !last || last.state === 'failed' || now - last.begunAt >= everyHours * HOUR
}

/** What the next export asks for: what changed since the last, or everything where that was too long ago or never. */
export function sinceOf(
  last: { transactionTime: string | null; wholeAt: number | null } | undefined,
  wholeEveryDays: number,
  now: number,
): string | null {
  const isOld = !last || last.wholeAt === null || now - last.wholeAt >= wholeEveryDays * DAY
  return isOld ? null : last.transactionTime
}

/** Where the answer's bytes begin in the file: 0 for a whole one, null for a part that wasn't asked for. */
export function beginningOf(status: number, contentRange: string | null, asked: number): number | null {
  const PARTIAL = 206
  if (status !== PARTIAL) return 0
  const from = /^bytes (\d+)-/.exec(contentRange ?? '')?.[1]
  return from !== undefined && Number(from) === asked ? asked : null
}

/**
 * What names exactly these bytes (RFC 9110 8.8): a strong entity tag, else an instant of change that was long enough ago
 * when it was told that no second change may hide behind it. Null: nothing does.
 */
export function validatorOf(headers: Pick<Headers, 'get'>): string | null {
  const tag = headers.get('ETag')
  if (tag !== null) return /^"[\x21\x23-\x7e]{1,200}"$/.test(tag) ? tag : null
  const changed = headers.get('Last-Modified') ?? ''
  const age = Date.parse(headers.get('Date') ?? '') - Date.parse(changed)
  return age >= STRONG_AFTER_SECONDS * SECOND && changed.length <= 40 ? changed : null
}

/**
 * Whether an answer is of another file than the one that is stored in part: it bears another name, or ends before what
 * is stored of it. False where nothing tells.
 */
export function isAnother(
  stored: { bytesDone: number; validator: string | null },
  status: number,
  headers: Pick<Headers, 'get'>,
): boolean {
  if (stored.bytesDone === 0) return false
  if (status === NOTHING_LEFT) {
    const size = /^bytes \*\/(\d+)$/.exec(headers.get('Content-Range') ?? '')?.[1]
    return size !== undefined && Number(size) < stored.bytesDone
  }
  const told = validatorOf(headers)
  return Math.floor(status / 100) === 2 && stored.validator !== null && told !== null && told !== stored.validator
}

/** The name that the parts of a file are kept under: of its own for each file that came under the address. */
export function nameOf({ name, changes }: { name: string; changes: number }): string {
  return changes === 0 ? name : name.replace(/\.ndjson$/, `.${changes + 1}.ndjson`)
}

/** Whether the text is a whole JSON value: the last line of a file may lack its end, but not its own. */
export function isWholeLine(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
