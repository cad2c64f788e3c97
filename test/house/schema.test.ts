/** The tables that migrations make are the tables that Drizzle knows. */
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, it } from 'vitest'
import * as schema from '../../src/db/schema/index.ts'
import { filesIn } from './tree.ts'

const database = new DatabaseSync(':memory:')
const migrations = filesIn('migrations').filter((path) => path.endsWith('.sql'))
for (const path of migrations) database.exec(readFileSync(path, 'utf8'))

type Made = { name: string; strict: number; type: string }
const made = (database.prepare('PRAGMA table_list').all() as Made[]).filter(
  ({ name, type }) => (type === 'table' || type === 'virtual') && !name.startsWith('sqlite_'),
)
const known = Object.values(schema as Record<string, unknown>)
  .filter((one) => is(one, SQLiteTable))
  .map(getTableConfig)
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))

it('every table is known, and every known table is made', () => {
  expect(known.map(({ name }) => name)).toEqual(made.map(({ name }) => name).toSorted())
})

it('every table is STRICT', () => {
  expect(made.filter(({ strict, type }) => type === 'table' && strict === 0)).toEqual([])
})

type Column = { name: string; type: string; notnull: number; pk: number }

it.each(known.map((table) => [table.name, table] as const))('%s has the columns that are known', (name, table) => {
  // Generated columns (hidden 2 and 3) are columns; those of a virtual table (1) are its own affair.
  const columns = database
    .prepare('SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1')
    .all(name) as Column[]
  const keyed = table.primaryKeys.flatMap((key) => key.columns.map((column) => column.name))
  // A key of a rowid table may be declared without NOT NULL; both sides say that it is the key.
  const inWords = (column: string, type: string, isKey: boolean, notNull: boolean) =>
    `${column} ${type.toUpperCase()}${isKey ? ' KEY' : notNull ? ' NOT NULL' : ''}`
  const drawn = table.columns.map((one) =>
    inWords(one.name, one.getSQLType(), one.primary || keyed.includes(one.name), one.notNull),
  )
  expect(drawn.toSorted()).toEqual(
    columns.map((one) => inWords(one.name, one.type, one.pk > 0, one.notnull === 1)).toSorted(),
  )
})

it('names are singular, and snake_case', () => {
  const names = [...made.map(({ name }) => name), ...known.flatMap(({ columns }) => columns.map(({ name }) => name))]
  expect(names.filter((name) => !/^[a-z]+(_[a-z0-9]+)*$/.test(name))).toEqual([])
  // Of what ends in s, these are one thing.
  expect(made.filter(({ name }) => /[^s]s$/.test(name)).map(({ name }) => name)).toEqual([])
})

it.each(['audit', 'audit_member', 'account_change', 'provider_change'])(
  'III.L.1 III.L.3 %s refuses change, deletion and replacement',
  (table) => {
    const triggers = database
      .prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?")
      .all(table)
    const texts = triggers.map(({ sql }) => String(sql))
    for (const when of ['BEFORE UPDATE ON', 'BEFORE DELETE ON', 'BEFORE INSERT ON']) {
      expect(texts.filter((text) => text.includes(`${when} ${table}`) && text.includes('RAISE(ABORT'))).toHaveLength(1)
    }
  },
)

it('migrations are numbered without a gap', () => {
  const numbers = migrations.map((path) => Number(/(\d{4})_/.exec(path)?.[1]))
  expect(numbers).toEqual(migrations.map((_, n) => n + 1))
})
