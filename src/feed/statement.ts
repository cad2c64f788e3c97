/** Rows of many at once: JSON texts that one bound value holds. */

/** The values as JSON lists, each of at most 2,000 values and 400,000 characters, unless one value alone is longer. */
export function jsonChunks(values: readonly unknown[]): string[] {
  const chunks: string[] = []
  let texts: string[] = []
  let length = 0
  const close = () => {
    if (texts.length > 0) chunks.push(`[${texts.join(',')}]`)
    texts = []
    length = 0
  }
  for (const value of values) {
    const text = JSON.stringify(value)
    if (texts.length === 2000 || length + text.length > 400_000) close()
    texts.push(text)
    length += text.length + 1
  }
  close()
  return chunks
}

/** A new public id of the prefix, made by SQLite for each row it inserts: 96 random bits. */
export function newPublicId(prefix: string): string {
  return `'${prefix}_' || lower(hex(randomblob(12)))`
}
