const endOfCell = /[,\r\n]/g

/**
 * The rows of a CSV text (RFC 4180), cells as written. A byte order mark, CRLF and blank lines are tolerated.
 * Null when a quote is never closed or stands where RFC 4180 has none: such a text was cut off or damaged.
 */
function csvRows(text: string): string[][] | null {
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  const endRow = () => {
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      for (;;) {
        const close = text.indexOf('"', at + 1)
        if (close < 0) return null
        cell += text.slice(at + 1, close)
        at = close + 1
        if (text[at] !== '"') break
        cell += '"'
      }
      if (at < text.length && !',\r\n'.includes(text[at]!)) return null
    } else {
      endOfCell.lastIndex = at
      cell = text.slice(at, endOfCell.exec(text)?.index)
      if (cell.includes('"')) return null
      at += cell.length
    }
    row.push(cell)
    if (text[at] === ',') {
      at += 1
      if (at === text.length || text[at] === '\r' || text[at] === '\n') row.push('')
      else continue
    }
    if (text[at] === '\r') at += 1
    if (text[at] === '\n') at += 1
    endRow()
  }
  return rows
}

/** The rows as objects keyed by the first row's names (blanks off, lower case); null when the text is damaged. */
export function csvRecords(text: string): Record<string, string>[] | null {
  const [head, ...rows] = csvRows(text) ?? []
  if (!head) return null
  const names = head.map((name) => name.trim().toLowerCase())
  return rows.some((row) => row.length !== names.length)
    ? null
    : rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])))
}
