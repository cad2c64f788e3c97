import { expect, it } from 'vitest'
import { readAcceptance, readConsent, readPaper, readRejection, readRequest } from '../../src/onboarding/form.ts'

const typed: Record<string, string> = {
  legalName: 'A Clinic', tin: '12-3456789', npi: '1234567893', street: '1 Pier St', city: 'Orange', state: 'ca', zip: '92868',
  telephone: '(714) 555-0100', managerName: 'Mona', managerTitle: 'Manager', managerEmail: 'Mona@Clinic.example',
  managerTelephone: '1 714 555 0101', loaFirstName: 'Lou', loaLastName: 'Leader', loaEmail: 'lou@clinic.example',
  signedName: 'Olga Owner', signedTitle: 'Owner',
} // prettier-ignore
const read = (changed: Record<string, string> = {}) => readRequest(new URLSearchParams({ ...typed, ...changed }))

it('III.A.1.a a whole request is read, in one form', () => {
  const { request, errors } = read()
  expect(errors).toEqual({})
  expect(request).toMatchObject({
    details: { tin: '123456789', state: 'CA', telephone: '+17145550100', managerEmail: 'mona@clinic.example' },
    nominees: [{ firstName: 'Lou', lastName: 'Leader', email: 'lou@clinic.example' }],
  })
})

it.each(Object.keys(typed))('III.A.1.a without %s: a sentence at that field, and nowhere else', (name) => {
  for (const empty of ['', '  ', '\u202e\n']) {
    const { errors, typed: kept } = read({ [name]: empty })
    expect(Object.keys(errors)).toEqual([name])
    expect(kept).toMatchObject({ [name]: '' })
  }
})

it('III.A.1.a a field too long is told, not cut', () => {
  expect(read({ legalName: 'a'.repeat(121) }).errors).toEqual({ legalName: 'Write at most 120 characters.' })
  expect(read({ legalName: 'a'.repeat(120) }).errors).toEqual({})
})

it('III.A.1.b a second LOA is whole or missing, and another person', () => {
  const second = { secondFirstName: 'Sam', secondLastName: 'Second', secondEmail: 'sam@clinic.example' }
  expect(read(second).request.nominees).toHaveLength(2)
  expect(Object.keys(read({ ...second, secondEmail: '' }).errors)).toEqual(['secondEmail'])
  expect(Object.keys(read({ ...second, secondFirstName: '' }).errors)).toEqual(['secondFirstName'])
  expect(Object.keys(read({ ...second, secondEmail: 'LOU@clinic.example' }).errors)).toEqual(['secondEmail'])
})

it('T21 what is smuggled in is not read', () => {
  const { request } = read({
    status: 'accepted',
    decision: 'accepted',
    office_id: '1',
    officeId: '1',
    accessOn: '2020-01-01',
    id: 'x',
  })
  expect(JSON.stringify(request)).not.toMatch(/accepted|2020|office_id|officeId|accessOn/)
})

it('III.A.1.a without consent nothing is signed', () => {
  expect(readConsent(new URLSearchParams({ document: 'doc_1', consent: 'on' }))).toEqual({
    document: 'doc_1',
    errors: {},
  })
  for (const consent of ['', 'off', 'ON']) {
    expect(Object.keys(readConsent(new URLSearchParams({ consent })).errors)).toEqual(['consent'])
  }
})

it.each([
  ['2026-06-14', true], ['2026-06-15', true], ['2026-06-16', false], ['15.6.2026', false], ['', false],
] as const)('III.A.1.a a paper signed on %j, today being June 15', (signedOn, fine) => {
  const { errors } = readPaper(new URLSearchParams({ signedOn, document: 'doc_1' }), ['doc_1'], '2026-06-15')
  expect(Object.keys(errors)).toEqual(fine ? [] : ['signedOn'])
}) // prettier-ignore

it('III.A.1.a a paper of a version that was never published is none', () => {
  const { errors } = readPaper(
    new URLSearchParams({ signedOn: '2026-06-15', document: 'doc_2' }),
    ['doc_1'],
    '2026-06-15',
  )
  expect(Object.keys(errors)).toEqual(['document'])
})

it('III.A.1.a a rejection has a reason; an acceptance a day', () => {
  expect(readRejection(new URLSearchParams({ rejection: ' ' })).error).toBeTruthy()
  expect(readRejection(new URLSearchParams({ rejection: 'No.' }))).toEqual({ reason: 'No.' })
  expect(Object.keys(readAcceptance(new URLSearchParams({ on: '2026-02-30' })).errors)).toEqual(['on'])
})
