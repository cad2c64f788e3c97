/** Tables as files for a spreadsheet (RFC 4180). */

/** What a spreadsheet would take for a formula, at the beginning of a cell: OWASP, CSV Injection; full-width signs too. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

/**
 * The rows as CSV, the first being the names of the columns. A cell that a spreadsheet would run as a formula is
 * turned into text by an apostrophe before it. Begins with a byte order mark, without which Excel takes UTF-8 for something else.
 */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`
}

function cellOf(value: string | number | null): string {
  // A number of ours is none of anybody's formula.
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
