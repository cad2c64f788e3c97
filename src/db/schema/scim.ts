import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const scimUser = sqliteTable('scim_user', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  providerId: integer('provider_id').notNull(),
  userName: text('user_name').notNull(),
  externalId: text('external_id'),
  email: text().notNull(),
  resource: text().notNull(),
  active: integer().notNull(),
  version: integer().notNull().default(1),
  accountId: integer('account_id'),
  officeId: integer('office_id'),
  requestId: integer('request_id'),
  announcedAt: integer('announced_at'),
  createdAt: integer('created_at').notNull(),
  changedAt: integer('changed_at').notNull(),
  deletedAt: integer('deleted_at'),
})

export const scimGroup = sqliteTable('scim_group', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  providerId: integer('provider_id').notNull(),
  displayName: text('display_name').notNull(),
  externalId: text('external_id'),
  version: integer().notNull().default(1),
  createdAt: integer('created_at').notNull(),
  changedAt: integer('changed_at').notNull(),
  deletedAt: integer('deleted_at'),
})

export const scimGroupMember = sqliteTable(
  'scim_group_member',
  { groupId: integer('group_id').notNull(), userId: integer('user_id').notNull() },
  (t) => [primaryKey({ columns: [t.groupId, t.userId] })],
)
