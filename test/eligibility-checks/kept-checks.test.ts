import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { batch, type Prepared } from '../../src/db/client.ts'
import { forgetChecks } from '../../src/eligibility-checks/job.ts'
import {
  answeredBefore,
  checkRepeated,
  coveragesKnown,
  nextByName,
  nextByNumber,
  rowsRepeated,
} from '../../src/eligibility-checks/statement.ts'
import { listedChecks, listedRows } from '../../src/eligibility-checks/store.ts'
import { newId } from '../../src/ids.ts'
import { readKeyText } from '../../src/session-key.ts'
import type { Browser } from '../support/browser.ts'
import { BASE, checked, covered, idOf, lastEvent, standing } from '../support/eligibility.ts'
import { meansOf } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aMember, type Stored } from '../support/records.ts'
import { freshlyIn, rowsOf } from '../support/requests.ts'
import { SESSION, signedIn } from '../support/session.ts'

let office: number
let clerk: { account: number; guard: string }
let browser: Browser
let ana: Stored

beforeAll(async () => {
  office = await anOffice()
  clerk = await aPerson({ email: 'clerk@office.example', offices: [office], roles: ['eligibility'] })
  ana = await aMember({ number: 'HV-1001', lastName: 'Lee', firstName: 'Ana' })
  await covered(ana)
  await aMember({ number: 'HV-1002', lastName: 'Roy', firstName: 'Ben', birthDate: '1990-01-01' })
  browser = await freshlyIn(clerk)
})

const text = async (path: string, by = browser) => (await by.get(path)).text()

it('II.D II.E the file: a purpose first, every member named in the log, no formula, what was typed beside what was found', async () => {
  await aMember({ number: '=1+1', lastName: '@SUM(A1)', firstName: 'Ed', birthDate: '1970-01-01' })
  const path = await checked(browser, 'ID,Last,DOB\nHV1001,,\n,@SUM(A1),1970-01-01\n+44 none,,\nHV1002,,')
  const asked = await browser.get(`${path}/export`)
  expect([asked.status, asked.headers.get('Location')]).toEqual([303, `${path}?purpose=`])
  expect(await text(`${path}?purpose=`)).toContain('Choose the purpose')
  const file = await browser.get(`${path}/export?purpose=payment`)
  expect(file.headers.get('Content-Type')).toContain('text/csv')
  const csv = await file.text()
  for (const word of ['Exported by,Terry Tester', 'Purpose,Payment', "2,HV1001,,,,Eligible,,HV-1001,Lee,Ana,1980-04-21", "'@SUM(A1)", "'=1+1", "'+44 none", ',No answer,"No member fits'])
    expect(csv).toContain(word) // prettier-ignore
  expect(csv).not.toMatch(/(^|,|\n)"?[=+@]/)
  const row = await lastEvent('eligibility.exported')
  expect(JSON.parse(String(row?.members))).toHaveLength(3)
  expect(row).toMatchObject({ detail: '{"purpose":"payment"}', record: idOf(path) })
  // III.F.1: an export wants the second factor fresh.
  const stale = await signedIn(clerk)
  await env.DB.prepare('UPDATE session SET factor_at = NULL WHERE account_id = ? AND factor_for IS NOT NULL').bind(clerk.account).run() // prettier-ignore
  expect((await stale.get(`${path}/export?purpose=payment`)).headers.get('Location')).toContain('/confirm')
  browser = await freshlyIn(clerk)
})

describe('T13 T15 whose checks they are', () => {
  it('T15 a colleague opens them, another office doesn’t: list, page, file, answers, repetition, removal', async () => {
    const path = await checked(browser, 'HV1001', { name: 'Ours alone' })
    const colleague = await freshlyIn(
      await aPerson({ email: 'colleague@office.example', offices: [office], roles: ['eligibility'] }),
    )
    expect(await text(BASE, colleague)).toContain('Ours alone')
    expect(standing(await text(path, colleague))).toEqual(['1 Eligible'])
    const other = await anOffice('Elsewhere')
    const stranger = await freshlyIn(await aPerson({ email: 's@else.example', offices: [other], isLoa: true }))
    expect(await text(BASE, stranger)).not.toContain('Ours alone')
    for (const tail of ['', '/export?purpose=payment']) expect((await stranger.get(path + tail)).status).toBe(404)
    // Nor does the log say that the stranger saw anybody.
    expect((await lastEvent('record.not_found'))?.members).toBe('[]')
    for (const tail of ['/answers', '/repetition', '/removal'])
      expect((await stranger.post(path + tail, {})).status).toBe(404)
    expect(await rowsOf('SELECT count(*) AS n FROM eligibility_check WHERE office_id = ?', other)).toEqual([{ n: 0 }])
  })

  it('T13 without the role nothing of it is left', async () => {
    const person = await aPerson({ email: 'leaver@office.example', offices: [office], roles: ['eligibility'] })
    const leaver = await freshlyIn(person)
    const path = await checked(leaver, 'HV1001')
    const csrf = await leaver.token('/home')
    await env.DB.prepare('DELETE FROM role_grant WHERE membership_id IN (SELECT id FROM membership WHERE account_id = ?)').bind(person.account).run() // prettier-ignore
    for (const page of [BASE, path, `${path}/export?purpose=payment`]) expect((await leaver.get(page)).status).toBe(403)
    for (const form of [BASE, `${path}/answers`, `${path}/repetition`, `${path}/removal`])
      expect((await leaver.post(form, { csrf, list: 'HV1001' })).status).toBe(403)
  })

  it('section 12: its author discards it, or an administrator; a colleague can’t', async () => {
    const [mine, loas] = [await checked(browser, 'HV1001'), await checked(browser, 'HV1002')]
    const colleague = await freshlyIn(
      await aPerson({ email: 'peer@office.example', offices: [office], roles: ['eligibility'] }),
    )
    const loa = await freshlyIn(
      await aPerson({ email: 'loa@office.example', offices: [office], roles: ['eligibility'], isLoa: true }),
    )
    expect(await text(mine, colleague)).not.toContain('Discard')
    expect((await colleague.post(`${mine}/removal`, {})).status).toBe(403)
    expect((await browser.post(`${mine}/removal`, {})).status).toBe(303)
    expect((await loa.post(`${loas}/removal`, {})).status).toBe(303)
    for (const path of [mine, loas]) expect((await browser.get(path)).status).toBe(404)
    expect(await lastEvent('eligibility.discarded')).toMatchObject({ record: idOf(loas), office })
    const left = await rowsOf('SELECT count(*) AS n FROM eligibility_check_row r WHERE NOT EXISTS (SELECT 1 FROM eligibility_check k WHERE k.id = r.check_id)') // prettier-ignore
    expect(left).toEqual([{ n: 0 }])
  })

  it('section 12: checks are forgotten after 90 days, those of the 90th not yet', async () => {
    const [old, kept] = [await checked(browser, 'HV1001'), await checked(browser, 'HV1001')]
    const day = 86_400_000
    const now = Date.UTC(2026, 10, 22, 20)
    const dated = (path: string, days: number) => env.DB.prepare('UPDATE eligibility_check SET made_at = ? WHERE public_id = ?').bind(now - days * day, idOf(path)).run() // prettier-ignore
    await env.DB.prepare('UPDATE eligibility_check SET made_at = ?').bind(now).run()
    await dated(old, 91)
    await dated(kept, 90)
    expect(await forgetChecks(meansOf({ now: new Date(now) }))).toEqual({ done: 1, more: false })
    expect((await browser.get(old)).status).toBe(404)
    expect((await browser.get(kept)).status).toBe(200)
  })
})

it('section 12: a step reads what its rows need, however many members and checks there are', async () => {
  await env.DB.batch(
    [
      `INSERT INTO member (id, public_id, source_id, member_number, last_name, first_name, last_name_key, first_name_key, birth_date, as_of)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       SELECT 10000 + i, 'mem_many' || i, 'many' || i, 'MANY' || i, 'Many', 'M', 'many', 'm' || i, '1970-01-01', 0 FROM n`,
    ].map((sql) => env.DB.prepare(sql)),
  )
  const list = Array.from({ length: 100 }, (_, n) => `MANY${n + 1}`).join('\n')
  const paths = [await checked(browser, list), await checked(browser, list), await checked(browser, list)]
  const id = newId('eligibility-check')
  const [, cookie = ''] = [...browser.cookies].find(([name]) => name === SESSION) ?? []
  const session = readKeyText(cookie)!
  await batch(env.DB, [checkRepeated(session, { id, name: null, askedOn: '2026-05-05', at: 1 }, idOf(paths[0]!)), rowsRepeated(id, idOf(paths[0]!))]) // prettier-ignore
  const check = (await rowsOf('SELECT id FROM eligibility_check WHERE public_id = ?', id))[0]?.id as number
  const members = (await rowsOf("SELECT id FROM member WHERE source_id LIKE 'many%' ORDER BY id LIMIT 100")).map((one) => Number(one.id)) // prettier-ignore
  const read = async ({ sql, params }: Prepared<unknown>) => (await env.DB.prepare(sql).bind(...params).all()).meta.rows_read // prettier-ignore
  expect(await read(nextByNumber(session, id))).toBeLessThanOrEqual(450)
  expect(await read(nextByName(session, id))).toBeLessThanOrEqual(350)
  expect(await read(answeredBefore(session, members, check))).toBeLessThanOrEqual(900)
  expect(await read(coveragesKnown(session, members))).toBeLessThanOrEqual(450)
  expect(await read(listedRows(session, idOf(paths[1]!), 'all', 0, 25).toSQL())).toBeLessThanOrEqual(2 * 26 + 4)
  expect(await read(listedChecks(session, null).toSQL())).toBeLessThanOrEqual(2 * 26 + 4)
})
