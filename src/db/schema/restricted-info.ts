import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const restrictedList = sqliteTable('restricted_list', {
  version: integer().primaryKey(),
  madeAt: integer('made_at').notNull(),
  source: text().notNull(),
  reason: text().notNull(),
  rowsAdded: integer('rows_added').notNull(),
  draftedBy: integer('drafted_by'),
  signedBy: integer('signed_by'),
  rowsEnded: integer('rows_ended').notNull().default(0),
  moreCategories: text('more_categories').notNull().default('[]'),
  consequences: text(),
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
