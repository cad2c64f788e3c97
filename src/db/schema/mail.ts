import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const outbox = sqliteTable('outbox', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  accountId: integer('account_id'),
  channel: text({ enum: ['email', 'text'] }).notNull(),
  message: text().notNull(),
  sealed: text(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  tries: integer().notNull().default(0),
  nextAt: integer('next_at'),
  sentAt: integer('sent_at'),
  deadAt: integer('dead_at'),
  deadReason: text('dead_reason'),
  verificationId: integer('verification_id'),
})
