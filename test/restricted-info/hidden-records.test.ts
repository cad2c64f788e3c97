import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { claim, condition, encounter, extract, hcpcs, icd, list } from '../support/extract.ts'
import { judgeAll, publishRows, rows, send } from '../support/feed.ts'
import { BASE, desk, openDesk } from '../support/list-draft.ts'
import { aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'

const PATH = '/staff/hidden-records'
const TAG = `"'><script>canary()</script>`

beforeAll(async () => {
  await publishRows(...list)
  await send(
    ...extract,
    { ...claim, id: 'clm-nowhere', diagnosis: [{ sequence: 1, diagnosisReference: { reference: 'Condition/lost' } }] },
    {
      ...condition,
      id: 'con-strange',
      code: { coding: [{ system: 'urn:own', code: 'SECRET-CODE' }] },
      note: [{ text: 'SECRET-NOTE' }],
    },
    { ...condition, id: 'con-o80', code: icd('O80') },
    { ...condition, id: 'con-labelled', meta: { security: [{ system: 'v3', code: 'R' }] } },
    { ...encounter, id: 'enc-o80', reasonCode: [], reasonReference: [{ reference: 'Condition/con-o80' }] },
    {
      ...claim,
      id: 'clm-chain',
      diagnosis: [],
      item: [{ sequence: 1, productOrService: hcpcs('G0180'), encounter: [{ reference: 'Encounter/enc-o80' }] }],
    },
  )
  await openDesk()
})

/** Asks why the record is hidden; answers the page. */
async function why(recordId: string): Promise<string> {
  const answer = await desk.signer.post(`${PATH}/explanation`, { recordId }, PATH)
  expect(answer.status).toBe(303)
  const to = answer.headers.get('Location')!
  expect(to).toMatch(/^\/staff\/hidden-records\/explanation\?s=[\w.-]+$/)
  return (await desk.signer.get(to)).text()
}

it('III.I.1 what can’t be judged is listed by id and reason, without codes or content', async () => {
  const html = await (await desk.signer.get(PATH)).text()
  for (const id of ['Claim/clm-nowhere', 'Condition/con-strange']) expect(html).toContain(id)
  for (const id of ['clm-1', 'con-o80', 'con-labelled', 'clm-chain', 'clm-2', 'SECRET']) expect(html).not.toContain(id)
  const filtered = async (fields: Record<string, string>) => {
    const answer = await desk.signer.post(PATH, fields, PATH)
    return (await desk.signer.get(answer.headers.get('Location')!)).text()
  }
  expect(await filtered({ reason: 'unknown-system' })).not.toContain('clm-nowhere')
  expect(await filtered({ type: 'Claim' })).not.toContain('con-strange')
  expect(await filtered({ reason: 'unknown-system', type: 'Claim' })).toContain('No record fits')
  expect((await desk.signer.post(PATH, { reason: 'x' }, PATH)).status).toBe(422)
})

it('III.I.1 what arrives in the end is judged, and leaves the list', async () => {
  await send({ ...condition, id: 'lost' })
  expect(await (await desk.signer.get(PATH)).text()).not.toContain('clm-nowhere')
})

it('III.I.1 why a record is hidden: version, rule and the links that lead there, by id', async () => {
  const [{ id }] = (await rows<{ id: number }>("SELECT id FROM restricted_code WHERE code = 'O00..O9A'")) as [
    { id: number },
  ]
  const html = await why('Claim/clm-chain')
  expect(html).toContain('Version 1')
  expect(html).toContain(`Row ${id} of the list`)
  const links = [...html.matchAll(/<li>(\w+\/[\w-]+)<\/li>/g)].map(([, link]) => link)
  expect(links).toEqual(['Claim/clm-chain', 'Encounter/enc-o80', 'Condition/con-o80'])
  expect(html).not.toMatch(/O80|O00|Núñez/)
  expect(await why('con-labelled')).toContain('The sender’s own label')
  expect(await why('Condition/con-strange')).toContain('Unknown code system')
  expect(await why('clm-1')).toContain('It isn’t hidden')
  expect(await why('nobody')).toContain('No such record')
})

it('III.I.1 a clear record of a hidden referral: the way to the one that hides it', async () => {
  expect(await why('ServiceRequest/ref-1')).toContain('It isn’t hidden')
  const asking = { use: 'preauthorization', referral: { reference: 'ServiceRequest/ref-1' }, item: [] }
  await send({ ...claim, id: 'auth-1', ...asking, diagnosis: [{ sequence: 1, diagnosisCodeableConcept: icd('O80') }] })
  expect(await rows("SELECT shown_under FROM referral WHERE source_id = 'ref-1'")).toEqual([{ shown_under: null }])
  const html = await why('ServiceRequest/ref-1')
  const links = [...html.matchAll(/<li>(\w+\/[\w-]+)<\/li>/g)].map(([, link]) => link)
  expect(links).toEqual(['ServiceRequest/ref-1', 'Claim/auth-1'])
  expect(html).not.toContain('It isn’t hidden')
})

it('III.I.1 after a new version, what is not judged yet is told so', async () => {
  await env.DB.prepare(
    "INSERT INTO restricted_list (made_at, source, reason, rows_added) VALUES (0, 'own', 'own', 0)",
  ).run()
  expect(await why('clm-1')).toContain('Not judged yet')
  await judgeAll()
  expect(await why('clm-1')).toContain('It isn’t hidden')
})

it('III.L.2 each answer is a row of the log, by our own ids; what was typed is not in it (T29)', async () => {
  const log = await rows<{ detail: string; account: number }>(
    "SELECT detail FROM audit WHERE event = 'hidden_record.explained' ORDER BY seq",
  )
  const [{ id }] = (await rows<{ id: number }>("SELECT id FROM feed_record WHERE source_id = 'clm-chain'")) as [
    { id: number },
  ]
  expect(log).toHaveLength(9)
  expect(JSON.parse(log[0]!.detail)).toEqual({ records: String(id) })
  expect(JSON.stringify(log)).not.toMatch(/clm|con-|nobody/)
})

it('T24 T25 what is typed comes back as text, and an address opens in its session alone', async () => {
  const bad = await desk.signer.post(`${PATH}/explanation`, { recordId: TAG }, PATH)
  expect([bad.status, (await bad.text()).includes('<script>canary')]).toEqual([422, false])
  const address = (await desk.signer.post(`${PATH}/explanation`, { recordId: 'clm-chain' }, PATH)).headers.get(
    'Location',
  )!
  const other = await signedIn(await aPerson({ email: 'other@plan.example', department: 'privacy' }))
  expect((await other.get(address)).headers.get('Location')).toBe(PATH)
  expect((await desk.signer.get(`${address.slice(0, -2)}xx`)).headers.get('Location')).toBe(PATH)
})

it('T13 T15 nobody else reaches it, whatever the id, nor once they left the department', async () => {
  const petra = await aPerson({ email: 'leaves@plan.example', department: 'privacy' })
  const leaving = await signedIn(petra)
  expect((await leaving.get(PATH)).status).toBe(200)
  await env.DB.prepare("UPDATE account SET department = 'e-business' WHERE id = ?").bind(petra.account).run()
  for (const browser of [leaving, desk.drafter]) {
    const answers = []
    for (const recordId of ['clm-chain', 'clm-1', 'nobody', '', TAG]) {
      answers.push((await browser.post(`${PATH}/explanation`, { recordId }, '/staff')).status)
    }
    for (const path of [PATH, `${PATH}/explanation`, `${BASE}/versions/1/records`])
      answers.push((await browser.get(path)).status)
    expect(new Set(answers)).toEqual(new Set([403]))
  }
})

it('section 12: a page of the lists reads no more than twice its rows at any size', async () => {
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_reason, own_version, hidden)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       SELECT CASE i % 3 WHEN 0 THEN 'Condition' ELSE 'Claim' END, 'many-' || i, (SELECT min(id) FROM feed_import), 'd', 1, '{}', '[]', NULL, 2,
         CASE i % 4 WHEN 0 THEN 'linked' WHEN 1 THEN 'rule:1' WHEN 2 THEN 'no-code' ELSE 'no-list:snomed' END FROM n`,
    ),
    env.DB.prepare(
      `INSERT INTO restricted_code (category, system, match, code, source, reason, from_version)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
       SELECT CASE i % 2 WHEN 0 THEN 'abuse' ELSE 'pregnancy' END, 'snomed', 'exact', 1000000 + i, 'own', 'own', 2 FROM n`,
    ),
  ])
  const { unjudgedRecords } = await import('../../src/restricted-info/hidden/store.ts')
  const { changesOf, rowsInForce } = await import('../../src/restricted-info/versions/store.ts')
  const after = { reason: 'no-code', type: 'Claim', record: 1500 }
  const place = { change: 'added', version: 2, row: 900 } as const
  const lists = [
    unjudgedRecords({ reason: '', type: '' }, null),
    unjudgedRecords({ reason: '', type: '' }, after),
    unjudgedRecords({ reason: 'no-list', type: '' }, null),
    unjudgedRecords({ reason: 'no-code', type: 'Condition' }, after),
    unjudgedRecords({ reason: '', type: 'Claim' }, after),
    rowsInForce({ system: '', category: '' }, null),
    rowsInForce({ system: 'snomed', category: '' }, null),
    rowsInForce(
      { system: '', category: 'abuse' },
      { system: 'snomed', code: '1000500', match: 'exact', category: 'abuse' },
    ),
    rowsInForce({ system: 'snomed', category: 'abuse' }, null),
    ...changesOf(2, place),
  ]
  for (const { sql, params } of lists) {
    const { meta } = await env.DB.prepare(sql)
      .bind(...params)
      .all()
    expect([sql.slice(0, 400), params, meta.rows_read <= 54 ? 'few' : meta.rows_read]).toEqual([
      sql.slice(0, 400),
      params,
      'few',
    ])
  }
})
