import { beforeAll, expect, it } from 'vitest'
import { env } from 'cloudflare:workers'
import { benefit, claim, condition, encounter, extract, list, practitioner } from '../support/extract.ts'
import { ask, hidden, judgeAll, post, publishRows, rows, send, shownClaims } from '../support/feed.ts'

beforeAll(() => send(...extract))

const file = (...listed: string[]) =>
  `category,code_system,match,code,source,reason\n${listed.map((row) => `${row},own,own\n`).join('')}`

it('III.I.1 without a list nothing is shown; with one what it finds clear is', async () => {
  await judgeAll()
  expect(await shownClaims()).toEqual([])
  expect(await publishRows(...list)).toEqual({ version: 1, added: 4 })
  expect(await shownClaims()).toEqual(['clm-1'])
  expect(await hidden('Claim', 'clm-2')).toBe('linked')
  expect(await hidden('MedicationRequest', 'med-1')).toMatch(/^rule:\d+$/)
})

it('III.I.2 the same file again changes nothing, whatever its words', async () => {
  expect(await publishRows(...list)).toEqual({ version: 1, added: 0 })
  expect(await publishRows(list[0]!, list[0]!)).toEqual({ version: 1, added: 0 })
  expect(await rows('SELECT version, rows_added, source FROM restricted_list')).toEqual([
    { version: 1, rows_added: 4, source: 'upload' },
  ])
})

it.each([
  ['empty', ''],
  ['without rows', file()],
  ['cut in a row', file('pregnancy,icd-10-cm,exact,J30.9').slice(0, -6)],
  ['with one bad row', file('pregnancy,icd-10-cm,exact,J30.9', 'pregnancy,icd-99,exact,J30.9')],
])('III.I.2 a list file %s is refused whole; the old list stays', async (_name, text) => {
  const answer = await post('/restricted-codes', text)
  expect(answer.status).toBe(422)
  expect(await answer.text()).not.toContain('J30')
  expect(await (await ask('/restricted-codes')).json()).toEqual({ version: 1, rows: 4 })
  expect(await shownClaims()).toEqual(['clm-1'])
})

it('III.I.2 a file half uploaded at the end of a row is refused by its digest', async () => {
  const digest = { 'Content-Digest': 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:' }
  expect((await post('/restricted-codes', file('pregnancy,icd-10-cm,exact,J30.9'), digest)).status).toBe(400)
})

it('III.I.2 a list whose rows cannot be stored makes no version', async () => {
  await env.DB.prepare(
    "CREATE TRIGGER broken BEFORE INSERT ON restricted_code BEGIN SELECT RAISE(ABORT, 'broken'); END",
  ).run()
  expect((await post('/restricted-codes', file('pregnancy,icd-10-cm,exact,J30.9'))).status).toBe(500)
  await env.DB.prepare('DROP TRIGGER broken').run()
  expect(await (await ask('/restricted-codes')).json()).toEqual({ version: 1, rows: 4 })
})

it('III.I.2 under a new version nothing is shown until it was judged again', async () => {
  await post('/restricted-codes', file('pregnancy,icd-10-cm,exact,Z00'))
  expect(await shownClaims()).toEqual([])
  // A new name of a person touches the claim's row, but nothing of it was judged by the new list.
  await send({ ...practitioner, name: [{ family: 'Okafor', given: ['Benedict'] }] })
  expect(await shownClaims()).toEqual([])
  // The claim's two records were judged by the new list, but nothing that they lead to.
  await send({ ...claim, created: '2026-03-03' }, { ...benefit, created: '2026-03-11' })
  expect(await shownClaims()).toEqual([])
  // The condition between the claim and the encounter was not.
  await send({ ...encounter, status: 'finished' })
  expect([await shownClaims(), await hidden('Condition', 'con-1')]).toEqual([[], 'not-judged-yet'])
  await send({ ...condition, recordedDate: '2026-03-01' })
  expect(await shownClaims()).toEqual(['clm-1'])
  await judgeAll()
  expect(await shownClaims()).toEqual(['clm-1'])
})

it('III.I.2 a new row hides what is stored, through every link', async () => {
  await publishRows('pregnancy,icd-10-cm,exact,J30.9')
  expect(await shownClaims()).toEqual([])
  expect(await hidden('Encounter', 'enc-1')).toMatch(/^rule:/)
  expect(await hidden('ServiceRequest', 'ref-1')).toBe('linked')
})

it('III.I.1 the reason kept for the privacy staff has no code and no content', async () => {
  const reasons = await rows<{ hidden: string }>('SELECT DISTINCT hidden FROM feed_record WHERE hidden IS NOT NULL')
  expect(reasons.every(({ hidden: why }) => /^(rule:\d+|linked|leads-nowhere|no-code|label)$/.test(why))).toBe(true)
  const details = await rows<{ detail: string }>(
    "SELECT detail FROM audit WHERE event LIKE 'feed.%' OR event LIKE 'restricted%'",
  )
  expect(JSON.stringify(details)).not.toMatch(/J30|O80|807283|Núñez/)
})
