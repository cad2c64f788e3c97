import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const audit = sqliteTable('audit', {
  seq: integer().primaryKey({ autoIncrement: true }),
  at: integer().notNull(),
  event: text().notNull(),
  accountId: integer('account_id'),
  officeId: integer('office_id'),
  memberId: integer('member_id'),
  subjectId: integer('subject_id'),
  sessionId: integer('session_id'),
  page: text(),
  record: text(),
  ip: text(),
  device: text(),
  clause: text(),
  requestId: text('request_id'),
  ofSeq: integer('of_seq'),
  members: text(),
  detail: text(),
})

export const auditMember = sqliteTable(
  'audit_member',
  { memberId: integer('member_id').notNull(), seq: integer().notNull() },
  (t) => [primaryKey({ columns: [t.memberId, t.seq] })],
)

export const auditMemberMark = sqliteTable('audit_member_mark', { seq: integer().notNull() })

export const auditDay = sqliteTable(
  'audit_day',
  { day: text().notNull(), event: text().notNull(), count: integer().notNull() },
  (t) => [primaryKey({ columns: [t.day, t.event] })],
)

export const auditDayMark = sqliteTable('audit_day_mark', { seq: integer().notNull() })
