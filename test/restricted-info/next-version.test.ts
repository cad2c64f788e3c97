import { beforeAll, describe, expect, it } from 'vitest'
import { extract, list } from '../support/extract.ts'
import { hidden, publishRows, rows, send, shownClaims } from '../support/feed.ts'
import { add, BASE, desk, DRAFT, openDesk, runJobs, signIt, step, tryIt } from '../support/list-draft.ts'

beforeAll(async () => {
  await send(...extract)
  await publishRows(...list)
  await openDesk()
})

describe('III.I.2 from draft to version', () => {
  it('III.I.2 a row is drafted, tried, sent, signed; then records are judged by it', async () => {
    expect(await shownClaims()).toEqual(['clm-1'])
    expect((await add('mental-health', 'icd-10-cm', 'exact', 'J30.9')).status).toBe(303)
    // Nothing that is read has changed.
    expect([await shownClaims(), await hidden('Encounter', 'enc-1')]).toEqual([['clm-1'], null])
    const html = await tryIt()
    // Encounter and condition by their code, claim, benefit and referral by their links.
    expect(html).toContain('<strong>5 records</strong>')
    expect(html).toContain('Harbor Clinic')
    expect([await shownClaims(), await hidden('Encounter', 'enc-1')]).toEqual([['clm-1'], null])
    expect((await step(desk.drafter, 'sending', { why: 'Asked for by the board.' })).headers.get('Location')).toBe(
      `${DRAFT}?done=sent`,
    )
    // T14: it is in force at once, and nothing shows though no job ran.
    expect((await signIt()).headers.get('Location')).toBe(`${BASE}/versions/2?done=published`)
    expect(await shownClaims()).toEqual([])
    await runJobs()
    expect([await shownClaims(), await hidden('Claim', 'clm-1')]).toEqual([[], 'linked'])
    const page = await (await desk.signer.get(`${BASE}/versions/2`)).text()
    expect(page).toContain('Asked for by the board.')
    expect(page).toContain('<strong>5 records</strong>')
    const records = await (await desk.signer.get(`${BASE}/versions/2/records`)).text()
    for (const id of ['Claim/clm-1', 'ServiceRequest/ref-1', 'Encounter/enc-1']) expect(records).toContain(id)
    expect((await desk.drafter.get(`${BASE}/versions/2/records`)).status).toBe(403)
    // Those who signed and drafted stand in the row, and in the log.
    expect(
      await rows(
        "SELECT event FROM audit WHERE event LIKE 'restricted_list.%' AND account_id IS NOT NULL ORDER BY seq",
      ),
    ).toEqual(['drafted', 'tried', 'sent', 'published'].map((event) => ({ event: `restricted_list.${event}` })))
  })

  it('III.I.2 a row that is ended in the draft shows again what it hid, and stays known', async () => {
    const [{ id }] = (await rows<{ id: number }>("SELECT id FROM restricted_code WHERE code = 'J30.9'")) as [
      { id: number },
    ]
    expect((await step(desk.drafter, 'ends', { row: String(id) })).status).toBe(303)
    const html = await tryIt()
    expect(html).toContain('Newly hidden: <strong>0 records</strong>')
    expect(html).toContain('Newly shown: <strong>5 records</strong>'.replace('Newly shown: ', ''))
    await step(desk.drafter, 'sending', { why: 'Signed by mistake.' })
    expect((await signIt()).status).toBe(303)
    await runJobs()
    expect(await shownClaims()).toEqual(['clm-1'])
    expect(await rows('SELECT from_version, to_version FROM restricted_code WHERE id = ?', id)).toEqual([
      { from_version: 2, to_version: 3 },
    ])
    // The version before is still what it was, and comes out as it would go in.
    const csv = await (await desk.drafter.get(`${BASE}/versions/2/export`)).text()
    expect(csv.trim().split('\r\n')).toHaveLength(6)
    expect(csv).toContain('mental-health,icd-10-cm,exact,J30.9,own,own')
    expect((await (await desk.drafter.get(`${BASE}/versions/3/export`)).text()).includes('J30.9')).toBe(false)
  })

  it.each([
    ['pregnancy', 'icd-10-cm', 'exact', 'J30.9', 5],
    ['abortion', 'icd-10-cm', 'prefix', 'J3', 5],
    ['hiv-aids', 'icd-10-cm', 'range', 'J00..J99', 5],
    ['sexual-assault', 'hcpcs', 'exact', 'G0180', 3],
    ['substance-use', 'hcpcs', 'prefix', 'G01', 3],
    ['abuse', 'snomed', 'exact', '100000001', 0],
    ['gender-affirming', 'icd-10-cm', 'exact', 'J30.9', 0],
  ] as const)('III.I.1 %s by %s, %s %s would hide %i', async (category, system, match, code, found) => {
    await add(category, system, match, code)
    expect(await tryIt()).toContain(`Newly hidden: <strong>${found} record`)
    expect((await step(desk.drafter, 'discarding')).status).toBe(303)
  })

  it('III.I.1 gender-affirming care is judged only by a version that switches it on', async () => {
    await add('gender-affirming', 'icd-10-cm', 'exact', 'J30.9')
    await tryIt()
    await step(desk.drafter, 'sending', { why: 'For later.' })
    await signIt()
    await runJobs()
    expect(await shownClaims()).toEqual(['clm-1'])
    await step(desk.drafter, 'categories', { 'category-gender-affirming': 'on' })
    expect(await tryIt()).toContain('<strong>5 records</strong>')
    await step(desk.drafter, 'sending', { why: 'Civil Code 56.101.' })
    await signIt()
    await runJobs()
    expect(await shownClaims()).toEqual([])
    // A version by command leaves it as it is.
    await publishRows('pregnancy,icd-10-cm,exact,Z99')
    expect(await shownClaims()).toEqual([])
    await step(desk.drafter, 'categories')
    await tryIt()
    await step(desk.drafter, 'sending', { why: 'Off again.' })
    await signIt()
    await runJobs()
    expect(await shownClaims()).toEqual(['clm-1'])
  })
})
