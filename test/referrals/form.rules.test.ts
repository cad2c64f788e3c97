import { expect, it } from 'vitest'
import { isId, newConfirmation } from '../../src/ids.ts'
import { dispositionOf, readName } from '../../src/referrals/attachments/rules.ts'
import type { Content, Found } from '../../src/referrals/drafts/draft.ts'
import { readAsked, readMember, readOrigin, readSearch, readTyped } from '../../src/referrals/drafts/form.ts'
import {
  changed,
  openStep,
  problemsOf,
  requestersNamed,
  readContent,
  stateOf,
  withCode,
  withoutCode,
} from '../../src/referrals/drafts/rules.ts'

const empty = readContent('{}')
const right = {
  diagnoses: 'm54.50, E11.9',
  services: 'G0283',
  units: '6',
  startsOn: '2040-06-01',
  endsOn: '2040-06-01',
  urgency: 'urgent',
}
const whole: Content = changed(
  { ...empty, member: 'mem_1', fields: { requester: '7', performer: 'dir_1' } },
  'codes',
  right,
  '',
)
const found: Found = {
  hasMember: true,
  requester: { id: 7, name: 'Dr.', npi: null, sourceId: 'p' },
  performer: { id: 'dir_1', name: 'Dr.', organization: null, npi: null, specialty: null, city: null, sourceType: 'PractitionerRole', sourceId: 'r' },
  codes: [],
} // prettier-ignore

it('III.B.6.d a whole referral has no problems; each part left out is told on its page', () => {
  expect(openStep(problemsOf(whole, found))).toBe('review')
  expect(whole.named.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
    'diagnosis M5450',
    'diagnosis E119',
    'service G0283',
  ])
  expect(openStep(problemsOf(whole, { ...found, hasMember: false }))).toBe('member')
  expect(openStep(problemsOf(whole, { ...found, requester: undefined }))).toBe('providers')
  expect(openStep(problemsOf(whole, { ...found, performer: undefined }))).toBe('providers')
})

it.each([
  ['diagnoses', ''], ['diagnoses', '99213'], ['diagnoses', 'M54.50 back pain'], ['services', ''], ['services', 'E11.9'], ['units', ''], ['units', '0'],
  ['units', '1000'], ['units', '1.5'], ['units', '-1'], ['units', '1e2'], ['startsOn', ''], ['startsOn', '2040-02-30'], ['endsOn', ''],
  ['endsOn', '2040-05-31'], ['urgency', ''], ['urgency', 'soon'],
] as const)('III.B.6.d %s %j is told beside its field', (field, value) => {
  const { codes } = problemsOf(changed(whole, 'codes', { ...right, [field]: value }, ''), found)
  expect(Object.keys(codes)).toEqual([field])
}) // prettier-ignore

it('III.B.6.d a code that the plan has not loaded is told, where it has loaded any', () => {
  const code = { kind: 'service', system: 'hcpcs', code: 'G0283', words: null } as const
  const told = (isLoaded: 0 | 1, isKnown: 0 | 1) =>
    problemsOf(whole, { ...found, codes: [{ ...code, isLoaded, isKnown }] }).codes.services
  expect([told(0, 0), told(1, 1)]).toEqual([undefined, undefined])
  expect(told(1, 0)).toContain('G0283')
})

it('III.B.6.d notes have 2,000 characters, and not one more', () => {
  const notes = (length: number) =>
    problemsOf({ ...whole, fields: { ...whole.fields, notes: 'x'.repeat(length) } }, found).notes.notes
  expect([notes(2000), notes(2001)]).toEqual([undefined, expect.stringContaining('2000')])
})

it('III.B.6.d a code is added once and taken away, however it is written', () => {
  expect(withCode('diagnosis', 'M54.50', 'm5450')).toBe('M54.50')
  expect(withCode('diagnosis', ' M54.50;', 'E119')).toBe('M54.50, E119')
  expect(withoutCode('diagnosis', 'M54.50, E11.9, what', 'E119')).toBe('M54.50, what')
})

it('section 12: another member typed is another member; the rest keeps who was found', () => {
  const known = changed(whole, 'member', { memberNumber: 'A1' }, '', 'mem_2')
  expect(known.member).toBe('mem_2')
  expect(changed(known, 'member', { memberNumber: 'A1' }, 't').member).toBe('mem_2')
  expect(changed(known, 'member', { memberNumber: 'A2' }, 't').member).toBeNull()
  expect(changed(known, 'notes', { notes: 'x' }, 't').member).toBe('mem_2')
  expect(changed(known, 'member', { memberNumber: 'A1' }, '', null).member).toBeNull()
})

it('section 12: a page’s state is that of its own fields; the review’s of all', () => {
  const other = changed(whole, 'notes', { notes: 'x' }, 'tab')
  expect(stateOf(other, 'codes')).toBe(stateOf(whole, 'codes'))
  expect(stateOf(other, 'notes')).not.toBe(stateOf(whole, 'notes'))
  expect(stateOf(other, 'review')).not.toBe(stateOf(whole, 'review'))
  expect(stateOf({ ...other, tab: 'another' }, 'review')).toBe(stateOf(other, 'review'))
})

it('section 12: Return in a search looks up, anywhere else goes on; what no button sends goes on', () => {
  const asked = (form: Record<string, string>, typed = {}, before = {}) =>
    readAsked(new URLSearchParams(form), typed, before)
  expect(asked({ do: 'return' }, { findService: 'knee' })).toEqual({ what: 'find-code', kind: 'service' })
  expect(asked({ do: 'return' }, { findService: 'knee' }, { findService: 'knee' })).toEqual({ what: 'go-on' })
  expect(asked({ do: 'return' }, { performerName: 'a' })).toEqual({ what: 'find-provider' })
  expect(asked({ do: 'add:service:G0283' })).toEqual({ what: 'add', kind: 'service', code: 'G0283' })
  for (const odd of ['', 'go-on', 'add:nothing:G0283', 'add:service:<script>', 'find', 'x'.repeat(9000)])
    expect(asked({ do: odd })).toEqual({ what: 'go-on' })
})

it('section 12: providers are named by the beginnings of their words, in any order, or of their NPI', () => {
  const ada = { name: 'Dr. Ada O’Núñez-Lind', npi: '1234567893' }
  const bob = { name: 'Bob Adams', npi: null }
  const named = (text: string) => requestersNamed([ada, bob], text)
  expect(named('ada')).toEqual([ada, bob])
  for (const text of ['ADA o’nun', 'lind ada', ' dr, ada ', '12345']) expect([text, named(text)]).toEqual([text, [ada]])
  for (const text of ['', ' . ', 'unez', 'ada zed', '2345']) expect([text, named(text)]).toEqual([text, []])
  const asked = (form: Record<string, string>, typed = {}, before = {}) =>
    readAsked(new URLSearchParams(form), typed, before)
  expect(asked({ do: 'find:requester' })).toEqual({ what: 'find-requester' })
  expect(asked({ do: 'return' }, { requesterName: 'ada' })).toEqual({ what: 'find-requester' })
  expect(readSearch({ requester: 'ada' })).toEqual({ requester: 'ada' })
})

it('T11 what a form brings besides its own fields is not read', () => {
  const form = new URLSearchParams({ notes: ' a\r\nb', member: 'mem_1', account: '1', tab: 'x'.repeat(99) })
  expect(readTyped('notes', form)).toEqual({ notes: ' a\nb' })
  expect(readOrigin(form).tab).toHaveLength(40)
  expect([readSearch({ kind: 'other', text: '' }), readSearch('x'), readSearch(null)]).toEqual([null, null, null])
  expect(readMember({ memberNumber: 'é' }, '2040-01-01')).toEqual({ errors: { memberNumber: expect.any(String) } })
  expect(readMember({ lastName: 'A', birthDate: '2041-01-01' }, '2040-01-01')).toEqual({
    errors: { birthDate: expect.stringContaining('future') },
  })
})

it('T25 the name of a file does nothing in a header, a page or a file system', () => {
  const names = [
    'a"\r\nSet-Cookie: x=1',
    '../..',
    'CON',
    '\u202Egpj.exe',
    'a\u0000b.html',
    '',
    '.',
    '/',
    'x'.repeat(500),
    '😀'.repeat(90),
    '\ud800',
  ]
  for (const name of names) {
    const kept = readName(name, 'application/pdf')
    expect(kept).toMatch(/^[^"<>\\/:\p{Cc}\u202e]{1,84}\.pdf$/u)
    expect(dispositionOf(kept)).toMatch(/^attachment; filename="[\w.() -]+"; filename\*=UTF-8''[\w.%!~-]+$/)
  }
  expect(readName('Scan.HTML', 'image/jpeg')).toBe('Scan.jpg')
})

it('III.B.6.d confirmation numbers have ten of Crockford’s letters, and are no other id', () => {
  const numbers = new Set(Array.from({ length: 1000 }, newConfirmation))
  expect(numbers.size).toBe(1000)
  for (const number of numbers) expect(number).toMatch(/^GH-[0-9A-HJKMNP-TV-Z]{10}$/)
  expect(isId('referral', newConfirmation())).toBe(false)
})
