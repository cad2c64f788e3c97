/** A file of restricted codes, read whole or not at all. */
import { categories, codeSystems, matches, type CodeRow } from './code-list.ts'
import { csvRecords } from './csv.ts'
import { done, refused, type Result } from '../result.ts'
import { drugCodes, endsOf, normalised } from './rules.ts'

/** Why a file was refused: the sentence names line numbers and columns, never codes. */
export type ListRefusal = { sentence: string }

const columns = ['category', 'code_system', 'match', 'code', 'source', 'reason'] as const

/**
 * The rows of a list file. One bad row refuses the whole file, so a half-uploaded or damaged one changes nothing.
 * The columns may stand in any order; others are ignored.
 */
export function parseList(text: string): Result<CodeRow[], ListRefusal> {
  const records = csvRecords(text)
  if (!records) return refused({ sentence: 'The file is no CSV with one number of columns in every row.' })
  if (records.length === 0) return refused({ sentence: 'The file has no rows.' })
  const missing = columns.filter((name) => !(name in records[0]!))
  if (missing.length > 0) return refused({ sentence: `The file lacks the column ${missing.join(', ')}.` })
  const bad = records.flatMap((record, index) => {
    const wrong = problem(record)
    return wrong ? [`${index + 2} (${wrong})`] : []
  })
  if (bad.length > 0) {
    return refused({ sentence: `Rows that cannot be used, by number: ${bad.slice(0, 10).join(', ')}.` })
  }
  return done(
    records.map((record) => ({
      category: record.category!.trim() as CodeRow['category'],
      system: record.code_system!.trim() as CodeRow['system'],
      match: record.match!.trim() as CodeRow['match'],
      code: record.code!.trim(),
      source: record.source!.trim(),
      reason: record.reason!.trim(),
    })),
  )
}

/** The column that makes the row unusable, if any. */
export function problem(record: Record<string, string>): string | null {
  if (!is(categories, record.category)) return 'category'
  if (!is(codeSystems, record.code_system)) return 'code_system'
  if (!is(matches, record.match)) return 'match'
  const code = record.code!.trim()
  if (record.match!.trim() === 'range') {
    const ends = endsOf(record.code_system!.trim() as CodeRow['system'], code)
    // A range that holds nothing hides nothing: better told than believed.
    return ends && ends.first.slice(0, ends.last.length) <= ends.last ? null : 'code'
  }
  if (record.code_system!.trim() === 'ndc' && record.match!.trim() === 'exact') {
    return drugCodes(code).length > 0 ? null : 'code'
  }
  return /^[0-9A-Z]+$/.test(normalised(code)) ? null : 'code'
}

function is(known: readonly string[], value: string | undefined): boolean {
  return value !== undefined && known.includes(value.trim())
}
