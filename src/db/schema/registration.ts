import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const invitation = sqliteTable('invitation', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  email: text().notNull(),
  firstName: text('first_name').notNull(),
  lastName: text('last_name').notNull(),
  officeId: integer('office_id'),
  department: text({
    enum: ['information-services', 'e-business', 'provider-relations', 'privacy', 'information-security'],
  }),
  invitedBy: integer('invited_by'),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  acceptedAt: integer('accepted_at'),
  revokedAt: integer('revoked_at'),
})

export const registration = sqliteTable('registration', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  email: text(),
  guard: text().notNull(),
  invitationId: integer('invitation_id'),
  createdAt: integer('created_at').notNull(),
  provedAt: integer('proved_at'),
  person: text(),
  isAdult: integer('is_adult'),
  officeId: integer('office_id'),
  agreementId: integer('agreement_id'),
  agreedAt: integer('agreed_at'),
  agreedIp: text('agreed_ip'),
  trainingId: integer('training_id'),
  sections: text(),
  trainedOn: text('trained_on'),
  trainedAt: integer('trained_at'),
  trainedIp: text('trained_ip'),
  trainingText: text('training_text'),
  questions: text(),
  answersHash: text('answers_hash'),
  sentAt: integer('sent_at'),
  endedAt: integer('ended_at'),
  accountId: integer('account_id'),
})

export const accessRequest = sqliteTable('access_request', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  officeId: integer('office_id').notNull(),
  registrationId: integer('registration_id'),
  accountId: integer('account_id'),
  wantsLoa: integer('wants_loa').notNull(),
  fromAccount: integer('from_account'),
  jobTitle: text('job_title').notNull(),
  jobDescription: text('job_description').notNull(),
  sentAt: integer('sent_at').notNull(),
  remindedAt: integer('reminded_at'),
  alertedAt: integer('alerted_at'),
  decidedAt: integer('decided_at'),
  decidedOn: text('decided_on'),
  decidedBy: integer('decided_by'),
  decidedName: text('decided_name'),
  decision: text({ enum: ['approved', 'denied', 'withdrawn'] }),
  reason: text(),
  attestation: text(),
})

export const grantLimit = sqliteTable(
  'grant_limit',
  {
    membershipId: integer('membership_id').notNull(),
    role: text({ enum: ['eligibility', 'claims', 'view-referrals', 'submit-referrals'] }).notNull(),
    providerId: integer('provider_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.membershipId, t.role, t.providerId] })],
)

export const roleAttestation = sqliteTable('role_attestation', {
  id: integer().primaryKey(),
  membershipId: integer('membership_id').notNull(),
  at: integer().notNull(),
  byAccount: integer('by_account').notNull(),
  roles: text().notNull(),
  text: text().notNull(),
})

export const link = sqliteTable('link', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  purpose: text({ enum: ['registration', 'invitation', 'set-up', 'reset'] }).notNull(),
  guard: text().notNull(),
  secretHash: text('secret_hash').notNull(),
  accountId: integer('account_id'),
  registrationId: integer('registration_id'),
  invitationId: integer('invitation_id'),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  revokedAt: integer('revoked_at'),
})
