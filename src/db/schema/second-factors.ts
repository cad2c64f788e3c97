import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const passkey = sqliteTable('passkey', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  accountId: integer('account_id').notNull(),
  name: text().notNull(),
  credentialId: text('credential_id').notNull(),
  publicKey: text('public_key').notNull(),
  counter: integer().notNull(),
  transports: text().notNull(),
  isSynced: integer('is_synced').notNull(),
  addedAt: integer('added_at').notNull(),
  usedAt: integer('used_at'),
  removedAt: integer('removed_at'),
})

export const authenticatorApp = sqliteTable('authenticator_app', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  accountId: integer('account_id').notNull(),
  name: text().notNull(),
  sealed: text().notNull(),
  sealedBy: text('sealed_by').notNull(),
  lastStep: integer('last_step').notNull(),
  addedAt: integer('added_at').notNull(),
  usedAt: integer('used_at'),
  removedAt: integer('removed_at'),
})

export const recoveryCode = sqliteTable(
  'recovery_code',
  {
    accountId: integer('account_id').notNull(),
    codeHash: text('code_hash').notNull(),
    madeAt: integer('made_at').notNull(),
    usedAt: integer('used_at'),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.codeHash] })],
)
