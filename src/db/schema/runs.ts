import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const job = sqliteTable('job', {
  name: text().primaryKey(),
  startedAt: integer('started_at').notNull(),
  endedAt: integer('ended_at'),
  okAt: integer('ok_at'),
  done: integer().notNull().default(0),
  failed: integer().notNull().default(0),
  error: text(),
  doneOn: text('done_on'),
  cursor: integer().notNull().default(0),
  reckonedBy: text('reckoned_by').notNull().default(''),
})
