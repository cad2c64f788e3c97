import { describe, expect, it } from 'vitest'
import { noGrants, readGrants, readReason } from '../../src/approval/form.ts'
import { readNaming } from '../../src/approval/administrators/form.ts'
import { blockOf, grantState, inWords, mayDecide, needsContact, sentBefore } from '../../src/approval/rules.ts'
import type { Day } from '../../src/policy/calendar.ts'
import type { Rightful } from '../../src/roles/rules.ts'

const nobody: Rightful = { kind: 'office', department: null, isLoa: false, roles: [], capabilities: [] }
const loa = { ...nobody, isLoa: true, guard: 'loa', officeId: 1 }
const ea = { ...nobody, kind: 'staff', department: 'e-business', guard: 'ea', officeId: null } as const
const privacy = { ...ea, department: 'privacy' } as const
const clerk = { ...nobody, roles: ['claims'] as const, guard: 'clerk', officeId: 1 }
const request = { wantsLoa: false, hasLiveLoa: true, guard: 'applicant', officeId: 1 }

describe('III.B.3 who may decide', () => {
  it.each([
    ['an LOA of the office', loa, request, true],
    ['an LOA of another office', { ...loa, officeId: 2 }, request, false],
    ['an LOA, of one who is to be an LOA', loa, { ...request, wantsLoa: true }, false],
    ['an LOA, of themself', loa, { ...request, guard: 'loa' }, false],
    ['a clerk', clerk, request, false],
    ['an Enterprise Administrator', ea, request, true],
    ['an Enterprise Administrator, of one who is to be an LOA', ea, { ...request, wantsLoa: true }, true],
    ['an Enterprise Administrator, of themself', ea, { ...request, guard: 'ea' }, false],
    ['other staff', privacy, request, false],
  ])('III.B.3 %s: %o', (_who, decider, of, may) => {
    expect(mayDecide(decider, of)).toBe(may)
  })

  it('III.B.3.b the office manager is asked where there is no LOA, but for whom they named themselves', () => {
    expect(needsContact({ hasLiveLoa: false, isInvited: false })).toBe(true)
    expect(needsContact({ hasLiveLoa: false, isInvited: true })).toBe(false)
    expect(needsContact({ hasLiveLoa: true, isInvited: false })).toBe(false)
  })
})

describe('III.B.3 what stands against an approval', () => {
  const clear = {
    isTerminated: false, hasLiveLoa: true, isInvited: false, isConfirmed: false, sentOn: '2026-06-15', suspendedAt: null, endedOn: null,
  } as const // prettier-ignore
  it.each<[string, Partial<Parameters<typeof blockOf>[0]>, ReturnType<typeof blockOf>]>([
    ['III.B.3 nothing', {}, null],
    ['III.M.4 the office is terminated', { isTerminated: true }, 'office-terminated'],
    ['III.H.5 the membership is suspended', { suspendedAt: 1 }, 'suspended'],
    ['III.N.1 it ended the day before the request', { endedOn: '2026-06-14' }, null],
    ['III.N.1 it ended on the day of the request', { endedOn: '2026-06-15' }, 'left'],
    ['III.N.1 it ended the day after', { endedOn: '2026-06-16' }, 'left'],
    ['III.B.3.b no LOA and no word of the manager', { hasLiveLoa: false }, 'not-confirmed'],
    ['III.B.3.b no LOA, the manager confirmed', { hasLiveLoa: false, isConfirmed: true }, null],
    ['III.A.1.b no LOA, the person was invited', { hasLiveLoa: false, isInvited: true }, null],
  ])('%s', (_what, told, block) => {
    expect(blockOf({ ...clear, ...told })).toBe(block)
  })
})

describe('III.B.1, III.B.2 waiting is counted in days of the plan', () => {
  const zone = 'America/Los_Angeles'
  const at = (text: string) => Date.parse(text)
  it.each<[string, Day, number, string, boolean]>([
    ['the day before', '2026-03-06', 3, '2026-03-04T00:00-08:00', false],
    ['the day, sent at its first minute', '2026-03-07', 3, '2026-03-04T00:00-08:00', true],
    ['the day, sent at its last', '2026-03-07', 3, '2026-03-04T23:59:59-08:00', true],
    ['the day after', '2026-03-08', 3, '2026-03-04T23:59:59-08:00', true],
    ['over clocks going forward, the day before', '2026-03-09', 3, '2026-03-07T00:00-08:00', false],
    ['over clocks going forward, the day', '2026-03-10', 3, '2026-03-07T23:59:59-08:00', true],
    ['over clocks going back, the day before', '2026-11-09', 10, '2026-10-31T00:00-07:00', false],
    ['over clocks going back, the day', '2026-11-10', 10, '2026-10-31T23:59:59-07:00', true],
  ])('III.B.1 %s', (_when, today, days, sentAt, waits) => {
    expect(at(sentAt) < sentBefore(today, days, zone)).toBe(waits)
  })
})

describe('III.B.6 the form of a decision', () => {
  const today: Day = '2026-06-15'
  const providers = [
    { id: 3, name: 'Dr. Ada', npi: null },
    { id: 4, name: 'Dr. Bea', npi: null },
  ]
  const read = (fields: Record<string, string>, mayBeNone = false) =>
    readGrants(new URLSearchParams({ attests: 'on', ...fields }), providers, today, mayBeNone)

  it('III.B.6 suggests nothing', () => {
    for (const typed of Object.values(noGrants())) expect(typed).toEqual({ ticked: false, endsOn: '', providers: [] })
  })

  it('III.B.6, III.B.8 takes roles with a last day and providers', () => {
    expect(read({ 'role-eligibility': 'on', 'role-claims': 'on', 'ends-claims': '2026-06-16', 'limit-claims-4': 'on' })).toMatchObject({
      grants: [
        { role: 'eligibility', endsOn: null, providers: [] },
        { role: 'claims', endsOn: '2026-06-16', providers: [4] },
      ],
    })
  }) // prettier-ignore

  it.each([
    ['III.B.6 no role', {}, 'role-eligibility'],
    ['III.B.9 no attestation', { 'role-claims': 'on', attests: 'no' }, 'attests'],
    ['III.B.8 a day that has passed', { 'role-claims': 'on', 'ends-claims': '2026-06-14' }, 'ends-claims'],
    ['III.B.8 no day', { 'role-claims': 'on', 'ends-claims': '2026-02-30' }, 'ends-claims'],
    ['III.B.8 a day of a role that is not ticked', { 'role-claims': 'on', 'ends-eligibility': '2026-06-20' }, 'role-eligibility'],
    ['III.B.8 a provider of a role that is not ticked', { 'role-eligibility': 'on', 'limit-claims-3': 'on' }, 'role-claims'],
    ['III.B.8 a provider of eligibility', { 'role-eligibility': 'on', 'limit-eligibility-3': 'on' }, 'role-eligibility'],
    ['T21 III.B.8 a provider of elsewhere', { 'role-claims': 'on', 'limit-claims-5': 'on' }, 'form'],
    ['T21 III.B.8 a provider that is no number', { 'role-claims': 'on', 'limit-claims-x': 'on' }, 'form'],
  ])('%s is told beside its field', (_what, fields, field) => {
    const given = read(fields)
    expect('errors' in given && Object.keys(given.errors)).toEqual([field])
  }) // prettier-ignore

  it('III.B.8 a grant ends after its last day: the day before, the day, the day after', () => {
    const ends = { endsOn: today } as const
    expect((['2026-06-14', '2026-06-15', '2026-06-16'] as Day[]).map((day) => grantState(ends, day))).toEqual([
      'in-force',
      'in-force',
      'ended',
    ])
    expect('grants' in read({ 'role-claims': 'on', 'ends-claims': today })).toBe(true)
  })

  it('III.B.6 an LOA may do without any role', () => {
    expect(read({}, true)).toMatchObject({ grants: [] })
  })

  it('T21 III.B.6 a role that there is not is none', () => {
    expect(read({ 'role-claims': 'on', 'role-admin': 'on', role: 'submit-referrals', office: '2' })).toMatchObject({
      grants: [{ role: 'claims' }],
    })
  })

  it('III.B.3 a denial has a reason', () => {
    const reason = (text: string) => readReason(new URLSearchParams({ reason: text }))
    expect(reason('  \n ')).toHaveProperty('errors.reason')
    expect(reason('x'.repeat(1001))).toHaveProperty('errors.reason')
    expect(reason(' Not known here. ')).toMatchObject({ reason: 'Not known here.' })
  })

  it('III.L.3 grants read as roles, days and rows', () => {
    expect(inWords([])).toBe('none')
    expect(
      inWords([
        { role: 'eligibility', endsOn: null, providers: [] },
        { role: 'claims', endsOn: '2026-06-16', providers: [3, 4] },
      ]),
    ).toBe('eligibility, claims until 2026-06-16 for providers 3 4')
  })
})

it('III.B.2 whoever names an administrator says whom, and in whose place', () => {
  const read = (fields: Record<string, string>) => readNaming(new URLSearchParams(fields), [{ id: 'mbs_1' }])
  expect(read({ colleague: 'mbs_1', place: 'instead' })).toMatchObject({ handsOver: true })
  expect(read({ colleague: 'mbs_1', place: 'beside' })).toMatchObject({ handsOver: false })
  expect(read({ colleague: 'mbs_2', place: 'beside' })).toHaveProperty('errors.colleague')
  expect(read({ colleague: 'mbs_1', place: 'office' })).toHaveProperty('errors.place')
})
