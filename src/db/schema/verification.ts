import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const verification = sqliteTable('verification', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  officeId: integer('office_id').notNull(),
  dueOn: text('due_on').notNull(),
  openedAt: integer('opened_at').notNull(),
  receivedOn: text('received_on'),
  remindedDay: integer('reminded_day').notNull().default(0),
  alarmedAt: integer('alarmed_at'),
  completedAt: integer('completed_at'),
  completedOn: text('completed_on'),
  completedBy: integer('completed_by'),
  attestation: text(),
  byOnlyLoa: integer('by_only_loa').notNull().default(0),
  spokeWith: text('spoke_with'),
  spokeOn: text('spoke_on'),
  notes: text(),
  droppedAt: integer('dropped_at'),
  reinstatedAt: integer('reinstated_at'),
  reinstatedBy: integer('reinstated_by'),
  reinstatedBecause: text('reinstated_because'),
})

export const verificationCard = sqliteTable(
  'verification_card',
  {
    verificationId: integer('verification_id').notNull(),
    membershipId: integer('membership_id').notNull(),
    decision: text({ enum: ['kept', 'changed', 'left'] }).notNull(),
    decidedAt: integer('decided_at').notNull(),
    decidedBy: integer('decided_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.verificationId, t.membershipId] })],
)

export const revocation = sqliteTable('revocation', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  membershipId: integer('membership_id').notNull(),
  accountId: integer('account_id').notNull(),
  officeId: integer('office_id').notNull(),
  kind: text({ enum: ['ended', 'limited', 'disabled'] }).notNull(),
  changedOn: text('changed_on').notNull(),
  revokedOn: text('revoked_on').notNull(),
  at: integer().notNull(),
  byAccount: integer('by_account'),
  reason: text(),
  isLate: integer('is_late').notNull(),
  decideBy: text('decide_by'),
  decidedAt: integer('decided_at'),
  decidedBy: integer('decided_by'),
  decision: text({ enum: ['no-breach', 'referred'] }),
  decisionReason: text('decision_reason'),
})
