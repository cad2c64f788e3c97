import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const document = sqliteTable('document', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  kind: text({ enum: ['access-agreement', 'user-agreement', 'training', 'privacy-notice'] }).notNull(),
  version: integer().notNull(),
  title: text().notNull(),
  body: text().notNull(),
  madeAt: integer('made_at').notNull(),
  madeBy: integer('made_by'),
  publishedAt: integer('published_at'),
  publishedBy: integer('published_by'),
})

export const documentReview = sqliteTable('document_review', {
  id: integer().primaryKey(),
  kind: text({ enum: ['access-agreement', 'user-agreement', 'training', 'privacy-notice'] }).notNull(),
  reviewedOn: text('reviewed_on').notNull(),
  reviewedBy: integer('reviewed_by').notNull(),
  note: text().notNull(),
})

export const agreementAcceptance = sqliteTable('agreement_acceptance', {
  id: integer().primaryKey(),
  accountId: integer('account_id').notNull(),
  documentId: integer('document_id').notNull(),
  version: integer().notNull(),
  at: integer().notNull(),
  ip: text().notNull(),
})

export const trainingAttestation = sqliteTable('training_attestation', {
  id: integer().primaryKey(),
  accountId: integer('account_id').notNull(),
  documentId: integer('document_id').notNull(),
  attestedOn: text('attested_on').notNull(),
  at: integer().notNull(),
  ip: text().notNull(),
  text: text().notNull(),
})

export const trainingProgress = sqliteTable(
  'training_progress',
  {
    accountId: integer('account_id').notNull(),
    documentId: integer('document_id').notNull(),
    section: integer().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.documentId, t.section] })],
)
