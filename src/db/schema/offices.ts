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
  managerName: text('manager_name'),
  managerTitle: text('manager_title'),
  managerEmail: text('manager_email'),
  managerTelephone: text('manager_telephone'),
  verifyDueOn: text('verify_due_on'),
  promptReceivedOn: text('prompt_received_on'),
  verifyActOn: text('verify_act_on'),
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
  suspendedFor: text('suspended_for', { enum: ['unverified', 'disabled'] }),
  admittedAt: integer('admitted_at').notNull().default(0),
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

export const officeRequest = sqliteTable('office_request', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  legalName: text('legal_name').notNull(),
  tin: text().notNull(),
  npi: text().notNull(),
  street: text().notNull(),
  city: text().notNull(),
  state: text().notNull(),
  zip: text().notNull(),
  telephone: text().notNull(),
  managerName: text('manager_name').notNull(),
  managerTitle: text('manager_title').notNull(),
  managerEmail: text('manager_email').notNull(),
  managerTelephone: text('manager_telephone').notNull(),
  documentId: integer('document_id').notNull(),
  isPaper: integer('is_paper').notNull(),
  signedName: text('signed_name').notNull(),
  signedTitle: text('signed_title').notNull(),
  signedAt: integer('signed_at').notNull(),
  ip: text().notNull(),
  scanKey: text('scan_key'),
  scanType: text('scan_type'),
  scanResult: text('scan_result', { enum: ['clean', 'not-scanned'] }),
  recordedBy: integer('recorded_by'),
  createdAt: integer('created_at').notNull(),
  officeId: integer('office_id'),
  decidedAt: integer('decided_at'),
  decidedBy: integer('decided_by'),
  decision: text({ enum: ['accepted', 'rejected'] }),
  reason: text(),
})

export const officeRequestLoa = sqliteTable(
  'office_request_loa',
  {
    requestId: integer('request_id').notNull(),
    place: integer().notNull(),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    email: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.place] })],
)

export const officeContact = sqliteTable('office_contact', {
  id: integer().primaryKey(),
  officeId: integer('office_id').notNull(),
  at: integer().notNull(),
  byAccount: integer('by_account').notNull(),
  person: text().notNull(),
  notes: text().notNull(),
  accessRequestId: integer('access_request_id'),
})
