import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const office = sqliteTable('office', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  sourceId: text('source_id').notNull(),
  name: text().notNull(),
  npi: text(),
  tin: text(),
  telephone: text(),
  street: text(),
  city: text(),
  state: text(),
  zip: text(),
  accessOn: text('access_on'),
  suspendedAt: integer('suspended_at'),
  terminatedOn: text('terminated_on'),
})

export const membership = sqliteTable('membership', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  accountId: integer('account_id').notNull(),
  officeId: integer('office_id').notNull(),
  isLoa: integer('is_loa').notNull().default(0),
  suspendedAt: integer('suspended_at'),
  endedOn: text('ended_on'),
  createdAt: integer('created_at').notNull(),
})

export const roleGrant = sqliteTable(
  'role_grant',
  {
    membershipId: integer('membership_id').notNull(),
    role: text({ enum: ['eligibility', 'claims', 'view-referrals', 'submit-referrals'] }).notNull(),
    grantedAt: integer('granted_at').notNull(),
    endsOn: text('ends_on'),
  },
  (t) => [primaryKey({ columns: [t.membershipId, t.role] })],
)
