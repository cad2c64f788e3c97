/** `npm run feed -- import FOLDER [--whole] [--to URL]`: gives a folder of FHIR NDJSON files to a portal. */
import { existsSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Counts, CountsByType } from '../src/feed/feed.ts'
import type { Judging } from '../src/feed/judge-again.ts'
import {
  command,
  Complaint,
  endProgress,
  judgeAll,
  type Portal,
  portalAt,
  publishList,
  showProgress,
  STARTER_LIST,
} from './feed-client.ts'
import { type FeedFile, feedFiles, nameOfContent, partsOf } from './feed-files.ts'
import { localPortal } from './local-state.ts'

const REJECTED = `
rejected: lines that could not be used, each with its reason on the import’s page under /staff/feed.
`
const SUPPRESSED = `
suppressed: not shown to anyone, for a code on the restricted list, or of a system of which the list has no row (III.I.1).
            npm run restricted -- import FILE.csv adds rows, and has everything judged again.
`

type Acknowledged = { completed: boolean; parts: { file: string; part: number }[] }

await command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string' }, whole: { type: 'boolean' } },
  })
  const [verb, folder] = positionals
  if (verb !== 'import' || !folder || positionals.length > 2) {
    throw new Complaint('Usage: npm run feed -- import FOLDER [--whole] [--to URL]')
  }
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Complaint(`${folder} is no folder.`)
  const counts = await importFolder(
    portalAt((values.to ?? localPortal()).replace(/\/$/, '')),
    folder,
    values.whole ?? false,
  )
  process.stdout.write(table(counts))
})

/** `isWhole`: the folder has all that the core system has, so that one that shrinks is an alarm. */
async function importFolder(portal: Portal, folder: string, isWhole: boolean): Promise<CountsByType> {
  const files = feedFiles(folder)
  if (files.length === 0) throw new Complaint(`${folder} has no .ndjson or .ndjson.gz file.`)
  const { version } = await portal.ask<{ version: number }>('/restricted-codes')
  if (version === 0) await publishList(portal, STARTER_LIST)
  const { importId, acknowledged } = await openImport(portal, await nameOfContent(files))
  const all = files.reduce((sum, file) => sum + file.bytes, 0)
  let read = 0
  for (const file of files) {
    const onRead = (bytes: number) => showProgress('Importing', (read += bytes), all)
    for await (const { part, firstLine, body, isCutLine } of wholeParts(file, onRead)) {
      if (acknowledged.has(`${file.name}/${part}`)) continue
      await portal.ask(`/${importId}/${file.name}/${part}`, body, {
        'X-Part-First-Line': String(firstLine),
        ...(isCutLine && { 'X-Part-Cut-Line': '1' }),
        ...(isWhole && { 'X-Import-Whole': '1' }),
      })
    }
  }
  endProgress()
  await judgeAll((after) => portal.ask<Judging>(`/judgement?after=${after}`, new Uint8Array()))
  return (await portal.ask<{ counts: CountsByType }>(`/${importId}/completion`, new Uint8Array())).counts
}

/** The parts of a file; a damaged gzip file is named, and what came before the damage stays stored. */
async function* wholeParts(file: FeedFile, onRead: (bytes: number) => void) {
  try {
    yield* partsOf(file, onRead)
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error
    throw new Complaint(`${file.path} is damaged, or no gzip file: ${(error as Error).message}.`)
  }
}

/** The import to go on with: the one that was interrupted, or a new one after those that were completed. */
async function openImport(portal: Portal, name: string): Promise<{ importId: string; acknowledged: Set<string> }> {
  for (let run = 1; ; run += 1) {
    const importId = `${name}-${run}`
    const { completed, parts } = await portal.ask<Acknowledged>(`/${importId}`)
    if (!completed) return { importId, acknowledged: new Set(parts.map(({ file, part }) => `${file}/${part}`)) }
  }
}

function line(type: string, cells: (string | number)[]): string {
  return `${type.padEnd(22)}${cells.map((cell) => String(cell).padStart(11)).join('')}\n`
}

function table(counts: CountsByType): string {
  const names = ['read', 'stored', 'unchanged', 'ignored', 'rejected', 'suppressed'] as const
  const total = Object.fromEntries(
    names.map((name) => [name, Object.values(counts).reduce((sum, count) => sum + count[name], 0)]),
  ) as Counts
  const types = Object.keys(counts).toSorted()
  return [
    line('type', [...names]),
    ...types.map((type) =>
      line(
        type,
        names.map((name) => counts[type]![name]),
      ),
    ),
    line(
      'total',
      names.map((name) => total[name]),
    ),
    ...(total.rejected > 0 ? [REJECTED] : []),
    ...(total.suppressed > 0 ? [SUPPRESSED] : []),
  ].join('')
}
