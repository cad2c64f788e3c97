/** Changes as a table: what RFC 7644 (section 3.5.2) says, and what Entra ID and Okta send. */
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../src/json.ts'
import { patched } from '../../src/scim/patch/rules.ts'
import { projected, readBody, readResource, readVersions } from '../../src/scim/resource/rules.ts'
import { GROUP, type Schema, USER } from '../../src/scim/schemas.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const PATCH = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
const work = { value: 'wren@larkmoor.example', type: 'work', primary: true }
const wren: JsonObject = {
  userName: 'wren@larkmoor.example',
  active: true,
  name: { givenName: 'Wren', familyName: 'Osgood' },
  emails: [work],
}
const clerks: JsonObject = { displayName: 'Clerks', members: [{ value: 'scu_1' }, { value: 'scu_2' }] }

const apply = (operations: Json[], resource = wren, schema: Schema = USER) =>
  patched(resource, { schemas: PATCH, Operations: operations }, schema)

const changes: [name: string, operations: Json[], expected: JsonObject][] = [
  ['a text is replaced', [{ op: 'replace', path: 'title', value: 'Biller' }], { title: 'Biller' }],
  ['a text is added', [{ op: 'add', path: 'title', value: 'Biller' }], { title: 'Biller' }],
  ['Entra ID writes Replace and Add', [{ op: 'Replace', path: 'displayName', value: 'W.' }, { op: 'Add', path: 'title', value: 'B' }], { displayName: 'W.', title: 'B' }],
  ['Entra ID says False as a text', [{ op: 'Replace', path: 'active', value: 'False' }], { active: false }],
  ['Entra ID says True as a text', [{ op: 'Replace', path: 'active', value: 'True' }], { active: true }],
  ['Okta has no path', [{ op: 'replace', value: { active: false } }], { active: false }],
  ['keys without a path may be paths', [{ op: 'replace', value: { 'name.givenName': 'Renn', [`${ENTERPRISE}:department`]: 'Claims' } }], { name: { givenName: 'Renn', familyName: 'Osgood' }, [ENTERPRISE]: { department: 'Claims' } }],
  ['an extension without a path', [{ op: 'add', value: { [ENTERPRISE]: { department: 'Claims' } } }], { [ENTERPRISE]: { department: 'Claims' } }],
  ['an extension by its path', [{ op: 'replace', path: ENTERPRISE, value: { division: 'West' } }], { [ENTERPRISE]: { division: 'West' } }],
  ['a part of the extension', [{ op: 'add', path: `${ENTERPRISE}:employeeNumber`, value: '7' }], { [ENTERPRISE]: { employeeNumber: '7' } }],
  ['a part is replaced, the rest stays', [{ op: 'replace', path: 'name.familyName', value: 'Hale' }], { name: { givenName: 'Wren', familyName: 'Hale' } }],
  ['a whole with parts is merged', [{ op: 'replace', path: 'name', value: { familyName: 'Hale' } }], { name: { givenName: 'Wren', familyName: 'Hale' } }],
  ['a part is removed', [{ op: 'remove', path: 'name.givenName' }], { name: { familyName: 'Osgood' } }],
  ['a value of a list by a filter', [{ op: 'replace', path: 'emails[type eq "work"].display', value: 'Desk' }], { emails: [{ ...work, display: 'Desk' }] }],
  ['one that isn’t there is made by add', [{ op: 'Add', path: 'emails[type eq "home"].value', value: 'w@home.example' }], { emails: [work, { type: 'home', value: 'w@home.example' }] }],
  ['a further primary is the only one', [{ op: 'add', path: 'emails', value: [{ value: 'w@home.example', primary: true }] }], { emails: [{ ...work, primary: false }, { value: 'w@home.example', primary: true }] }],
  ['a value added twice is one', [{ op: 'add', path: 'emails', value: [work] }], { emails: [work] }],
  ['names have no case', [{ op: 'replace', path: 'NAME.givenname', value: 'Renn' }], { name: { givenName: 'Renn', familyName: 'Osgood' } }],
  ['null unassigns', [{ op: 'add', path: 'title', value: 'x' }, { op: 'replace', path: 'title', value: null }], {}],
  ['one after another', [{ op: 'add', path: 'title', value: 'a' }, { op: 'replace', path: 'title', value: 'b' }], { title: 'b' }],
  ['attributes of RFC 7643 that are not kept', [{ op: 'add', path: 'phoneNumbers[type eq "work"].value', value: '1' }, { op: 'add', path: 'addresses', value: [] }], {}],
  ['somebody’s extension', [{ op: 'add', path: 'urn:example:tags:2.0:User:tag', value: 'x' }], {}],
  ['T21 roles, entitlements and a password', [{ op: 'add', path: 'roles', value: [{ value: 'claims' }] }, { op: 'add', value: { entitlements: [{ value: 'ea' }], password: 'x', status: 'approved', office: 1, id: 'scu_9', meta: {} } }], {}],
  ['T21 __proto__ is no attribute', [{ op: 'add', value: JSON.parse('{"__proto__": {"active": false}}') as JsonObject }], {}],
] // prettier-ignore

const members: [name: string, operations: Json[], expected: string[]][] = [
  ['added', [{ op: 'Add', path: 'members', value: [{ value: 'scu_3' }] }], ['scu_1', 'scu_2', 'scu_3']],
  ['added, one known', [{ op: 'add', path: 'members', value: [{ value: 'scu_2' }, { value: 'scu_3' }] }], ['scu_1', 'scu_2', 'scu_3']],
  ['added without a path', [{ op: 'add', value: { members: [{ value: 'scu_3' }] } }], ['scu_1', 'scu_2', 'scu_3']],
  ['one added as an object', [{ op: 'add', path: 'members', value: { value: 'scu_3' } }], ['scu_1', 'scu_2', 'scu_3']],
  ['removed by a filter', [{ op: 'remove', path: 'members[value eq "scu_1"]' }], ['scu_2']],
  ['removed by a list of values', [{ op: 'Remove', path: 'members', value: [{ value: 'scu_1' }] }], ['scu_2']],
  ['nobody removed whom the filter doesn’t find', [{ op: 'remove', path: 'members[value eq "scu_9"]' }], ['scu_1', 'scu_2']],
  ['all removed', [{ op: 'remove', path: 'members' }], []],
  ['replaced', [{ op: 'replace', path: 'members', value: [{ value: 'scu_9' }] }], ['scu_9']],
  ['Okta renames, with the id', [{ op: 'replace', value: { id: 'scg_1', displayName: 'Desk' } }], ['scu_1', 'scu_2']],
] // prettier-ignore

const wrong: [name: string, scimType: string, operations: Json][] = [
  ['no operation', 'invalidSyntax', []],
  ['no list', 'invalidSyntax', { op: 'add' }],
  ['an operation that is a text', 'invalidSyntax', ['add']],
  ['another operation', 'invalidSyntax', [{ op: 'move', path: 'title', value: 'x' }]],
  ['no operation word', 'invalidSyntax', [{ path: 'title', value: 'x' }]],
  ['a path that is none', 'invalidPath', [{ op: 'replace', path: 'emails[', value: 'x' }]],
  ['a path that is a number', 'invalidPath', [{ op: 'replace', path: 7, value: 'x' }]],
  ['an attribute nobody knows', 'invalidPath', [{ op: 'replace', path: 'status', value: 'approved' }]],
  ['a part nobody knows', 'invalidPath', [{ op: 'replace', path: 'name.nick', value: 'x' }]],
  ['a filter where no list is', 'invalidPath', [{ op: 'replace', path: 'title[type eq "x"]', value: 'x' }]],
  ['removing without a path', 'noTarget', [{ op: 'remove', value: { title: 'x' } }]],
  ['replacing what the filter doesn’t find', 'noTarget', [{ op: 'replace', path: 'emails[type eq "fax"].value', value: 'x' }]],
  ['its id', 'mutability', [{ op: 'replace', path: 'id', value: 'scu_9' }]],
  ['its groups', 'mutability', [{ op: 'add', path: 'groups', value: [{ value: 'scg_9' }] }]],
  ['removing the user name', 'mutability', [{ op: 'remove', path: 'userName' }]],
  ['removing active', 'mutability', [{ op: 'remove', path: 'active' }]],
  ['no value', 'invalidValue', [{ op: 'replace', path: 'title' }]],
  ['a value of another type', 'invalidValue', [{ op: 'replace', path: 'title', value: { x: 1 } }]],
  ['a text that is neither yes nor no', 'invalidValue', [{ op: 'replace', path: 'active', value: 'perhaps' }]],
  ['a number for yes', 'invalidValue', [{ op: 'replace', path: 'active', value: 1 }]],
  ['a value that is no object', 'invalidValue', [{ op: 'replace', value: 'x' }]],
  ['a control character', 'invalidValue', [{ op: 'replace', path: 'title', value: 'a\nb' }]],
  ['a text that is too long', 'invalidValue', [{ op: 'replace', path: 'title', value: 'x'.repeat(1001) }]],
  ['one right and one wrong', 'invalidPath', [{ op: 'replace', path: 'title', value: 'x' }, { op: 'replace', path: 'x', value: 1 }]],
] // prettier-ignore

describe('a change of a user', () => {
  it.each(changes)('%s', (_name, operations, expected) => {
    expect(apply(operations)).toEqual({ ok: true, value: { ...wren, ...expected } })
  })

  it.each(wrong)('refused: %s: %s', (_name, scimType, operations) => {
    const before = structuredClone(wren)
    expect(apply(operations as Json[])).toMatchObject({ ok: false, refusal: { status: 400, scimType } })
    expect(wren).toEqual(before)
  })

  it('refused without its schema', () => {
    const message = { Operations: [{ op: 'replace', path: 'title', value: 'x' }] }
    expect(patched(wren, message, USER)).toMatchObject({ ok: false, refusal: { scimType: 'invalidSyntax' } })
  })
})

describe('a change of a group', () => {
  it.each(members)('members: %s', (_name, operations, expected) => {
    const changed = apply(operations, clerks, GROUP)
    const list = changed.ok ? ((changed.value.members ?? []) as { value: string }[]) : null
    expect(list?.map(({ value }) => value)).toEqual(expected)
  })
  it('T28 at most so many members', () => {
    const many = Array.from({ length: 5001 }, (_, nth) => ({ value: `scu_${nth}` }))
    expect(apply([{ op: 'replace', path: 'members', value: many }], clerks, GROUP)).toMatchObject({ ok: false })
    expect(apply([{ op: 'add', path: 'members', value: many.slice(1) }], { displayName: 'x' }, GROUP)).toMatchObject({
      ok: true,
    })
  })
})

describe('a resource and its message', () => {
  it('T21 keeps what it knows, by its right names, and nothing else', () => {
    const sent = {
      USERNAME: 'a@b.example',
      Name: { GivenName: 'A', x: 1 },
      roles: ['claims'],
      status: 'x',
      password: 'p',
      id: 'scu_9',
      groups: [{ value: 'g' }],
    }
    expect(readResource(sent, USER)).toEqual({ ok: true, value: { userName: 'a@b.example', name: { givenName: 'A' } } })
  })
  it.each([[{}], [{ userName: '' }], [{ userName: 7 }], [{ userName: 'a', emails: ['a@b.example'] }]])(
    '%j is none',
    (sent) =>
      expect(readResource(sent as JsonObject, USER)).toMatchObject({
        ok: false,
        refusal: { scimType: 'invalidValue' },
      }),
  )
  it.each([['[1]'], ['7'], ['{'], [''], ['{"a":'.repeat(17) + '1' + '}'.repeat(17)], ['['.repeat(100_000)]])(
    'T28 %# no body',
    (text) => expect(readBody(text)).toMatchObject({ ok: false, refusal: { status: 400, scimType: 'invalidSyntax' } }),
  )
  it('brackets in texts are not nested', () => expect(readBody(`{"a":"${'[{\\"'.repeat(50)}"}`).ok).toBe(true))

  const shown: JsonObject = {
    schemas: ['s'],
    id: 'i',
    userName: 'u',
    name: { givenName: 'g', familyName: 'f' },
    [ENTERPRISE]: { department: 'd', division: 'v' },
  }
  const cuts: [string[], string[], string[]][] = [
    [['userName'], [], ['schemas', 'id', 'userName']],
    [['USERNAME', 'name.givenName'], [], ['schemas', 'id', 'userName', 'name']],
    [[`${ENTERPRISE}:department`], [], ['schemas', 'id', ENTERPRISE]],
    [[], ['name', ENTERPRISE], ['schemas', 'id', 'userName']],
    [[], ['id', 'schemas', 'userName'], ['schemas', 'id', 'name', ENTERPRISE]],
  ] // prettier-ignore
  it.each(cuts)('attributes %j, without %j', (attributes, excludedAttributes, names) => {
    expect(Object.keys(projected(shown, { attributes, excludedAttributes }, USER))).toEqual(names)
  })
  it('parts of an attribute', () => {
    const cut = projected(shown, { attributes: ['name.givenName'], excludedAttributes: [] }, USER)
    expect(cut.name).toEqual({ givenName: 'g' })
    const left = projected(shown, { attributes: [], excludedAttributes: ['name.givenName'] }, USER)
    expect(left.name).toEqual({ familyName: 'f' })
  })
  it('versions', () => {
    expect([readVersions(undefined), readVersions('*'), readVersions('W/"3"'), readVersions('"1", W/"2"')]).toEqual([
      null,
      null,
      [3],
      [1, 2],
    ])
    expect(readVersions('x')).toEqual([Number.NaN])
  })
})
