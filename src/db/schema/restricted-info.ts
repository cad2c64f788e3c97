import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const restrictedList = sqliteTable('restricted_list', {
  version: integer().primaryKey(),
  madeAt: integer('made_at').notNull(),
  source: text().notNull(),
  reason: text().notNull(),
  rowsAdded: integer('rows_added').notNull(),
})

export const restrictedCode = sqliteTable('restricted_code', {
  id: integer().primaryKey(),
  category: text().notNull(),
  system: text().notNull(),
  match: text({ enum: ['exact', 'prefix', 'range'] }).notNull(),
  code: text().notNull(),
  source: text().notNull(),
  reason: text().notNull(),
  fromVersion: integer('from_version').notNull(),
  toVersion: integer('to_version'),
})
