import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const eligibilityCheck = sqliteTable('eligibility_check', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  officeId: integer('office_id').notNull(),
  accountId: integer('account_id').notNull(),
  name: text(),
  askedOn: text('asked_on').notNull(),
  madeAt: integer('made_at').notNull(),
  rows: integer().notNull(),
  answered: integer().notNull().default(0),
  eligible: integer().notNull().default(0),
  notEligible: integer('not_eligible').notNull().default(0),
  unknown: integer().notNull().default(0),
  problems: integer().notNull().default(0),
  changed: integer().notNull().default(0),
  answeredAt: integer('answered_at'),
})

export const eligibilityCheckRow = sqliteTable(
  'eligibility_check_row',
  {
    checkId: integer('check_id').notNull(),
    line: integer().notNull(),
    officeId: integer('office_id').notNull(),
    askedNumber: text('asked_number'),
    askedLastName: text('asked_last_name'),
    askedFirstName: text('asked_first_name'),
    askedBirthDate: text('asked_birth_date'),
    numberKey: text('number_key'),
    lastNameKey: text('last_name_key'),
    firstNameKey: text('first_name_key'),
    bornOn: text('born_on'),
    problem: text(),
    sameAs: integer('same_as'),
    memberId: integer('member_id'),
    answer: text({ enum: ['eligible', 'not-eligible', 'unknown'] }),
    planName: text('plan_name'),
    product: text(),
    network: text(),
    pcpName: text('pcp_name'),
    startsOn: text('starts_on'),
    endsOn: text('ends_on'),
    copayCents: integer('copay_cents'),
    asOf: integer('as_of'),
    changed: text(),
    checkedBeforeAt: integer('checked_before_at'),
  },
  (t) => [primaryKey({ columns: [t.checkId, t.line] })],
)

export const recentMember = sqliteTable(
  'recent_member',
  {
    accountId: integer('account_id').notNull(),
    officeId: integer('office_id').notNull(),
    memberId: integer('member_id').notNull(),
    at: integer().notNull(),
    seq: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.officeId, t.memberId] })],
)
