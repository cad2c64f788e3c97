/** A pasted list or CSV file as lines of cells, however it is written: nothing here throws. */

/** A line that has something in it: its number in the text, from 1, and its cells. */
export type Line = { line: number; cells: string[] }

/** Lines that are looked at to tell what stands between cells. */
const LOOKED_AT = 20
/** A quotation mark that isn't closed within so many characters is part of a name. */
const QUOTED = /"((?:[^"]|""){0,400})"[ \t\u00a0]*(?=[\r\n,;\t|]|$)/y

/** Reads the text (RFC 4180 and what spreadsheets make of it): tab, semicolon, bar or comma between cells; blank lines left out. */
export function linesOf(text: string): Line[] {
  const whole = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\t\n]/gu, '')
  const told = /^sep=(.)\n/i.exec(whole)?.[1]
  const between = told ?? betweenCells(whole)
  const lines: Line[] = []
  let line = told === undefined ? 1 : 2
  let at = told === undefined ? 0 : whole.indexOf('\n') + 1
  let current: Line = { line, cells: [] }
  const close = () => {
    // A line of separators alone is blank, whichever they are.
    if (current.cells.some((cell) => /[^\s,;|]/.test(cell))) lines.push(current)
  }
  while (at <= whole.length) {
    const { cell, end } = cellAt(whole, at, between)
    current.cells.push(clean(cell))
    line += newlines(whole.slice(at, end))
    at = end + 1
    if (whole[end] === between) continue
    close()
    line += 1
    current = { line, cells: [] }
  }
  return lines
}

/** The cell that begins at a place, and the place where it ends. */
function cellAt(text: string, from: number, between: string): { cell: string; end: number } {
  let start = from
  while (text[start] === ' ') start += 1
  // ="00123" is how a spreadsheet is told to leave a number alone.
  if (text[start] === '=' && text[start + 1] === '"') start += 1
  if (text[start] === '"') {
    QUOTED.lastIndex = start
    const quoted = QUOTED.exec(text)
    const end = start + (quoted?.[0].length ?? 0)
    const isWhole = quoted !== null && (end >= text.length || text[end] === between || text[end] === '\n')
    if (isWhole && newlines(quoted[1] ?? '') <= 2) return { cell: (quoted[1] ?? '').replaceAll('""', '"'), end }
  }
  let end = from
  while (end < text.length && text[end] !== between && text[end] !== '\n') end += 1
  return { cell: text.slice(from, end), end }
}

/** A cell without what spreadsheets and mail programs put around it. */
function clean(cell: string): string {
  const plain = cell
    .replaceAll(/[\u200b-\u200f\u2060\ufeff\u202a-\u202e]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const bare = /^=\s*"(.*)"$/.exec(plain)?.[1] ?? plain
  return bare
    .replace(/^'/, '')
    .replace(/^[“”„"](.*)[“”"]$/, '$1')
    .trim()
}

/** What stands between the cells: of tab, semicolon, bar and comma the first that half of the first lines have. */
function betweenCells(text: string): string {
  const lines = text
    .split('\n', LOOKED_AT * 2)
    .filter((line) => line.trim() !== '')
    .slice(0, LOOKED_AT)
    .map((line) => line.replaceAll(/"[^"]*"/g, ''))
  return ['\t', ';', '|'].find((one) => lines.filter((line) => line.includes(one)).length * 2 >= lines.length) ?? ','
}

function newlines(text: string): number {
  return text.split('\n').length - 1
}
