/** Asks a scanner for malware about an upload (section 18). */
import type { ScanResult } from './office-request.ts'

const ANSWERS_WITHIN_MS = 20_000

/**
 * Sends the bytes to the scanner at `url` and answers what it says; 'not-scanned' without one.
 * Anything but a plain answer in time counts as 'unavailable': nothing is kept unscanned where there is a scanner.
 */
export async function scan(bytes: Uint8Array, url: string | null): Promise<ScanResult> {
  if (url === null) return 'not-scanned'
  try {
    const answer = await fetch(url, {
      method: 'POST',
      // Followed elsewhere, the file would go along.
      redirect: 'manual',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: bytes,
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    })
    const said = answer.ok ? (await answer.json<{ result?: unknown } | null>())?.result : undefined
    return said === 'clean' || said === 'infected' ? said : 'unavailable'
  } catch {
    // Down, late, or no JSON: the caller records that the upload was refused.
    return 'unavailable'
  }
}
