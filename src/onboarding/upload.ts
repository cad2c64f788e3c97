/** Takes a scanned agreement in: judged by its bytes, scanned for malware, stored under a random key (section 18). */
import { randomText } from '../digest.ts'
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
  { bucket, scanUrl }: { bucket: R2Bucket; scanUrl: string | null },
): Promise<Result<Upload, 'type' | 'infected' | 'unavailable'>> {
  const type = scanType(bytes)
  if (!type) return refused('type')
  const scanResult = await scan(bytes, scanUrl)
  if (scanResult === 'infected' || scanResult === 'unavailable') return refused(scanResult)
  const scanKey = `agreements/${randomText()}`
  try {
    await bucket.put(scanKey, bytes, { httpMetadata: { contentType: type } })
  } catch {
    // The caller records that the upload was refused.
    return refused('unavailable')
  }
  return done({ scanKey, scanType: type, scanResult })
}
