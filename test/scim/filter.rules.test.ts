/** Filters and paths as tables (RFC 7644, sections 3.4.2.2 and 3.5.2). The people are made up. */
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { holds, readFilter, readPath } from '../../src/scim/filter/rules.ts'
import { asksOf, MOST_A_PAGE, readSearch, soughtBy } from '../../src/scim/search/rules.ts'
import { GROUP, USER } from '../../src/scim/schemas.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const wren: JsonObject = {
  id: 'scu_1',
  externalId: 'Ext-7',
  userName: 'Wren.Osgood@larkmoor.example',
  name: { givenName: 'Wren', familyName: 'Osgood' },
  title: 'Biller "lead"',
  active: true,
  emails: [
    { value: 'wren.osgood@larkmoor.example', type: 'work', primary: true },
    { value: 'wren@home.example', type: 'home' },
  ],
  [ENTERPRISE]: { department: 'Billing', employeeNumber: '0042' },
  groups: [{ value: 'scg_1', display: 'Clerks' }],
  meta: { resourceType: 'User', created: '2026-03-01T08:00:00.000Z', version: 'W/"3"' },
}

const rows: [filter: string, holds: boolean][] = [
  ['userName eq "wren.osgood@larkmoor.example"', true],
  ['USERNAME Eq "WREN.OSGOOD@LARKMOOR.EXAMPLE"', true],
  ['userName eq "wren.osgood@larkmoor.exampl"', false],
  ['userName ne "somebody@larkmoor.example"', true],
  ['userName ne "wren.osgood@larkmoor.example"', false],
  ['userName co "osgood"', true],
  ['userName sw "wren"', true],
  ['userName sw "osgood"', false],
  ['userName ew "larkmoor.example"', true],
  ['userName ew "wren"', false],
  ['externalId eq "Ext-7"', true],
  ['externalId eq "ext-7"', false],
  ['id eq "scu_1"', true],
  ['id eq "SCU_1"', false],
  ['name.familyName eq "osgood"', true],
  ['name.familyName gt "O"', true],
  ['name.familyName lt "O"', false],
  ['name.familyName ge "osgood" and name.familyName le "osgood"', true],
  ['name.middleName pr', false],
  ['title pr', true],
  ['title eq "Biller \\"lead\\""', true],
  ['nickName pr', false],
  ['nickName eq null', false],
  ['userType eq null', true],
  ['title ne null', true],
  ['title eq null', false],
  ['active eq true', true],
  ['active eq "True"', true],
  ['active eq false', false],
  ['active ne true', false],
  ['emails eq "wren@home.example"', true],
  ['emails co "home.example"', true],
  ['emails.value ew "@larkmoor.example"', true],
  ['emails.type eq "other"', false],
  ['emails[type eq "work"]', true],
  ['emails[type eq "work" and value co "home"]', false],
  ['emails[type eq "home" and value co "home"]', true],
  ['emails[not (type eq "work") and value pr]', true],
  ['emails[primary eq true and value sw "wren.osgood"]', true],
  ['emails[type eq "fax" or type eq "home"]', true],
  ['groups.value eq "scg_1"', true],
  [`${ENTERPRISE}:department eq "billing"`, true],
  [`${ENTERPRISE}:department eq "claims"`, false],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "wren"', true],
  ['urn:example:other:2.0:User:userName pr', false],
  ['department eq "billing"', false],
  ['meta.created gt "2026-02-28T00:00:00Z"', true],
  ['meta.created eq "2026-03-01T00:00:00-08:00"', true],
  ['meta.created lt "2026-03-01T08:00:00.000Z"', false],
  ['meta.created ge "not a day"', false],
  ['not (active eq true)', false],
  ['not (active eq false) and title pr', true],
  // `and` binds closer than `or`, and brackets closer than either.
  ['active eq true or active eq false and title eq "x"', true],
  ['(active eq true or active eq false) and title eq "x"', false],
  ['title eq "x" or (userName sw "wren" and not (title eq "x"))', true],
  ['  userName   sw   "wren"  ', true],
  // T23: a value is data, whatever it holds.
  ['userName eq "x\' OR 1=1 --"', false],
  ['userName eq "\\" or active eq true or title eq \\""', false],
  ['userName eq "%"', false],
  ['userName co "_"', false],
  ['userName eq "wren.osgood@larkmoor.example\\u0000"', false],
]

const unreadable = [
  '', ' ', 'userName', 'userName eq', 'eq "x"', 'userName eq x', "userName eq 'x'", 'userName is "x"', 'userName eq "x" and',
  'and userName eq "x"', 'userName eq "x" title pr', '(userName eq "x"', 'userName eq "x")', 'emails[type eq "work"', 'emails[]',
  'emails type eq "work"]', 'not active eq true', 'userName eq "x" ; DROP TABLE account', "userName eq \"x\" OR '1'='1'", 'userName eq "x" -- ',
  'userName gt true', 'userName lt null', 'userName eq "unended', 'userName eq "bad \\x escape"', 'userName eq 1e', 'a.b.c eq "x"',
  '1userName eq "x"', 'userName eq "x" && active eq true', 'userName[', 'urn:x eq "y" "z"', `${'('.repeat(13)}title pr${')'.repeat(13)}`,
  `title eq "${'x'.repeat(2001)}"`, 'members[members[members[', '\u0000', 'userName\u00a0eq "x"',
] // prettier-ignore

describe('T23 a filter', () => {
  it.each(rows)('T23 %s: %s', (text, expected) => {
    const filter = readFilter(text)
    expect(filter.ok && holds(filter.value, wren, USER)).toBe(expected)
    expect(filter.ok).toBe(true)
  })

  it.each(unreadable)('T23 %j is none', (text) =>
    expect(readFilter(text)).toEqual({ ok: false, refusal: 'invalidFilter' }),
  )

  it('T23 T28 many terms side by side are read, nested ones as deep as anybody means', () => {
    expect(readFilter(Array.from({ length: 100 }, () => 'title pr').join(' or ')).ok).toBe(true)
    expect(readFilter(`${'('.repeat(11)}title pr${')'.repeat(11)}`).ok).toBe(true)
  })

  it('members of a group are compared by their ids', () => {
    const group = { id: 'scg_1', members: [{ value: 'scu_1' }, { value: 'scu_2' }] }
    const filter = readFilter('id eq "scg_1" and members eq "scu_2"')
    expect(filter.ok && holds(filter.value, group, GROUP)).toBe(true)
    expect(filter.ok && asksOf(filter.value, 'members') && !asksOf(filter.value, 'title')).toBe(true)
  })
})

describe('what is found at once', () => {
  const keys = ['id', 'userName', 'externalId'] as const
  const table: [string, unknown][] = [
    ['userName eq "a"', { by: 'userName', value: 'a' }],
    ['USERNAME eq "a"', { by: 'userName', value: 'a' }],
    ['active eq true and externalId eq "e"', { by: 'externalId', value: 'e' }],
    ['urn:ietf:params:scim:schemas:core:2.0:User:id eq "i"', { by: 'id', value: 'i' }],
    [`${ENTERPRISE}:id eq "i"`, null],
    ['userName eq "a" or id eq "b"', null],
    ['not (userName eq "a")', null],
    ['userName sw "a"', null],
    ['userName eq 7', null],
    ['emails[value eq "a"]', null],
  ]
  it.each(table)('%s', (text, expected) => {
    const filter = readFilter(text)
    expect(filter.ok && soughtBy(filter.value, keys, USER)).toEqual(expected)
  })
})

describe('the path of a change', () => {
  const table: [string, string[], string | null, boolean][] = [
    ['active', ['active'], null, false],
    ['name.givenName', ['name', 'givenName'], null, false],
    ['emails[type eq "work"]', ['emails'], null, true],
    ['emails[type eq "work"].value', ['emails'], 'value', true],
    ['members[value eq "scu_1"]', ['members'], null, true],
    [`${ENTERPRISE}:department`, ['department'], null, false],
  ]
  it.each(table)('%s', (text, names, part, hasFilter) => {
    const path = readPath(text)
    expect(path.ok && [path.value.path.names, path.value.part, path.value.where !== null]).toEqual([
      names,
      part,
      hasFilter,
    ])
  })
  it.each([
    '',
    'a b',
    'emails[',
    'emails[type eq "work"].',
    'emails[type eq "work"].value.x',
    '.a',
    'a..b',
    '"a"',
    'emails].value',
  ])('%j is none', (text) => expect(readPath(text).ok).toBe(false))
})

describe('a search', () => {
  const of = (params: Record<string, string | number | string[]>) => readSearch((name) => params[name])
  const table: [Record<string, string | number | string[]>, unknown][] = [
    [{}, { startIndex: 1, count: MOST_A_PAGE }],
    [
      { startIndex: '1', count: '100' },
      { startIndex: 1, count: 100 },
    ],
    [
      { startIndex: 0, count: -1 },
      { startIndex: 1, count: 0 },
    ],
    [
      { startIndex: -5, count: 100_000 },
      { startIndex: 1, count: MOST_A_PAGE },
    ],
    [{ attributes: 'userName, name.givenName,' }, { attributes: ['userName', 'name.givenName'] }],
    [{ excludedAttributes: ['members'] }, { excludedAttributes: ['members'] }],
  ]
  it.each(table)('%j', (params, expected) => expect(of(params)).toMatchObject({ ok: true, value: expected }))
  it.each([[{ startIndex: 'x' }], [{ count: '1.5' }], [{ count: '1e3' }], [{ count: '9'.repeat(400) }]])(
    '%j is none',
    (params) => expect(of(params)).toMatchObject({ ok: false, refusal: { status: 400, scimType: 'invalidValue' } }),
  )
})
