import { recorded } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { sha256Of } from '../digest.ts'
import { done, type Result } from '../result.ts'
import { type CodesRefusal, readCodes } from './rules.ts'
import { codesReplaced, loadedFrom } from './store.ts'

/** What a file did: how many codes it has, of which systems; `isNew` is false where all of them stood there already. */
export type ImportedCodes = { codes: number; systems: string[]; isNew: boolean }

/**
 * Loads a file of codes: for each system that it names it is the whole list, and what was there before goes.
 * All or nothing, and twice is once.
 */
export async function importCodes(db: Database, text: string, now: Date): Promise<Result<ImportedCodes, CodesRefusal>> {
  const read = readCodes(text)
  if (!read.ok) return read
  const codes = read.value
  const systems = [...new Set(codes.map(({ system }) => system))].toSorted()
  const file = sha256Of('base64url', text).slice(0, 27)
  const { rows } = await batch(db, [loadedFrom(systems, file)])
  if (rows[0][0]?.isWhole === 1) return done({ codes: codes.length, systems, isNew: false })
  await batch(db, [
    ...codesReplaced(systems, codes, file),
    recorded({ name: 'codes.loaded', at: now.getTime(), detail: { systems: systems.join(' '), codes: codes.length } }),
  ])
  return done({ codes: codes.length, systems, isNew: true })
}
