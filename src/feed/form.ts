/** What the addresses and headers of the feed must look like. */

/** The largest body of a part: 8 MiB. */
export const LARGEST_PART = 8 * 1024 * 1024
/** The largest list file. */
export const LARGEST_LIST = 4 * 1024 * 1024

export const importPath = '/:import{[a-z0-9-]{8,64}}'
export const partPath = `${importPath}/:file{[A-Za-z0-9._-]{1,200}}/:part{[1-9][0-9]{0,5}}`

/** A header's whole number, at least 1; the fallback when it is absent or anything else. */
export function wholeNumber(text: string | undefined, fallback: number): number {
  return text !== undefined && /^[1-9]\d{0,11}$/.test(text) ? Number(text) : fallback
}
