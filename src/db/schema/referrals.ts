import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const referralDraft = sqliteTable('referral_draft', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  accountId: integer('account_id').notNull(),
  officeId: integer('office_id').notNull(),
  content: text().notNull(),
  changedAt: integer('changed_at').notNull(),
})

export const referralSubmission = sqliteTable('referral_submission', {
  id: integer().primaryKey(),
  confirmation: text().notNull(),
  draftPublicId: text('draft_public_id').notNull(),
  accountId: integer('account_id').notNull(),
  officeId: integer('office_id').notNull(),
  submittedAt: integer('submitted_at').notNull(),
  content: text().notNull(),
  deliveredAt: integer('delivered_at'),
  tries: integer().notNull().default(0),
  triedAt: integer('tried_at'),
  error: text(),
  givenUpAt: integer('given_up_at'),
  nextAt: integer('next_at'),
  completedAt: integer('completed_at'),
})

export const referralAttachment = sqliteTable('referral_attachment', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  draftPublicId: text('draft_public_id').notNull(),
  name: text().notNull(),
  mediaType: text('media_type', { enum: ['application/pdf', 'image/jpeg', 'image/png'] }).notNull(),
  bytes: integer().notNull(),
  digest: text().notNull(),
  scanned: integer().notNull(),
  addedAt: integer('added_at').notNull(),
  deliveredAt: integer('delivered_at'),
})

export const attachmentObject = sqliteTable('attachment_object', {
  publicId: text('public_id').primaryKey(),
  dueAt: integer('due_at').notNull(),
})
