import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { claim, condition, encounter, extract, list } from '../support/extract.ts'
import { judgeAll, publishRows, rows, send } from '../support/feed.ts'
import {
  add,
  BASE,
  desk,
  DRAFT,
  draftRow,
  head,
  importFile,
  openDesk,
  row,
  runJobs,
  signIt,
  step,
  tryIt,
  versions,
} from '../support/list-draft.ts'
import { aPerson } from '../support/people.ts'
import { freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'

beforeAll(async () => {
  await send(...extract)
  await publishRows(...list)
  await openDesk()
})

describe('III.I.2 who may do what, and when', () => {
  it('III.I.2 whoever had a hand in a draft does not sign it, though of the privacy office by now', async () => {
    const both = await aPerson({ email: 'moved@plan.example', department: 'information-services' })
    const moved = await freshlyIn(both)
    await step(moved, 'rows', row('abuse', 'icd-10-cm', 'exact', 'Y07'))
    await tryIt()
    const sender = await aPerson({ email: 'sends@plan.example', department: 'information-services' })
    const sent = await freshlyIn(sender)
    await step(sent, 'sending', { why: 'As asked.' })
    await env.DB.prepare("UPDATE account SET department = 'privacy' WHERE id IN (?, ?)")
      .bind(both.account, sender.account)
      .run()
    const before = await versions()
    expect((await signIt(moved)).status).toBe(409)
    expect((await signIt(sent)).status).toBe(409)
    // The version that the log tells of is the one that is made.
    expect((await step(desk.signer, 'signature', { version: '998', attests: 'on' })).status).toBe(409)
    expect(await versions()).toEqual(before)
  })

  it('III.I.2 signed twice at once it is one version; a draft with privacy takes no changes', async () => {
    expect((await add('abuse', 'icd-10-cm', 'exact', 'Y08')).status).toBe(409)
    const [{ version }] = (await versions()) as [{ version: number }]
    const answers = await Promise.all([signIt(), signIt()])
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([303, 409])
    expect(await versions()).toEqual([{ version: version + 1 }])
    await judgeAll()
  })

  it('III.I.2 sent back with a reason, it is drafted on and has to be sent again', async () => {
    await add('abuse', 'icd-10-cm', 'exact', 'Y09')
    await tryIt()
    await step(desk.drafter, 'sending', { why: 'More.' })
    expect((await step(desk.signer, 'return')).status).toBe(422)
    expect((await step(desk.signer, 'return', { why: 'Name the source.' })).status).toBe(303)
    expect((await signIt()).status).toBe(409)
    expect(await (await desk.drafter.get(DRAFT)).text()).toContain('Name the source.')
  })

  it('III.I.2 what was not tried as it stands cannot be sent; a change makes the dry run void', async () => {
    await add('abuse', 'icd-10-cm', 'exact', 'Y06')
    expect((await step(desk.drafter, 'sending', { why: 'Now.' })).status).toBe(409)
    await step(desk.drafter, 'dry-run')
    await add('abuse', 'icd-10-cm', 'exact', 'Y05')
    await runJobs()
    expect((await step(desk.drafter, 'sending', { why: 'Now.' })).status).toBe(409)
    expect(await rows('SELECT phase FROM restricted_dry_run ORDER BY id DESC LIMIT 1')).toEqual([{ phase: 'void' }])
    expect((await step(desk.drafter, 'discarding')).status).toBe(303)
  })

  it('III.I.2 two who draft at once: one is told that it changed', async () => {
    const fields = { from: '0', ...row('abuse', 'icd-10-cm', 'exact', 'Y01') }
    const answers = await Promise.all([
      desk.drafter.post(`${DRAFT}/rows`, fields, DRAFT),
      desk.drafter.post(`${DRAFT}/rows`, { ...fields, code: 'Y02' }, DRAFT),
    ])
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([303, 409])
    expect(await rows('SELECT count(*) AS n FROM restricted_draft WHERE closed_at IS NULL')).toEqual([{ n: 1 }])
  })

  it('III.I.2 a version published meanwhile: the draft is brought up to date before it is sent', async () => {
    await tryIt()
    await publishRows('abuse,icd-10-cm,exact,Y01', 'abuse,icd-10-cm,exact,Y03')
    expect((await step(desk.drafter, 'sending', { why: 'Late.' })).status).toBe(409)
    expect((await step(desk.drafter, 'dry-run')).status).toBe(409)
    await add('abuse', 'icd-10-cm', 'exact', 'Y04')
    expect((await step(desk.drafter, 'renewal')).status).toBe(303)
    const html = await tryIt()
    expect(html).not.toContain('came into force meanwhile')
    expect((await step(desk.drafter, 'sending', { why: 'In time.' })).status).toBe(303)
    await publishRows('abuse,icd-10-cm,exact,Y10')
    expect((await signIt()).status).toBe(409)
    await step(desk.signer, 'return', { why: 'The list moved on.' })
    await step(desk.drafter, 'discarding')
  })

  it('III.I.2 what the draft adds or ends already is told, and leaves the draft as it was tried', async () => {
    await add('abuse', 'icd-10-cm', 'exact', 'Y12')
    const [inForce] = await rows<{ id: number }>('SELECT id FROM restricted_code WHERE to_version IS NULL LIMIT 1')
    const end = () => step(desk.drafter, 'ends', { row: String(inForce!.id) })
    expect((await end()).headers.get('Location')).toBe(`${DRAFT}?done=changed`)
    const tried = await draftRow()
    const twice = await step(desk.drafter, 'rows', { ...row('abuse', 'icd-10-cm', 'exact', 'Y12'), reason: 'Other' })
    expect(twice.status).toBe(422)
    expect(await twice.text()).toContain('The draft adds this row already.')
    const ended = await end()
    expect(ended.headers.get('Location')).toBe(`${DRAFT}?done=ended-already`)
    expect(await (await desk.drafter.get(`${DRAFT}?done=ended-already`)).text()).toContain('ends this row already')
    expect(await draftRow()).toEqual(tried)
    expect((await step(desk.drafter, 'discarding')).status).toBe(303)
    expect((await end()).headers.get('Location'), 'a draft that is gone ends nothing').toBe(`${DRAFT}?done=changed`)
    expect((await step(desk.drafter, 'discarding')).status).toBe(303)
  })

  it('III.I.2 records that arrive during or after a dry run are told of', async () => {
    await add('abuse', 'icd-10-cm', 'exact', 'Q00')
    expect(await tryIt()).not.toContain('arrived since')
    await send({ ...encounter, status: 'finished' })
    expect(await (await desk.drafter.get(DRAFT)).text()).toContain('1 record arrived since')
    await send({ ...condition, id: 'con-9' }, { ...claim, id: 'clm-9' })
    expect(await (await desk.signer.get(DRAFT)).text()).toContain('3 records arrived since')
    expect(await tryIt()).not.toContain('arrived since')
    expect((await step(desk.drafter, 'discarding')).status).toBe(303)
  })

  it('III.I.2 signing wants a fresh second factor; nobody else comes near', async () => {
    const stale = await signedIn(await aPerson({ email: 'stale@plan.example', department: 'privacy' }))
    await env.DB.prepare('UPDATE session SET factor_at = 1 WHERE id = (SELECT max(id) FROM session)').run()
    const csrf = await stale.token(DRAFT)
    expect(
      (await stale.post(`${DRAFT}/signature`, { csrf, from: '1', version: '1', attests: 'on' })).headers.get(
        'Location',
      ),
    ).toMatch(/^\/confirm/)
    expect((await stale.get(`${BASE}/versions/1/export`)).headers.get('Location')).toMatch(/^\/confirm/)
    for (const what of ['rows', 'ends', 'removals', 'categories', 'renewal', 'sending', 'discarding', 'file']) {
      expect([what, (await desk.signer.post(`${DRAFT}/${what}`, {}, DRAFT)).status]).toEqual([what, 403])
    }
    for (const what of ['signature', 'return']) {
      expect([what, (await desk.drafter.post(`${DRAFT}/${what}`, {}, DRAFT)).status]).toEqual([what, 403])
    }
  })
})

describe('III.I.2 files', () => {
  it.each([
    ['empty', ''],
    ['without rows', head],
    ['cut in a row', `${head}abuse,icd-10-cm,exact,Y07,own`],
    ['cut in a quote', `${head}abuse,icd-10-cm,exact,Y07,own,"ow`],
    ['with one bad row', `${head}abuse,icd-10-cm,exact,Y11,own,own\nabuse,icd-99,exact,J30.9,own,own\n`],
  ])('III.I.2 a file %s changes nothing', async (_name, text) => {
    const answer = await importFile(text)
    expect(answer.status).toBe(422)
    expect(await answer.text()).not.toContain('J30.9')
    expect(await draftRow()).toBeNull()
  })

  it('III.I.2 a bad row is named by its line and column', async () => {
    const html = await (
      await importFile(`${head}abuse,icd-10-cm,exact,Y11,own,own\nabuse,icd-99,exact,Y12,own,own\n`)
    ).text()
    expect(html).toContain('3 (code_system)')
  })

  it('III.I.2 a file adds its rows, or is the whole list and ends what it lacks', async () => {
    expect(
      (await importFile(`${head}abuse,icd-10-cm,exact,Y11,own,own\npregnancy,icd-10-cm,range,O00..O9A,own,own\n`))
        .status,
    ).toBe(303)
    const counts = () =>
      rows(
        'SELECT count(*) FILTER (WHERE code_id IS NULL) AS added, count(code_id) AS ended FROM restricted_draft_row WHERE draft_id = (SELECT max(id) FROM restricted_draft)',
      )
    expect(await counts()).toEqual([{ added: 1, ended: 0 }])
    const [{ version }] = (await versions()) as [{ version: number }]
    const csv = await (await desk.drafter.get(`${BASE}/versions/${version}/export`)).text()
    // The export is what the import takes: as it is it changes nothing, less a row it ends one.
    expect((await importFile(csv, 'whole')).status).toBe(422)
    expect((await importFile(csv.replace(/pregnancy,hcpcs-modifier[^\n]*\n/, ''), 'whole')).status).toBe(303)
    expect(await counts()).toEqual([{ added: 0, ended: 1 }])
  })
})
