/** Takes a file in, such as a scanned agreement: judged by its bytes, scanned for malware, stored under the key it is given (section 18). */
import { done, refused, type Result } from '../result.ts'
import type { ScanType } from './office-request.ts'
import { scanType } from './rules.ts'
import { scan } from './scan.ts'

/** A stored upload. */
export type Upload = { scanKey: string; scanType: ScanType; scanResult: 'clean' | 'not-scanned' }

/**
 * Stores the file and answers where; nothing points to it yet: one whose request then fails lies there unread.
 * Refused: no PDF, PNG or JPEG whatever it is called; infected; no scanner or no storage to be had.
 */
export async function upload(
  bytes: Uint8Array,
  { bucket, key, scanUrl }: { bucket: R2Bucket; key: string; scanUrl: string | null },
): Promise<Result<Upload, 'type' | 'infected' | 'unavailable'>> {
  const type = scanType(bytes)
  if (!type) return refused('type')
  const scanResult = await scan(bytes, scanUrl)
  if (scanResult === 'infected' || scanResult === 'unavailable') return refused(scanResult)
  try {
    await bucket.put(key, bytes, { httpMetadata: { contentType: type } })
  } catch {
    // The caller records that the upload was refused.
    return refused('unavailable')
  }
  return done({ scanKey: key, scanType: type, scanResult })
}
