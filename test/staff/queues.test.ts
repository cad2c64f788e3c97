import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Department } from '../../src/accounts/account.ts'
import { batch } from '../../src/db/client.ts'
import { newId } from '../../src/ids.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { COUNT_CAP, countedFailedJobs, countedLocked, countedReviews } from '../../src/staff/store.ts'
import { countedLateRevocations, countedReferred } from '../../src/termination/reports/store.ts'
import { countedChosen } from '../../src/verification/plan/store.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { policyOf } from '../support/policy.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

const policy = policyOf('IS.1600')
const on = (days: number): Day => addDays(today(), days)

async function verifying() {
  const queues = ['unreceived', 'restricted', 'suspended', 'to-reinstate'] as const
  const { rows } = await batch(
    env.DB,
    queues.map((queue) => countedChosen(queue, today(), policy, COUNT_CAP)),
  )
  return rows.map(([row]) => row!.count)
}

/** A verification of the office that fell due on that day; complete at that instant, if it is. */
async function aVerification(
  office: number,
  dueOn: Day,
  completedAt: number | null = null,
  reinstatedAt: number | null = null,
) {
  await env.DB.prepare(
    `INSERT INTO verification (public_id, office_id, due_on, opened_at, received_on, completed_at, completed_on, attestation, reinstated_at)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)`,
  )
    .bind(
      newId('verification'),
      office,
      dueOn,
      dueOn,
      completedAt,
      completedAt && today(),
      completedAt && 'I attest.',
      reinstatedAt,
    )
    .run()
}

describe('III.H the queues of verification', () => {
  beforeEach(async () => {
    await env.DB.prepare(
      "UPDATE office SET verify_due_on = '2199-01-01', prompt_received_on = NULL, suspended_at = NULL",
    ).run()
  })

  it.each([
    ['due tomorrow', 1, null, [0, 0, 0, 0]],
    ['due today, the mail is on its way', 0, null, [0, 0, 0, 0]],
    ['III.H.1 due yesterday, and nobody has it', -1, null, [1, 0, 0, 0]],
    ['III.H.1 due yesterday, received', -1, -1, [0, 0, 0, 0]],
    ['III.H.1 a receipt before the due day is none', -1, -2, [1, 0, 0, 0]],
    ['III.H.2 the last day to complete it', -15, -15, [0, 0, 0, 0]],
    ['III.H.2 the day after', -16, -16, [0, 1, 0, 0]],
    ['III.H.3 and the day after that', -17, -17, [0, 0, 1, 0]],
    ['III.H.1 due 6 days ago, and nobody has it', -6, null, [1, 0, 0, 0]],
    ['III.H.1 due 7 days ago: it counts as received', -7, null, [0, 0, 0, 0]],
    ['III.H.2 nobody received it: 7 days later, the last day', -22, null, [0, 0, 0, 0]],
    ['III.H.2 nobody received it: the day after', -23, null, [0, 1, 0, 0]],
    ['III.H.3 nobody received it: suspended', -24, null, [0, 0, 1, 0]],
    ['III.H.2 received later than 7 days after counts as 7', -23, -10, [0, 1, 0, 0]],
    ['III.H.3 received later than 7 days after counts as 7', -24, -10, [0, 0, 1, 0]],
  ] as const)('III.H %s', async (_, dueOn, receivedOn, counts) => {
    await anOffice('One', {
      verifyDueOn: on(dueOn),
      ...(receivedOn === null ? {} : { promptReceivedOn: on(receivedOn) }),
    })
    expect(await verifying()).toEqual(counts)
  })

  it('III.H an office whose day was lost is due by its access', async () => {
    const office = await anOffice('Lost', { accessOn: on(-45 - 24) })
    await env.DB.prepare('UPDATE office SET verify_due_on = NULL WHERE id = ?').bind(office).run()
    expect(await verifying()).toEqual([0, 0, 1, 0])
  })

  it('III.M.4, III.A.1.a a terminated office and one without access count for nothing', async () => {
    await anOffice('Gone', { verifyDueOn: on(-30), terminatedOn: on(-1) })
    await anOffice('Never', { verifyDueOn: on(-30), accessOn: null })
    expect(await verifying()).toEqual([0, 0, 0, 0])
  })

  it('III.H.4, III.H.5 a suspended office waits for its verification, then for its access, then for nothing', async () => {
    const suspended = { verifyDueOn: on(-30), promptReceivedOn: on(-30), suspendedAt: 1000 }
    const one = await anOffice('One', suspended)
    await aVerification(one, on(-30))
    expect(await verifying()).toEqual([0, 0, 1, 0])
    const other = await anOffice('Other', suspended)
    await aVerification(other, on(-30), 1000)
    expect(await verifying()).toEqual([0, 0, 1, 1])
    // One complete before it was suspended anew is none of this.
    const again = await anOffice('Again', suspended)
    await aVerification(again, on(-75), 999)
    await aVerification(again, on(-30))
    expect(await verifying()).toEqual([0, 0, 2, 1])
    const back = await anOffice('Back', { ...suspended, suspendedAt: 2000 })
    await aVerification(back, on(-30), 2000, 3000)
    expect(await verifying()).toEqual([0, 0, 3, 1])
  })
})

it('III.M.3 late revocations: to decide, and overdue from the day after', async () => {
  const office = await anOffice()
  const { account } = await aPerson({ email: 'left@office.example', offices: [office] })
  const late = (decideBy: Day | null, decision: 'no-breach' | 'referred' | null = null) =>
    env.DB.prepare(
      `INSERT INTO revocation (public_id, membership_id, account_id, office_id, kind, changed_on, revoked_on, at, is_late, decide_by,
         decided_at, decision, decision_reason)
       VALUES (?, (SELECT id FROM membership WHERE account_id = ?2), ?2, ?, 'ended', '2040-01-01', '2040-01-09', 1, ?, ?, ?, ?, ?)`,
    )
      .bind(newId('revocation'), account, office, decideBy ? 1 : 0, decideBy, decision && 2, decision, decision && 'So.')
      .run() // prettier-ignore
  const counted = async () => (await batch(env.DB, [countedLateRevocations(today())])).rows[0][0]
  await late(null)
  await late(on(-9), 'no-breach')
  expect(await counted()).toEqual({ count: 0, overdue: 0 })
  await late(on(1))
  await late(on(0))
  expect(await counted()).toEqual({ count: 2, overdue: 0 })
  await late(on(-1))
  expect(await counted()).toEqual({ count: 3, overdue: 1 })
  const referred = async () => (await batch(env.DB, [countedReferred])).rows[0][0]
  expect(await referred()).toEqual({ count: 0, since: null })
  await late(on(-9), 'referred')
  expect([await counted(), await referred()]).toEqual([
    { count: 3, overdue: 1 },
    { count: 1, since: 2 },
  ])
})

it('III.L.4 the yearly review: the day before, the day, the day after', async () => {
  const counted = async () => (await batch(env.DB, [countedReviews(today())])).rows[0][0]
  const { account } = await aPerson({
    email: 'reader@plan.example',
    department: 'privacy',
    capabilities: ['audit.read'],
  })
  const due = (day: Day) =>
    env.DB.prepare('UPDATE capability SET review_on = ? WHERE account_id = ?').bind(day, account).run()
  await due(on(1))
  expect(await counted()).toEqual({ count: 0, overdue: 0 })
  await due(on(0))
  expect(await counted()).toEqual({ count: 1, overdue: 0 })
  await due(on(-1))
  expect(await counted()).toEqual({ count: 1, overdue: 1 })
  await env.DB.prepare('UPDATE account SET terminated_at = 1 WHERE id = ?').bind(account).run()
  expect(await counted()).toEqual({ count: 0, overdue: 0 })
})

it('III.E.4 locked accounts, less those that ended; jobs that failed', async () => {
  for (const [email, lockedAt, terminatedAt] of [['a', 2000, null], ['b', 1000, null], ['c', 500, 1], ['d', null, null]] as const) {
    const { account } = await aPerson({ email: `${email}@locked.example`, offices: [] })
    await env.DB.prepare('UPDATE account SET locked_at = ?, terminated_at = ? WHERE id = ?').bind(lockedAt, terminatedAt, account).run()
  } // prettier-ignore
  await env.DB.prepare("INSERT INTO job (name, started_at, failed, ok_at) VALUES ('whole', 1, 0, 1), ('broken', 9, 2, 5), ('never', 9, 1, NULL)").run() // prettier-ignore
  const { rows } = await batch(env.DB, [countedLocked, countedFailedJobs])
  expect(rows.map(([row]) => row)).toEqual([
    { count: 2, since: 1000 },
    { count: 2, since: 5 },
  ])
})

describe('II.C everybody sees the queues of their department alone', () => {
  const all: Record<string, readonly Department[]> = {
    'Offices that ask for access': ['information-services', 'e-business', 'provider-relations'],
    'People who ask for access': ['information-services', 'e-business', 'provider-relations'],
    'Offices without a Local Office Administrator': ['information-services', 'e-business', 'provider-relations'],
    'Verifications that nobody has received': ['information-services', 'e-business', 'provider-relations'],
    'Offices restricted to their verification': ['information-services', 'e-business', 'provider-relations'],
    'Offices suspended until they are verified': ['information-services', 'e-business', 'provider-relations'],
    'Verified offices that wait for their access': ['e-business'],
    'Late revocations to decide': ['e-business'],
    'Late revocations referred to the privacy office': ['privacy'],
    'Locked accounts': ['information-services', 'e-business', 'provider-relations'],
    'Capabilities to review': ['information-services', 'e-business', 'provider-relations'],
    'Messages given up since yesterday': ['information-services', 'e-business', 'provider-relations'],
    'Jobs that failed': ['information-services', 'e-business', 'provider-relations'],
    'Texts whose review is overdue': ['information-services', 'e-business', 'provider-relations', 'privacy'],
    'The last 30 days': ['information-services', 'e-business', 'provider-relations'],
  }
  beforeAll(async () => {
    await env.DB.prepare('UPDATE job SET failed = 0').run()
    await env.DB.prepare('UPDATE account SET locked_at = NULL').run()
  })

  it.each(['information-services', 'e-business', 'provider-relations', 'privacy', 'information-security'] as const)(
    'II.C %s',
    async (department) => {
      const browser = await signedIn(await aPerson({ email: `${department}@queues.example`, department }))
      const html = await (await browser.get('/staff')).text()
      for (const [words, who] of Object.entries(all)) {
        expect([words, html.includes(words)]).toEqual([words, who.includes(department)])
      }
    },
  )

  it('what waits stands first, with the oldest or how many are overdue', async () => {
    await env.DB.prepare('UPDATE account SET locked_at = ? WHERE email = ?')
      .bind(Date.UTC(2040, 5, 2, 20), 'a@locked.example')
      .run()
    const browser = await signedIn(await aPerson({ email: 'eb@queues.example', department: 'e-business' }))
    const html = await (await browser.get('/staff')).text()
    const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
      row
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    const locked = rows.findIndex((row) => row.startsWith('Locked accounts'))
    const nothing = rows.findIndex((row) => row.includes('Nothing'))
    expect(rows[locked]).toBe('Locked accounts 1 account Jun 2, 2040')
    expect(rows.find((row) => row.startsWith('Late revocations'))).toBe(
      'Late revocations to decide 3 reports 3 overdue',
    )
    expect(locked).toBeLessThan(nothing)
    expect(
      rows
        .slice(
          nothing,
          rows.findIndex((row) => row.startsWith('Day')),
        )
        .filter((row) => / [A-Z][a-z]{2} \d+, \d{4}/.test(row)),
    ).toEqual([])
  })
})
