/** `npm run codes -- import FILE.csv`: loads codes that referrals may name, with the words the plan may show. */
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { instant } from '../src/clock.ts'
import { importCodes, type ImportedCodes } from '../src/service-codes/import-codes.ts'
import { command, Complaint, portalAt } from './feed-client.ts'
import { asD1, databaseFile, localPortal } from './local-state.ts'

await command(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { to: { type: 'string' } } })
  const [verb, file] = positionals
  if (verb !== 'import' || !file || positionals.length > 2) {
    throw new Complaint('Usage: npm run codes -- import FILE.csv [--to URL]')
  }
  if (!existsSync(file)) throw new Complaint(`There is no file ${file}.`)
  const address = (values.to ?? localPortal()).replace(/\/$/, '')
  const isThere = await fetch(address, { redirect: 'manual' }).then(
    () => true,
    () => false,
  )
  const { codes, systems, isNew } =
    isThere || values.to
      ? await portalAt(address).ask<ImportedCodes>('/codes', readFileSync(file))
      : await giveToDatabase(file)
  process.stdout.write(
    isNew ? `${codes} codes of ${systems.join(', ')} are loaded.\n` : 'Nothing new: these codes are loaded.\n',
  )
})

/** No portal runs: the same code works on its database. */
async function giveToDatabase(file: string): Promise<ImportedCodes> {
  const path = databaseFile()
  if (!path) throw new Complaint('There is no portal yet: run npm start once, then import the codes.')
  const database = new DatabaseSync(path)
  try {
    const imported = await importCodes(asD1(database), readFileSync(file, 'utf8'), instant())
    if (!imported.ok) throw new Complaint(imported.refusal.sentence)
    return imported.value
  } finally {
    database.close()
  }
}
