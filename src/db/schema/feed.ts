import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const feedImport = sqliteTable('feed_import', {
  id: text().primaryKey(),
  startedAt: integer('started_at').notNull(),
  completedAt: integer('completed_at'),
  door: text({ enum: ['command', 'upload', 'pull'] }).notNull(),
  byAccount: integer('by_account'),
  isWhole: integer('is_whole').notNull(),
  parts: integer().notNull(),
  read: integer().notNull(),
  stored: integer().notNull(),
  rejected: integer().notNull(),
  shrunk: text(),
  failedAt: integer('failed_at'),
  failure: text(),
})

export const feedImportCount = sqliteTable(
  'feed_import_count',
  {
    importId: text('import_id').notNull(),
    type: text().notNull(),
    read: integer().notNull(),
    stored: integer().notNull(),
    unchanged: integer().notNull(),
    ignored: integer().notNull(),
    rejected: integer().notNull(),
    hidden: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.type] })],
)

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
    part: integer().notNull(),
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

export const feedArrival = sqliteTable('feed_arrival', {
  number: integer().primaryKey(),
  recordId: integer('record_id').notNull(),
  pairSourceId: text('pair_source_id'),
})

export const claimWork = sqliteTable('claim_work', {
  id: integer().primaryKey(),
  claimSourceId: text('claim_source_id'),
  eobSourceId: text('eob_source_id'),
  claimRecordId: integer('claim_record_id'),
  eobRecordId: integer('eob_record_id'),
  claimId: integer('claim_id'),
})

export const feedDeletion = sqliteTable(
  'feed_deletion',
  { type: text().notNull(), sourceId: text('source_id').notNull(), deletedAt: integer('deleted_at').notNull() },
  (t) => [primaryKey({ columns: [t.type, t.sourceId] })],
)

export const feedTermination = sqliteTable(
  'feed_termination',
  {
    kind: text({ enum: ['organization', 'npi', 'tin'] }).notNull(),
    value: text().notNull(),
    endsOn: text('ends_on').notNull(),
    reportedAt: integer('reported_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.value] })],
)

export const feedPull = sqliteTable('feed_pull', {
  id: integer().primaryKey(),
  state: text({ enum: ['asking', 'waiting', 'taking', 'done', 'failed'] }).notNull(),
  importId: text('import_id').notNull(),
  begunAt: integer('begun_at').notNull(),
  endedAt: integer('ended_at'),
  byAccount: integer('by_account'),
  since: text(),
  statusUrl: text('status_url'),
  transactionTime: text('transaction_time'),
  needsToken: integer('needs_token').notNull(),
  nextAt: integer('next_at').notNull(),
  tries: integer().notNull(),
  error: text(),
})

export const feedPullFile = sqliteTable(
  'feed_pull_file',
  {
    pullId: integer('pull_id').notNull(),
    place: integer().notNull(),
    name: text().notNull(),
    url: text().notNull(),
    lines: integer(),
    bytesDone: integer('bytes_done').notNull(),
    linesDone: integer('lines_done').notNull(),
    partsDone: integer('parts_done').notNull(),
    validator: text(),
    changes: integer().notNull(),
    tries: integer().notNull(),
    isDone: integer('is_done').notNull(),
  },
  (t) => [primaryKey({ columns: [t.pullId, t.place] })],
)

export const feedAlarm = sqliteTable('feed_alarm', {
  name: text().primaryKey(),
  raisedAt: integer('raised_at').notNull(),
})
