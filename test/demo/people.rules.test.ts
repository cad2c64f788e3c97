import { expect, it } from 'vitest'
import { OFFICES } from '../../demo/offices.ts'
import { COLLEAGUES, OFFICE_STATES, PEOPLE, REQUESTS } from '../../demo/people.ts'

const departments = ['information-services', 'e-business', 'provider-relations', 'privacy', 'information-security']
const users =
  'clerk eligibility-only two-offices locked dormant untrained password-ended suspended ' +
  'office-suspended office-terminated loa loa-past-due'
const scenarios = [...users.split(' '), ...departments.map((one) => `staff-${one}`)]

/** The office of the person who stands for the scenario. */
const officeOf = (scenario: string) => PEOPLE.find((one) => one.scenario === scenario)?.office

it('Trying it: somebody stands for every scenario, and for no other', () => {
  expect(new Set<string>(PEOPLE.map((one) => one.scenario))).toEqual(new Set(scenarios))
})

it('III.C e-mail addresses are unique and lead nowhere; III.D.3 and III.D.4 hold for the password', () => {
  const emails = [...PEOPLE, ...COLLEAGUES, ...REQUESTS].map((one) => one.email)
  expect(new Set(emails).size).toBe(emails.length)
  for (const email of emails) expect(email).toMatch(/^[a-z.]+@[a-z-]+\.example$/)
  for (const { password, email } of PEOPLE) {
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{12,}$/)
    expect(password.toLowerCase()).not.toContain(email.split('@')[0])
  }
})

it('Trying it: people, requests and states name offices of the plan; staff have none', () => {
  const ids = OFFICES.map((one) => one.id)
  expect(OFFICE_STATES.map((one) => one.office)).toEqual(ids)
  for (const one of [...PEOPLE, ...COLLEAGUES]) {
    expect(one.office === null).toBe(one.department !== null)
    for (const office of [one.office, ...one.otherOffices]) if (office !== null) expect(ids).toContain(office)
  }
  for (const one of REQUESTS) expect(PEOPLE.some((loa) => loa.isLoa && loa.office === one.office)).toBe(true)
})

it('Trying it: one office is suspended, one terminated, one has no LOA', () => {
  expect(OFFICE_STATES.filter((one) => one.suspended).map((one) => one.office)).toEqual([officeOf('office-suspended')])
  expect(OFFICES.filter((one) => !one.active).map((one) => one.id)).toEqual([officeOf('office-terminated')])
  const led = new Set([...PEOPLE, ...COLLEAGUES].filter((one) => one.isLoa).map((one) => one.office))
  expect(OFFICES.map((one) => one.id).filter((id) => !led.has(id))).toEqual(['tidewater-kidney-care'])
})

it('III.D.5, III.J.1, III.M.1 each scenario meets its own bound only', () => {
  for (const one of PEOPLE) {
    expect([one.scenario, one.lastUsedDaysAgo > 60]).toEqual([one.scenario, one.scenario === 'dormant'])
    expect([one.scenario, one.trainedDaysAgo > 366]).toEqual([one.scenario, one.scenario === 'untrained'])
    const ended = one.scenario === 'password-ended' || one.scenario === 'dormant'
    expect([one.scenario, one.passwordSetDaysAgo >= 60]).toEqual([one.scenario, ended])
    expect([one.locked, one.suspended]).toEqual([one.scenario === 'locked', one.scenario === 'suspended'])
  }
})

it('III.L.4 the audit log is open to one person of information services', () => {
  const readers = PEOPLE.filter((one) => one.capabilities.includes('audit.read'))
  expect(readers.map((one) => one.scenario)).toEqual(['staff-information-services'])
})
