import { sql } from 'drizzle-orm'
import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const provider = sqliteTable('provider', {
  id: integer().primaryKey(),
  sourceId: text('source_id').notNull(),
  name: text().notNull(),
  npi: text(),
})

export const member = sqliteTable('member', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  sourceId: text('source_id').notNull(),
  memberNumber: text('member_number').notNull(),
  lastName: text('last_name').notNull(),
  firstName: text('first_name').notNull(),
  lastNameKey: text('last_name_key').notNull(),
  firstNameKey: text('first_name_key').notNull(),
  birthDate: text('birth_date'),
  gender: text(),
  pcpSourceId: text('pcp_source_id'),
  pcpName: text('pcp_name'),
  asOf: integer('as_of').notNull(),
})

/** The member number without blanks and hyphens, upper case: in the very words of the index `member_number_key`. */
export const memberNumberKey = sql`upper(replace(replace(${member.memberNumber}, '-', ''), ' ', ''))`

export const coverage = sqliteTable('coverage', {
  id: integer().primaryKey(),
  sourceId: text('source_id').notNull(),
  memberSourceId: text('member_source_id').notNull(),
  memberId: integer('member_id'),
  planName: text('plan_name'),
  product: text(),
  payorSourceId: text('payor_source_id'),
  payor: text(),
  network: text(),
  relationship: text(),
  status: text(),
  startsOn: text('starts_on'),
  endsOn: text('ends_on'),
  copayCents: integer('copay_cents'),
  sort: integer().notNull().default(1),
  asOf: integer('as_of').notNull(),
})

export const claim = sqliteTable('claim', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  claimSourceId: text('claim_source_id'),
  eobSourceId: text('eob_source_id'),
  number: text().notNull(),
  memberSourceId: text('member_source_id'),
  memberId: integer('member_id'),
  officeSourceId: text('office_source_id'),
  officeId: integer('office_id'),
  providerSourceId: text('provider_source_id'),
  providerName: text('provider_name'),
  type: text().notNull(),
  status: text({ enum: ['received', 'paid', 'denied', 'partly-paid', 'cancelled', 'entered-in-error'] }).notNull(),
  servicedFrom: text('serviced_from').notNull().default(''),
  servicedTo: text('serviced_to'),
  receivedOn: text('received_on'),
  paidOn: text('paid_on'),
  billedCents: integer('billed_cents'),
  allowedCents: integer('allowed_cents'),
  paidCents: integer('paid_cents'),
  memberCents: integer('member_cents'),
  shownUnder: integer('shown_under'),
  asOf: integer('as_of').notNull(),
})

export const claimLine = sqliteTable(
  'claim_line',
  {
    claimId: integer('claim_id').notNull(),
    line: integer().notNull(),
    code: text(),
    codeSystem: text('code_system'),
    modifiers: text(),
    servicedFrom: text('serviced_from'),
    servicedTo: text('serviced_to'),
    units: real(),
    billedCents: integer('billed_cents'),
    allowedCents: integer('allowed_cents'),
    paidCents: integer('paid_cents'),
    memberCents: integer('member_cents'),
    denialCode: text('denial_code'),
  },
  (t) => [primaryKey({ columns: [t.claimId, t.line] })],
)

export const referral = sqliteTable('referral', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  sourceId: text('source_id').notNull(),
  number: text().notNull(),
  memberSourceId: text('member_source_id'),
  memberId: integer('member_id'),
  officeSourceId: text('office_source_id'),
  officeId: integer('office_id'),
  status: text().notNull(),
  authoredOn: text('authored_on'),
  shownUnder: integer('shown_under'),
  asOf: integer('as_of').notNull(),
  confirmation: text(),
  coreSourceId: text('core_source_id'),
  responseSourceId: text('response_source_id'),
  urgency: text({ enum: ['routine', 'urgent'] })
    .notNull()
    .default('routine'),
  requesterSourceId: text('requester_source_id'),
  requesterName: text('requester_name'),
  performerSourceId: text('performer_source_id'),
  performerName: text('performer_name'),
  diagnoses: text().notNull().default('[]'),
  services: text().notNull().default('[]'),
  units: real(),
  startsOn: text('starts_on'),
  endsOn: text('ends_on'),
  receivedAt: integer('received_at'),
  decision: text({ enum: ['approved', 'modified', 'denied', 'pended', 'cancelled'] }),
  decidedOn: text('decided_on'),
  denialCode: text('denial_code'),
  authorizationNumber: text('authorization_number'),
  toldStatus: text('told_status'),
  stage: text({
    enum: ['submitted', 'received', 'in-review', 'approved', 'modified', 'denied', 'cancelled', 'completed'],
  })
    .notNull()
    .generatedAlwaysAs(sql`stage`),
})

export const referralRecord = sqliteTable(
  'referral_record',
  { referralId: integer('referral_id').notNull(), recordId: integer('record_id').notNull() },
  (t) => [primaryKey({ columns: [t.referralId, t.recordId] })],
)
