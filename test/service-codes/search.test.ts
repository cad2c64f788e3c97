import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { batch } from '../../src/db/client.ts'
import { codesFor } from '../../src/referrals/drafts/store.ts'
import type { CodeKind } from '../../src/service-codes/code.ts'
import { foundCodes } from '../../src/service-codes/store.ts'
import { readKeyText, type SessionKey } from '../../src/session-key.ts'
import { ask, post, rows } from '../support/feed.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'

const list = `system,code,words
icd-10-cm,M17.11,"Worn knee joint, right"
icd-10-cm,M17.12,"Worn knee joint, left"
icd-10-cm,M16.11,"Worn hip joint, right"
icd-10-cm,I10,High blood pressure
hcpcs,G0439,Yearly visit
hcpcs,L1833,Brace of the knee
`
let key: SessionKey
beforeAll(async () => {
  const person = await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] })
  key = readKeyText((await signedIn(person)).cookies.get(SESSION)!)!
})
const load = async (text: string) => {
  const answer = await post('/codes', text)
  return [answer.status, await answer.json()]
}
const find = async (kind: CodeKind, text: string, session = key) =>
  (await batch(env.DB, [foundCodes(session, kind, text)])).rows[0].map(({ code }) => code)
/** What is known of the codes that a draft names. */
const known = async (...names: [string, string][]) => {
  const content = { named: names.map(([system, code]) => ({ kind: 'service', system, code })) }
  await env.DB.prepare(
    `INSERT INTO referral_draft (public_id, account_id, office_id, content, changed_at)
     SELECT 'rdr_x', s.account_id, m.office_id, ?, 1 FROM session s JOIN membership m ON m.id = s.membership_id
     WHERE s.public_id = ? ON CONFLICT DO UPDATE SET content = excluded.content`,
  )
    .bind(JSON.stringify(content), key.id)
    .run()
  return (await batch(env.DB, [codesFor(key, 'rdr_x')])).rows[0].map(({ system, code, isKnown, isLoaded, words }) => ({
    system,
    code,
    isKnown,
    isLoaded,
    words,
  }))
}
const events = () => rows("SELECT detail FROM audit WHERE event = 'codes.loaded'")

it('section 12: where the plan loaded none, no code is known, and none of its system is said to be wrong', async () => {
  expect(await find('diagnosis', 'm17')).toEqual([])
  expect(await known(['icd-10-cm', 'I10'])).toEqual([
    { system: 'icd-10-cm', code: 'I10', isKnown: 0, isLoaded: 0, words: null },
  ])
})

it('section 12: codes are loaded whole or not at all, once, and recorded', async () => {
  expect(await load(list)).toEqual([200, { codes: 6, systems: ['hcpcs', 'icd-10-cm'], isNew: true }])
  expect(await load(list)).toEqual([200, { codes: 6, systems: ['hcpcs', 'icd-10-cm'], isNew: false }])
  expect(await load(`${list}hcpcs,wrong,x\n`)).toEqual([422, { error: 'Row 8 has no code of hcpcs.' }])
  expect(await rows('SELECT count(*) AS n FROM service_code')).toEqual([{ n: 6 }])
  expect(await events()).toEqual([{ detail: JSON.stringify({ systems: 'hcpcs icd-10-cm', codes: 6 }) }])
  const cut = await post('/codes', list.slice(0, 60), { 'Content-Digest': 'sha-256=:AAAA:' })
  expect([
    cut.status,
    (await ask('/codes', { method: 'POST', body: list, headers: { Authorization: 'Bearer no' } })).status,
  ]).toEqual([400, 401])
})

it('section 12: codes are found by the beginning of their number, or of their words, all of them', async () => {
  expect(await find('diagnosis', 'm17.1')).toEqual(['M1711', 'M1712'])
  expect(await find('diagnosis', 'knee')).toEqual(['M1711', 'M1712'])
  expect(await find('diagnosis', 'Joint, RIGHT')).toEqual(['M1611', 'M1711'])
  expect(await find('diagnosis', 'kne lef')).toEqual(['M1712'])
  expect(await find('diagnosis', 'knee pressure')).toEqual([])
  expect(await find('service', 'knee')).toEqual(['L1833'])
  expect(await find('service', 'm17')).toEqual([])
  expect(await find('diagnosis', '')).toEqual([])
  expect(await find('diagnosis', `%'" ${'x'.repeat(5000)}`)).toEqual([])
  expect(await find('diagnosis', 'knee', { ...key, secretHash: 'x' })).toEqual([])
})

it('section 12: a code of a loaded system is known or not; another system goes by shape alone', async () => {
  expect(await known(['icd-10-cm', 'I10'], ['icd-10-cm', 'I99'], ['cpt', '12345'])).toEqual([
    { system: 'icd-10-cm', code: 'I10', isKnown: 1, isLoaded: 1, words: 'High blood pressure' },
    { system: 'icd-10-cm', code: 'I99', isKnown: 0, isLoaded: 1, words: null },
    { system: 'cpt', code: '12345', isKnown: 0, isLoaded: 0, words: null },
  ])
})

it('section 12: a newer file is the whole list of its systems, and leaves the others alone', async () => {
  expect(await load('system,code,words\nhcpcs,G0438,\n')).toEqual([200, { codes: 1, systems: ['hcpcs'], isNew: true }])
  expect([await find('service', 'knee'), await find('service', 'g04'), await find('diagnosis', 'hip')]).toEqual([
    [],
    ['G0438'],
    ['M1611'],
  ])
  expect(await rows("SELECT count(*) AS n FROM service_code_word WHERE system = 'hcpcs'")).toEqual([{ n: 0 }])
  expect(await events()).toHaveLength(2)
})

it('section 12: a search reads few rows however many codes fit', async () => {
  const many = Array.from(
    { length: 6000 },
    (_, n) => `icd-10-cm,A${String(n).padStart(5, '0')},Common disorder ${n % 7 ? 'usual' : `rare${n}`}\n`,
  )
  expect((await load(`system,code,words\n${many.join('')}`))[0]).toBe(200)
  const read = async (text: string) => {
    const { sql, params } = foundCodes(key, 'diagnosis', text)
    const { meta, results } = await env.DB.prepare(sql)
      .bind(...params)
      .run()
    return { rows: meta.rows_read, found: results.length }
  }
  const counts = [
    await read('common'),
    await read('common rare7'),
    await read('usual disorder common'),
    await read('a0'),
  ]
  expect(counts.map(({ found }) => found)).toEqual([20, 18, 20, 20])
  expect(counts.filter(({ rows: most }) => most > 4500)).toEqual([])
})
