/**
 * `npm run restricted -- import FILE.csv`: adds a list of restricted codes, and has every record judged again.
 * `npm run restricted -- check FILE.csv`: tells whether the lists in force find what the file expects.
 */
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { instant } from '../src/clock.ts'
import { type Judging, judgeAgain } from '../src/feed/judge-again.ts'
import { codeSystems, type CodeSystem, type ListedRow } from '../src/restricted-info/code-list.ts'
import { csvRecords } from '../src/restricted-info/csv.ts'
import { parseList } from '../src/restricted-info/list-file.ts'
import { publish, type Published } from '../src/restricted-info/publish.ts'
import { categoriesOf, type CodeIndex, indexOf } from '../src/restricted-info/rules.ts'
import { command, Complaint, judgeAll, portalAt, publishList, STARTER_LIST } from './feed-client.ts'
import { asD1, databaseFile, localPortal } from './local-state.ts'

await command(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { to: { type: 'string' } } })
  const [verb, file] = positionals
  if (!['import', 'check'].includes(verb ?? '') || !file || positionals.length > 2) {
    throw new Complaint(
      'Usage: npm run restricted -- import FILE.csv [--to URL], or: npm run restricted -- check FILE.csv',
    )
  }
  if (!existsSync(file)) throw new Complaint(`There is no file ${file}.`)
  if (verb === 'check') check(file)
  else await importList(file, values.to)
})

async function importList(file: string, to: string | undefined): Promise<void> {
  const list = parseList(readFileSync(file, 'utf8'))
  if (!list.ok) throw new Complaint(list.refusal.sentence)
  const address = (to ?? localPortal()).replace(/\/$/, '')
  const isThere = await fetch(address, { redirect: 'manual' }).then(
    () => true,
    () => false,
  )
  const { version, added } = isThere || to ? await giveToPortal(address, file) : await giveToDatabase(file)
  process.stdout.write(
    added === 0 ? `Nothing new: version ${version} stays in force.\n` : `Version ${version} adds ${added} rows.\n`,
  )
}

async function giveToPortal(address: string, file: string): Promise<Published> {
  const portal = portalAt(address)
  const published = await publishList(portal, file)
  await judgeAll((after) => portal.ask<Judging>(`/judgement?after=${after}`, new Uint8Array()))
  return published
}

/** No portal runs: the same code works on its database. */
async function giveToDatabase(file: string): Promise<Published> {
  const path = databaseFile()
  if (!path) throw new Complaint('There is no portal yet: run npm start once, then import the list.')
  const database = new DatabaseSync(path)
  try {
    const db = asD1(database)
    const isNew = database.prepare('SELECT max(version) AS version FROM restricted_list').get()!.version === null
    for (const list of isNew ? [STARTER_LIST, file] : [file]) {
      const why = { source: list.split('/').at(-1)!, reason: 'imported file' }
      const published = await publish(db, readFileSync(list, 'utf8'), why, instant())
      if (!published.ok) throw new Complaint(published.refusal.sentence)
      if (list !== file) continue
      await judgeAll((after) => judgeAgain(db, after, instant()))
      return published.value
    }
    throw new Error('unreachable: the file is the last list')
  } finally {
    database.close()
  }
}

/** Judges each row of the file: `expected` has categories joined by |, or none. Exit code 1 if any differs. */
function check(file: string): void {
  const vectors = csvRecords(readFileSync(file, 'utf8'))
  const missing = ['code_system', 'code', 'expected'].filter((name) => !(name in (vectors?.[0] ?? {})))
  if (!vectors || missing.length > 0)
    throw new Complaint(`The file is no CSV with the columns code_system, code and expected.`)
  const index = listHere()
  let failed = 0
  for (const [at, { code_system: system, code, expected }] of vectors.entries()) {
    const known = codeSystems.find((name) => name === system!.trim().toLowerCase())
    const found = (known && categoriesOf(index, known satisfies CodeSystem, code!).join('|')) || 'none'
    const wanted =
      expected!
        .split('|')
        .map((category) => category.trim())
        .toSorted()
        .join('|') || 'none'
    if (found === wanted) continue
    failed += 1
    process.stdout.write(`Row ${at + 2}: expected ${wanted}, found ${found}.\n`)
  }
  process.stdout.write(`${vectors.length - failed} passed, ${failed} failed\n`)
  if (failed > 0) process.exitCode = 1
}

/** The lists imported on this machine, and the starter list that every portal begins with. */
function listHere(): CodeIndex {
  const starter = parseList(readFileSync(STARTER_LIST, 'utf8'))
  if (!starter.ok) throw new Complaint(starter.refusal.sentence)
  const path = databaseFile()
  const database = path ? new DatabaseSync(path, { readOnly: true }) : null
  const imported = database
    ?.prepare('SELECT id, category, system, match, code FROM restricted_code WHERE to_version IS NULL')
    .all() as ListedRow[] | undefined
  database?.close()
  return indexOf([...(imported ?? []), ...starter.value.map((row, at) => ({ ...row, id: -1 - at }))])
}
