import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const identityProvider = sqliteTable('identity_provider', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  name: text().notNull(),
  kind: text({ enum: ['plan', 'office'] }).notNull(),
  issuer: text().notNull(),
  clientId: text('client_id').notNull(),
  sealedSecret: text('sealed_secret').notNull(),
  sealedBy: text('sealed_by').notNull(),
  mfaWhen: text('mfa_when').notNull().default('[]'),
  groupsClaim: text('groups_claim').notNull().default('groups'),
  scimTokenHash: text('scim_token_hash'),
  scimTokenAt: integer('scim_token_at'),
  signalsIssuer: text('signals_issuer'),
  signalsAudience: text('signals_audience'),
  signalsJwksUri: text('signals_jwks_uri'),
  createdAt: integer('created_at').notNull(),
  changedAt: integer('changed_at').notNull(),
  disabledAt: integer('disabled_at'),
})

export const providerDomain = sqliteTable('provider_domain', {
  domain: text().primaryKey(),
  providerId: integer('provider_id').notNull(),
})

export const providerOffice = sqliteTable(
  'provider_office',
  { providerId: integer('provider_id').notNull(), officeId: integer('office_id').notNull() },
  (t) => [primaryKey({ columns: [t.providerId, t.officeId] })],
)

export const providerMapping = sqliteTable('provider_mapping', {
  id: integer().primaryKey(),
  providerId: integer('provider_id').notNull(),
  groupName: text('group_name').notNull(),
  department: text({
    enum: ['information-services', 'e-business', 'provider-relations', 'privacy', 'information-security'],
  }),
  capability: text({ enum: ['audit.read'] }),
  role: text({ enum: ['eligibility', 'claims', 'view-referrals', 'submit-referrals'] }),
})

export const providerChange = sqliteTable('provider_change', {
  id: integer().primaryKey(),
  providerId: integer('provider_id').notNull(),
  at: integer().notNull(),
  byAccount: integer('by_account').notNull(),
  changes: text().notNull(),
  reason: text(),
})

export const identity = sqliteTable('identity', {
  id: integer().primaryKey(),
  providerId: integer('provider_id').notNull(),
  issuer: text().notNull(),
  subject: text().notNull(),
  accountId: integer('account_id').notNull(),
  linkedAt: integer('linked_at').notNull(),
  usedAt: integer('used_at'),
  unlinkedAt: integer('unlinked_at'),
})

export const federationFlow = sqliteTable('federation_flow', {
  stateHash: text('state_hash').primaryKey(),
  providerId: integer('provider_id').notNull(),
  browserHash: text('browser_hash').notNull(),
  sealed: text().notNull(),
  purpose: text({ enum: ['sign-in', 'try'] }).notNull(),
  accountId: integer('account_id'),
  begunAt: integer('begun_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
})

export const federatedSession = sqliteTable('federated_session', {
  sessionId: integer('session_id').primaryKey(),
  providerId: integer('provider_id').notNull(),
  subject: text().notNull(),
  sid: text(),
  sealed: text().notNull(),
})

export const tokenTaken = sqliteTable(
  'token_taken',
  {
    providerId: integer('provider_id').notNull(),
    jti: text().notNull(),
    takenAt: integer('taken_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.providerId, t.jti] })],
)
