import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CountsByType } from '../../src/feed/feed.ts'
import { storePart } from '../../src/feed/store-part.ts'
import { publish } from '../../src/restricted-info/publish.ts'
import { feedFiles, partsOf } from '../../tools/feed-files.ts'
import { asD1 } from '../../tools/local-state.ts'

const shared = '../shared/data'
const now = new Date('2026-11-02T12:00:00Z')
const bucket = { put: () => Promise.resolve() } as unknown as R2Bucket

/** The portal's own code on a database in memory. */
async function portal(): Promise<{ database: DatabaseSync; db: D1Database }> {
  const database = new DatabaseSync(':memory:')
  for (const name of ['0001_accounts_and_audit', '0002_records', '0007_referrals', '0008_directory_and_codes']) {
    database.exec(readFileSync(`migrations/${name}.sql`, 'utf8'))
  }
  const db = asD1(database)
  for (const file of ['src/restricted-info/starter-list.csv', `${shared}/restricted-codes/restricted-codes.csv`]) {
    await publish(db, readFileSync(file, 'utf8'), { source: file, reason: 'test' }, now)
  }
  return { database, db }
}

async function load(db: D1Database, set: string, importId: string): Promise<CountsByType> {
  const counts: CountsByType = {}
  for (const file of feedFiles(`${shared}/fhir/${set}`)) {
    for await (const { part, firstLine, body } of partsOf(file, () => {})) {
      const stored = await storePart(
        db,
        bucket,
        { importId, file: file.name, part, firstLine },
        body,
        now,
        'America/Los_Angeles',
      )
      if (!stored.ok) throw new Error(stored.refusal)
      for (const [type, count] of Object.entries(stored.value)) {
        const sum = (counts[type] ??= { read: 0, stored: 0, unchanged: 0, ignored: 0, rejected: 0, suppressed: 0 })
        for (const name of ['read', 'stored', 'unchanged', 'ignored', 'rejected'] as const) sum[name] += count[name]
      }
    }
  }
  return counts
}

const one = (database: DatabaseSync, sql: string) => Number(Object.values(database.prepare(sql).get()!)[0])
const hiddenOf = (database: DatabaseSync, type: string) =>
  one(database, `SELECT count(*) FROM feed_record WHERE type = '${type}' AND hidden IS NOT NULL`)
const SHOWN = 'shown_under = (SELECT max(version) FROM restricted_list)'

describe.skipIf(!existsSync(shared))('III.I.1 published sample sets (skipped without ../shared/data)', () => {
  describe('synthea-smart-100', () => {
    let database: DatabaseSync
    let db: D1Database
    let counts: CountsByType
    beforeAll(async () => {
      ;({ database, db } = await portal())
      counts = await load(db, 'synthea-smart-100', 'imp-synthea-1')
    }, 60_000)

    it('Feed every line is accounted for', () => {
      const total = Object.values(counts).reduce((sum, { read }) => sum + read, 0)
      expect(total).toBe(19_359)
      for (const { read, stored, unchanged, ignored, rejected } of Object.values(counts)) {
        expect(stored + unchanged + ignored + rejected).toBe(read)
      }
      expect(counts).toMatchObject({ Claim: { stored: 6083 }, ExplanationOfBenefit: { stored: 3697 } })
    })

    it('III.I.1 suppresses by code and by link, and only that', () => {
      expect(hiddenOf(database, 'ExplanationOfBenefit')).toBe(395)
      expect(hiddenOf(database, 'Claim')).toBe(491)
      expect(one(database, `SELECT count(*) FROM claim WHERE ${SHOWN}`)).toBe(6083 - 491)
    })

    it('Feed every claim has its office and member', () => {
      expect(one(database, 'SELECT count(*) FROM claim WHERE office_id IS NULL OR member_id IS NULL')).toBe(0)
      expect(
        one(database, 'SELECT count(*) FROM claim WHERE eob_source_id IS NOT NULL AND provider_name IS NULL'),
      ).toBe(0)
    })

    it('Feed a second time all is unchanged', async () => {
      const again = await load(db, 'synthea-smart-100', 'imp-synthea-2')
      for (const { read, unchanged } of Object.values(again)) expect(unchanged).toBe(read)
    })
  })

  it('III.I.1 cms-bluebutton-r4: restricted ones, and those that cannot be judged, are hidden; the others shown', async () => {
    const { database, db } = await portal()
    await load(db, 'cms-bluebutton-r4', 'imp-bluebutton-1')
    const reasons = database
      .prepare(
        `SELECT CASE WHEN hidden LIKE 'rule:%' THEN 'rule' ELSE hidden END AS why, count(*) AS n
         FROM feed_record WHERE type = 'ExplanationOfBenefit' GROUP BY 1 ORDER BY 1`,
      )
      .all()
    expect(reasons.map(({ why, n }) => [why, n])).toEqual([
      [null, 124],
      ['no-code', 1],
      ['rule', 15],
      ['unknown-shape', 4],
    ])
    // Masks such as 9999999999 are no offices.
    expect(one(database, "SELECT count(*) FROM office WHERE npi LIKE '99999%' OR npi LIKE '00000%'")).toBe(0)
  })

  it('III.I.1 cms-ab2d-r4: 125 hidden, and without an office nobody sees the rest', async () => {
    const { database, db } = await portal()
    await load(db, 'cms-ab2d-r4', 'imp-ab2d-1')
    expect(hiddenOf(database, 'ExplanationOfBenefit')).toBe(125)
    expect(one(database, 'SELECT count(*) FROM claim WHERE office_id IS NOT NULL')).toBe(0)
  })

  it('Feed ecqm-payer-eligibility: 720 members with their coverage, the end left open', async () => {
    const { database, db } = await portal()
    await load(db, 'ecqm-payer-eligibility', 'imp-ecqm-1')
    expect(one(database, 'SELECT count(*) FROM coverage WHERE member_id IS NOT NULL AND ends_on IS NULL')).toBe(720)
    expect(one(database, 'SELECT count(*) FROM member WHERE member_number <> source_id')).toBe(720)
  })
})
