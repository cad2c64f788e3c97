import { expect, it } from 'vitest'
import { readAuditSearch } from '../../src/audit/form.ts'
import { readFilters } from '../../src/claims/form.ts'
import { readSearch } from '../../src/members/form.ts'

const long = (name: string) => new URLSearchParams({ [name]: 'x'.repeat(255) })

it.each(['number', 'memberNumber', 'from', 'to', 'status'])(
  'T28 claims: a %s too long does not find all claims',
  (name) => {
    expect(readFilters(long(name))).toMatchObject({ errors: { [name]: expect.any(String) } })
  },
)

it.each(['person', 'office', 'memberNumber', 'event', 'from', 'to'])(
  'T28 III.L.4 audit: a %s too long does not find the whole log',
  (name) => {
    expect(readAuditSearch(long(name), 'America/Los_Angeles')).toMatchObject({ errors: { [name]: expect.any(String) } })
  },
)

it.each(['memberId', 'lastName', 'firstName'])('T28 members: a %s too long is told', (name) => {
  const form = new URLSearchParams({ lastName: 'Rivera', birthDate: '1980-04-21', [name]: 'x'.repeat(255) })
  expect(readSearch(form, '2026-01-01')).toMatchObject({ errors: { [name]: expect.any(String) } })
})
