import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const account = sqliteTable('account', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  email: text().notNull(),
  guard: text().notNull(),
  kind: text({ enum: ['office', 'staff'] }).notNull(),
  department: text({
    enum: ['information-services', 'e-business', 'provider-relations', 'privacy', 'information-security'],
  }),
  firstName: text('first_name').notNull(),
  lastName: text('last_name').notNull(),
  mobile: text(),
  approvedOn: text('approved_on').notNull(),
  lastUsedOn: text('last_used_on'),
  suspendedAt: integer('suspended_at'),
  suspendedFor: text('suspended_for', { enum: ['incident', 'disabled'] }),
  terminatedAt: integer('terminated_at'),
  lockedAt: integer('locked_at'),
  createdAt: integer('created_at').notNull(),
  street: text(),
  city: text(),
  zip: text(),
  telephone: text(),
  jobTitle: text('job_title'),
  jobDescription: text('job_description'),
  managedBy: integer('managed_by'),
})

export const credential = sqliteTable('credential', {
  accountId: integer('account_id').primaryKey(),
  hash: text().notNull(),
  setOn: text('set_on').notNull(),
})

export const credentialPast = sqliteTable('credential_past', {
  id: integer().primaryKey(),
  accountId: integer('account_id').notNull(),
  hash: text().notNull(),
  replacedAt: integer('replaced_at').notNull(),
})

export const securityAnswer = sqliteTable('security_answer', {
  accountId: integer('account_id').primaryKey(),
  questions: text().notNull(),
  hash: text().notNull(),
  setAt: integer('set_at').notNull(),
})

export const capability = sqliteTable(
  'capability',
  {
    accountId: integer('account_id').notNull(),
    name: text().notNull(),
    grantedAt: integer('granted_at').notNull(),
    reviewOn: text('review_on').notNull(),
    grantedBy: integer('granted_by'),
    reviewedAt: integer('reviewed_at'),
    reviewedBy: integer('reviewed_by'),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.name] })],
)

export const device = sqliteTable('device', {
  id: integer().primaryKey(),
  accountId: integer('account_id').notNull(),
  valueHash: text('value_hash').notNull(),
  previousHash: text('previous_hash'),
  label: text().notNull(),
  factorAt: integer('factor_at').notNull(),
  usedAt: integer('used_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  revokedAt: integer('revoked_at'),
})

export const devicePastValue = sqliteTable('device_past_value', {
  valueHash: text('value_hash').primaryKey(),
  deviceId: integer('device_id').notNull(),
})

export const session = sqliteTable('session', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  secretHash: text('secret_hash').notNull(),
  accountId: integer('account_id').notNull(),
  membershipId: integer('membership_id'),
  device: text().notNull(),
  openedAt: integer('opened_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  endedAt: integer('ended_at'),
  endReason: text('end_reason'),
  factorAt: integer('factor_at'),
  factorFor: text('factor_for'),
  openedBy: text('opened_by', { enum: ['password', 'passkey', 'provider'] })
    .notNull()
    .default('password'),
  providerId: integer('provider_id'),
})

export const keptForm = sqliteTable('kept_form', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  guard: text().notNull(),
  sealed: text().notNull(),
  expiresAt: integer('expires_at').notNull(),
})

export const notice = sqliteTable(
  'notice',
  {
    accountId: integer('account_id').notNull(),
    kind: text().notNull(),
    about: text().notNull(),
    daysBefore: integer('days_before').notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.kind, t.about, t.daysBefore] })],
)

export const accountChange = sqliteTable('account_change', {
  id: integer().primaryKey(),
  accountId: integer('account_id').notNull(),
  at: integer().notNull(),
  byAccount: integer('by_account'),
  field: text().notNull(),
  before: text(),
  after: text(),
  officeId: integer('office_id'),
  reason: text(),
})
