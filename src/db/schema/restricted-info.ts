import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
  dryRunId: integer('dry_run_id'),
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

export const restrictedDraft = sqliteTable('restricted_draft', {
  id: integer().primaryKey(),
  baseVersion: integer('base_version').notNull(),
  state: integer().notNull(),
  moreCategories: text('more_categories').notNull(),
  changedAt: integer('changed_at').notNull(),
  changedBy: integer('changed_by').notNull(),
  reason: text(),
  sentAt: integer('sent_at'),
  sentBy: integer('sent_by'),
  returnedAt: integer('returned_at'),
  returnedBy: integer('returned_by'),
  returnedReason: text('returned_reason'),
  closedAt: integer('closed_at'),
  outcome: text({ enum: ['published', 'discarded'] }),
})

export const restrictedDraftAuthor = sqliteTable(
  'restricted_draft_author',
  { draftId: integer('draft_id').notNull(), accountId: integer('account_id').notNull() },
  (table) => [primaryKey({ columns: [table.draftId, table.accountId] })],
)

export const restrictedDraftRow = sqliteTable('restricted_draft_row', {
  id: integer().primaryKey(),
  draftId: integer('draft_id').notNull(),
  codeId: integer('code_id'),
  category: text(),
  system: text(),
  match: text({ enum: ['exact', 'prefix', 'range'] }),
  code: text(),
  source: text(),
  reason: text(),
})

export const restrictedDryRun = sqliteTable('restricted_dry_run', {
  id: integer().primaryKey(),
  draftId: integer('draft_id').notNull(),
  draftState: integer('draft_state').notNull(),
  askedAt: integer('asked_at').notNull(),
  askedBy: integer('asked_by').notNull(),
  phase: text({ enum: ['judging', 'following', 'comparing', 'done', 'void'] }).notNull(),
  cursor: integer().notNull().default(0),
  seenFrom: integer('seen_from').notNull(),
  seenCount: integer('seen_count').notNull(),
  seenSum: integer('seen_sum').notNull(),
  endedAt: integer('ended_at'),
  outcome: text(),
})

export const restrictedDryRunRecord = sqliteTable('restricted_dry_run_record', {
  seq: integer().primaryKey(),
  runId: integer('run_id').notNull(),
  recordId: integer('record_id').notNull(),
})

export const restrictedConsequence = sqliteTable(
  'restricted_consequence',
  {
    runId: integer('run_id').notNull(),
    recordId: integer('record_id').notNull(),
    change: text({ enum: ['hidden', 'shown'] }).notNull(),
    type: text().notNull(),
    sourceId: text('source_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.recordId] })],
)

export const restrictedReview = sqliteTable('restricted_review', {
  id: integer().primaryKey(),
  reviewedOn: text('reviewed_on').notNull(),
  reviewedBy: integer('reviewed_by').notNull(),
  sinceVersion: integer('since_version').notNull(),
  version: integer().notNull(),
  note: text().notNull(),
})

export const restrictedReviewReminder = sqliteTable('restricted_review_reminder', {
  overdueOn: text('overdue_on').primaryKey(),
  remindedAt: integer('reminded_at').notNull(),
})
