import { describe, expect, it } from 'vitest'
import { readNpi, readTin, readZip } from '../../src/offices/identifiers.ts'
import type { CoreRecord, OfficeDetails } from '../../src/onboarding/office-request.ts'
import { compare, confirmationNumber, hindrance, scanType, verdict } from '../../src/onboarding/rules.ts'

it.each([
  ['123456789', '123456789'], ['12-3456789', '123456789'], [' 12 3456789 ', '123456789'],
  ['12345678', null], ['1234567890', null], ['12345678x', null], ['', null], ['１２３４５６７８９', null],
] as const)('III.A.1.a tax id %j', (typed, read) => expect(readTin(typed)).toBe(read)) // prettier-ignore

// 1234567893 is the example of the NPI's own standard.
it.each([
  ['1234567893', '1234567893'], ['1234-567-893', '1234567893'],
  ['1234567890', null], ['1234567894', null], ['123456789', null], ['12345678930', null], ['0000000000', null], ['', null],
] as const)('III.A.1.a NPI %j', (typed, read) => expect(readNpi(typed)).toBe(read)) // prettier-ignore

it('III.A.1.a an NPI with two neighbours exchanged, or one digit altered, is none', () => {
  const good = '1234567893'
  for (let place = 0; place < good.length; place += 1) {
    for (const digit of '0123456789') {
      const altered = good.slice(0, place) + digit + good.slice(place + 1)
      expect(readNpi(altered)).toBe(altered === good ? good : null)
    }
  }
  expect(readNpi('2134567893')).toBeNull()
})

it.each([
  ['92868', '92868'], ['92868-1234', '92868-1234'], ['928681234', '92868-1234'], ['9286', null], ['92868-12', null], ['9286A', null],
] as const)('III.A.1.a ZIP code %j', (typed, read) => expect(readZip(typed)).toBe(read)) // prettier-ignore

const details: OfficeDetails = {
  legalName: 'Harbor Family Medicine, Inc.', tin: '123456789', npi: '1234567893', street: '14 Pier Street', city: 'Orange', state: 'CA',
  zip: '92868-1234', telephone: '+17145550100', managerName: '', managerTitle: '', managerEmail: '', managerTelephone: '',
} // prettier-ignore
const core: CoreRecord = {
  sourceId: 'a', office: 1, name: 'HARBOR FAMILY MEDICINE', tin: '12-3456789', npi: '1234567893', street: '14 Pier St.', city: 'ORANGE',
  state: 'CA', zip: '92868', telephone: '(714) 555-0100', accessOn: null, terminatedOn: null, isTerminated: 0,
} // prettier-ignore

describe('III.A.1.a the request beside the core system', () => {
  it('III.A.1.a spelling, case and kinds of company make no difference', () => {
    expect(new Set(Object.values(compare(details, core)))).toEqual(new Set(['same']))
  })

  it('III.A.1.a what the core system lacks is unknown, and what is another differs', () => {
    const one = { ...core, telephone: null, street: '15 Pier St.', city: '' }
    expect(compare(details, one)).toMatchObject({ telephone: 'unknown', street: 'differs', city: 'unknown' })
  })

  it.each<[string, readonly Partial<CoreRecord>[], string]>([
    ['one record that is it', [{}], 'match'],
    ['no record', [], 'not-found'],
    ['TIN and NPI of two', [{ npi: '1993999998' }, { sourceId: 'b', tin: '999999999' }], 'mismatch'],
    ['the TIN alone', [{ npi: null }], 'mismatch'],
    ['the NPI alone', [{ tin: '999999999' }], 'mismatch'],
    ['another name', [{ name: 'Lighthouse Cardiology' }], 'mismatch'],
    ['half of the name', [{ name: 'Harbor Family Medicine and Urgent Care Center' }], 'match'],
    ['less than half of it', [{ name: 'Harbor Urgent Care Center of Orange' }], 'mismatch'],
    ['a third of it', [{ name: 'Harbor Medicine Urgent Care Center' }], 'mismatch'],
    ['another place', [{ city: 'Anaheim', zip: '92801' }], 'mismatch'],
    ['another ZIP code of the same city', [{ zip: '92801' }], 'match'],
    ['a record without a place', [{ city: null, zip: null }], 'match'],
    ['terminated', [{ isTerminated: 1 }], 'terminated'],
    ['terminated, and one that is it', [{ sourceId: 'b', isTerminated: 1 }, {}], 'match'],
    ['one of two that share the TIN', [{ sourceId: 'b', npi: '1993999998' }, {}], 'match'],
  ])('III.A.1.a %s: %j is a %s', (_name, records, says) => {
    expect(verdict(details, records.map((one) => ({ ...core, ...one })))).toBe(says) // prettier-ignore
  })

  const asked = { chosen: core, on: '2026-06-15', reason: '', verdict: 'match', records: 1 } as const
  it.each([
    ['the day before', { on: '2026-06-14' }, 'date'],
    ['the day', {}, null],
    ['the day after', { on: '2026-06-16' }, null],
    ['no record', { records: 0, chosen: undefined }, 'not-found'],
    ['none chosen', { chosen: undefined }, 'choose'],
    ['a terminated one', { chosen: { ...core, isTerminated: 1 } }, 'terminated'],
    ['a mismatch', { verdict: 'mismatch' }, 'reason'],
    ['a mismatch with a reason', { verdict: 'mismatch', reason: 'They moved.' }, null],
  ] as const)('III.A.1.a acceptance: %s', (_name, changed, why) => {
    expect(hindrance({ ...asked, ...changed }, '2026-06-15')).toBe(why)
  })

  it('III.A.1.a the confirmation number is short enough for the telephone', () => {
    expect(confirmationNumber('orq_0a1b2c3d4e5f6g7h8j9k0m1n')).toBe('0A1B-2C3D')
  })
})

const bytes = (...words: (string | number)[]) =>
  new Uint8Array(
    words.flatMap((word) => (typeof word === 'number' ? [word] : [...word].map((one) => one.charCodeAt(0)))),
  )

it.each([
  ['%PDF-1.7', bytes('%PDF-1.7'), 'application/pdf'],
  ['a PNG', bytes(0x89, 'PNG', 13, 10, 26, 10), 'image/png'],
  ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['HTML', bytes('<html>'), null],
  ['a page before a PDF', bytes('<script>%PDF-'), null],
  ['half of a PNG', bytes(0x89, 'PNG'), null],
  ['nothing', bytes(), null],
  ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg">'), null],
] as const)('section 18: a file is what its bytes say: %s', (_name, file, type) => expect(scanType(file)).toBe(type)) // prettier-ignore
