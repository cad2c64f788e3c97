import { describe, expect, it } from 'vitest'
import { readFilters, readListing } from '../../src/referrals/form.ts'
import { stages } from '../../src/referrals/referral.ts'
import { type Asked, dueOf } from '../../src/referrals/rules.ts'
import { copyRows } from '../../views/referrals/copy.ts'
import { dueText } from '../../views/referrals/due.ts'
import { stageWords } from '../../views/referrals/words.ts'
import { policyOf } from '../support/policy.ts'

const ZONE = 'America/Los_Angeles'
const policy = policyOf('IS.1600')
const asked: Asked = { stage: 'received', urgency: 'routine', receivedAt: null, authoredOn: '2026-05-05' }
const at = (iso: string) => new Date(iso)
const due = (more: Partial<Asked>, now: string) => dueOf({ ...asked, ...more }, at(now), ZONE, policy)

describe('III.B.6.c a decision is due (CMS-0057-F)', () => {
  it('III.B.6.c within 7 calendar days, until the end of the last one in the plan’s zone', () => {
    expect(due({}, '2026-05-12T23:00:00-07:00')).toEqual({ on: '2026-05-12', late: false })
    expect(due({}, '2026-05-12T23:59:59.999-07:00')).toMatchObject({ late: false })
    expect(due({}, '2026-05-13T00:00:00-07:00')).toMatchObject({ on: '2026-05-12', late: true })
    // Received on May 4 in the plan's zone, May 5 in UTC.
    expect(due({ receivedAt: Date.parse('2026-05-05T05:00:00Z') }, '2026-05-06T00:00:00Z')).toMatchObject({
      on: '2026-05-11',
    })
  })

  it('III.B.6.c within 72 hours when urgent, to the instant; without an hour from the start of its day', () => {
    const receivedAt = Date.parse('2026-05-05T17:00:00Z')
    const end = Date.parse('2026-05-08T17:00:00Z')
    expect(due({ urgency: 'urgent', receivedAt }, '2026-05-08T17:00:00Z')).toEqual({ at: end, late: false })
    expect(due({ urgency: 'urgent', receivedAt }, '2026-05-08T17:00:00.001Z')).toEqual({ at: end, late: true })
    expect(due({ urgency: 'urgent' }, '2026-05-06T00:00:00Z')).toEqual({
      at: Date.parse('2026-05-08T00:00:00-07:00'),
      late: false,
    })
  })

  it.each(stages)('III.B.6.c %s: due only while nothing is decided', (stage) => {
    const isOpen = ['submitted', 'received', 'in-review'].includes(stage)
    expect(due({ stage }, '2026-05-06T00:00:00Z') !== null).toBe(isOpen)
    expect(stageWords[stage]?.word).toBeTruthy()
  })

  it('III.B.6.c nothing is due of a referral without a day', () => {
    expect(due({ authoredOn: '' }, '2026-05-06T00:00:00Z')).toBeNull()
    expect(due({ authoredOn: null }, '2026-05-06T00:00:00Z')).toBeNull()
  })

  it('section 12: says by when, or since when it is overdue', () => {
    expect(dueText({ on: '2026-05-12', late: false }, ZONE)).toBe('Decision due by May 12, 2026')
    expect(dueText({ on: '2026-05-12', late: true }, ZONE)).toBe('Decision overdue since May 12, 2026')
    const instant = Date.parse('2026-05-08T17:00:00Z')
    expect(dueText({ at: instant, late: true }, ZONE)).toBe('Decision overdue since May 8, 2026, 10:00 AM PDT')
    expect(dueText(null, ZONE)).toBeNull()
  })
})

const typed = { number: '', memberNumber: '', from: '', to: '', status: '', urgency: '' }

it.each([
  [{ number: 'x'.repeat(81) }, 'number'],
  [{ memberNumber: 'x'.repeat(41) }, 'memberNumber'],
  [{ from: '2026-13-01' }, 'from'],
  [{ from: '2026-02-02', to: '2026-02-01' }, 'to'],
  [{ status: 'paid' }, 'status'],
  [{ urgency: 'stat' }, 'urgency'],
])('section 12: %j is told at its field, and what was typed is kept', (wrong, field) => {
  const read = readFilters(new URLSearchParams({ ...typed, ...wrong }))
  expect(read).toMatchObject({ typed: { ...typed, ...wrong }, errors: { [field]: expect.any(String) } })
})

it('section 12: a search is read whole; anything else in an address is the whole list', () => {
  const form = new URLSearchParams({ ...typed, memberNumber: ' hv-1 2 ', status: 'denied', urgency: 'urgent' })
  expect(readFilters(form)).toMatchObject({ filters: { memberNumber: 'HV12', status: 'denied', urgency: 'urgent' } })
  for (const opened of [null, 1, { typed: 1 }, { typed, after: { row: 1 }, page: 1 }]) {
    expect(readListing(opened)).toEqual({ typed, after: null, page: 1 })
  }
})

it('II.E a copy bears user, time and purpose, and says when there is more', () => {
  const mark = { user: 'Terry', time: 'now', purpose: 'Payment' }
  const one = { id: 'ref_1', number: 'R1', stage: 'denied', urgency: 'urgent', authoredOn: '2026-05-05', receivedAt: null, requesterName: null, performerName: 'To', lastName: 'L', firstName: 'F', memberNumber: 'M', due: null } // prettier-ignore
  const rows = copyRows({ referrals: [one], isCut: true, mark, zone: ZONE })
  expect(rows.slice(0, 4)).toEqual([
    ['Exported by', 'Terry'],
    ['At', 'now'],
    ['Purpose', 'Payment'],
    ['Only the newest of them', '1 rows; narrow the search for the others'],
  ])
  expect(rows.at(-1)).toEqual(['R1', 'May 5, 2026', 'M', 'L', 'F', null, 'To', 'Urgent', 'Denied', null])
})
