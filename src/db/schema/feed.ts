import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const feedImport = sqliteTable('feed_import', {
  id: text().primaryKey(),
  startedAt: integer('started_at').notNull(),
  completedAt: integer('completed_at'),
})

export const feedPart = sqliteTable(
  'feed_part',
  {
    importId: text('import_id').notNull(),
    file: text().notNull(),
    part: integer().notNull(),
    digest: text().notNull(),
    counts: text().notNull(),
    storedAt: integer('stored_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.file, t.part] })],
)

export const feedRejection = sqliteTable(
  'feed_rejection',
  {
    importId: text('import_id').notNull(),
    file: text().notNull(),
    line: integer().notNull(),
    reason: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.file, t.line] })],
)

export const feedRecord = sqliteTable('feed_record', {
  id: integer().primaryKey(),
  type: text().notNull(),
  sourceId: text('source_id').notNull(),
  importId: text('import_id').notNull(),
  digest: text().notNull(),
  sentAt: integer('sent_at'),
  receivedAt: integer('received_at').notNull(),
  facts: text().notNull(),
  pairSourceId: text('pair_source_id'),
  officeSourceId: text('office_source_id'),
  confirmation: text(),
  codes: text().notNull(),
  ownReason: text('own_reason'),
  ownVersion: integer('own_version').notNull(),
  hidden: text(),
})

export const feedLink = sqliteTable(
  'feed_link',
  {
    fromId: integer('from_id').notNull(),
    toType: text('to_type').notNull(),
    toSourceId: text('to_source_id').notNull(),
    required: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.fromId, t.toSourceId, t.toType] })],
)

export const feedClue = sqliteTable(
  'feed_clue',
  {
    recordId: integer('record_id').notNull(),
    rank: integer().notNull(),
    toType: text('to_type').notNull(),
    toSourceId: text('to_source_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.recordId, t.rank, t.toSourceId, t.toType] })],
)

export const feedWork = sqliteTable(
  'feed_work',
  { kind: text({ enum: ['changed', 'affected', 'claim', 'referral', 'member'] }).notNull(), id: integer().notNull() },
  (t) => [primaryKey({ columns: [t.kind, t.id] })],
)

export const feedDeletion = sqliteTable(
  'feed_deletion',
  { type: text().notNull(), sourceId: text('source_id').notNull(), deletedAt: integer('deleted_at').notNull() },
  (t) => [primaryKey({ columns: [t.type, t.sourceId] })],
)
