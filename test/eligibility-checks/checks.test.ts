import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { BASE, check, checked, covered, idOf, lastEvent, standing } from '../support/eligibility.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { aMember, type Stored } from '../support/records.ts'
import { freshlyIn, rowsOf } from '../support/requests.ts'

let office: number
let clerk: { account: number; guard: string }
let browser: Browser
let ana: Stored

beforeAll(async () => {
  office = await anOffice()
  clerk = await aPerson({ email: 'clerk@office.example', offices: [office], roles: ['eligibility'] })
  ana = await aMember({ number: 'HV-1001', lastName: 'Lee', firstName: 'Ana' })
  await covered(ana)
  await env.DB.prepare("UPDATE member SET pcp_name = 'Dr. Kim' WHERE id = ?").bind(ana.row).run()
  const ben = await aMember({ number: 'HV-1002', lastName: 'Roy', firstName: 'Ben', birthDate: '1990-01-01' })
  await covered(ben, { ends_on: '2026-03-31' })
  await covered(await aMember({ number: 'HV-1003', lastName: 'Poe', firstName: 'Cy' }), { starts_on: null })
  await aMember({ number: 'HV-1004', lastName: 'None', firstName: 'Di' })
  for (const name of ['Ann', 'Anna'])
    await aMember({ number: `HV-2${name}`, lastName: 'Twin', firstName: name, birthDate: '2000-01-01' })
  browser = await freshlyIn(clerk)
})

const text = async (path: string, by = browser) => (await by.get(path)).text()

describe('section 12: a whole day’s eligibility at once', () => {
  it('section 12: each row has its answer; what can’t be asked is told, and the others are asked all the same', async () => {
    const list = [
      'Member ID;Last Name;First Name;DOB',
      'hv1001',
      ';Roy;Ben;1/1/1990',
      ';Poe;;1980-04-21',
      'HV-1004',
      'HV-9999',
      ';Twin;An;1/1/2000',
      ';Twin;Ann;1/1/2000',
      ';Lee;Ana;soon',
      'HV 1001',
      'HV-1002;;;1/2/1990',
      'HV-OLD;Lee;Ana;4/21/1980',
    ].join('\n')
    const path = await checked(browser, list, { name: 'Monday' })
    const html = await text(path)
    expect(standing(html)).toEqual([
      '2 Eligible',
      '3 Not eligible',
      '4 Not known',
      '5 Not eligible',
      '6 No answer No member fits. Check the spelling and the date, or use the number on the member’s card.',
      '7 No answer More than one member fits: use the member number.',
      '8 Not eligible',
      '9 No answer The birth date is no date. Write it as year-month-day, such as 1980-04-21.',
      '10 No answer Line 2 asks the same.',
      '11 No answer The member with this number has another birth date. Check the card.',
      '12 Eligible',
    ])
    for (const word of ['<h1>Monday</h1>', 'May 5, 2026', `href="/members/${ana.id}"`, 'Harbor HMO, HMO', 'from Jan 1, 2026', 'Dr. Kim, Harbor Network', '$25.00', 'Confidential.', 'First check', 'Jan 1, 2026', '12:40', 'Terry Tester'])
      expect(html).toContain(word) // prettier-ignore
    expect(html).not.toContain('id="progress"')
    // III.L.2: the page names whom it showed, each once, and nobody who was only asked about.
    const seen = await lastEvent('eligibility.viewed')
    expect(JSON.parse(String(seen?.members))).toHaveLength(5)
    expect(seen).toMatchObject({ record: idOf(path), office, account: clerk.account })
    expect(await lastEvent('eligibility.asked')).toMatchObject({ detail: '{"rows":11}', record: idOf(path), office })
  })

  it('section 12: what changed since the office’s last check of that member, and of that office alone', async () => {
    const first = await checked(browser, 'HV1001')
    await env.DB.prepare("UPDATE coverage SET plan_name = 'Harbor PPO', ends_on = '2026-12-31' WHERE member_id = ?").bind(ana.row).run()
    await env.DB.prepare("UPDATE member SET pcp_name = NULL WHERE id = ?").bind(ana.row).run()
    const strangers = await freshlyIn(await aPerson({ email: 'c@other.example', offices: [await anOffice('Other')] }))
    expect(await text(await checked(strangers, 'HV1001'), strangers)).toContain('First check')
    const html = await text(await checked(browser, 'HV1001\nHV1002'))
    expect(html).toContain('Plan: was Harbor HMO; Primary care provider: was Dr. Kim; Effective until: was open.')
    const again = await text(await checked(browser, 'Lee,Ana,4/21/1980'))
    expect(again).toContain('Nothing changed since')
    // A saved check says what was answered then.
    expect(await text(first)).toContain('Harbor HMO')
    expect(await text(first)).not.toContain('Harbor PPO')
  }) // prettier-ignore

  it('section 12: the filters, and pages of 25 by the line', async () => {
    const path = await checked(
      browser,
      ['HV1001', 'HV1002', ...Array.from({ length: 58 }, (_, n) => `NO${n}`)].join('\n'),
    )
    const html = await text(path)
    const link = (label: string, of: string) => new RegExp(`href="([^"]+)"[^>]*>\\s*${label}`).exec(of)?.[1] ?? ''
    const lines = (of: string) => standing(of).map((words) => Number(words.split(' ')[0]))
    expect(lines(html)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1))
    const second = await text(link('More rows', html))
    expect(lines(second)).toEqual(Array.from({ length: 25 }, (_, n) => n + 26))
    expect(lines(await text(link('More rows', second)))).toEqual(Array.from({ length: 10 }, (_, n) => n + 51))
    expect(lines(await text(link('Not eligible or not known', html)))).toEqual([2])
    const problems = await text(link('No answer', html))
    expect(lines(problems)).toEqual(Array.from({ length: 25 }, (_, n) => n + 3))
    expect(lines(await text(link('More rows', problems)))[0]).toBe(28)
    expect(await text(link('Changed', html))).toContain('Nothing changed')
    // T24: an altered place, or one of another check, is the first page of all rows.
    const other = await checked(browser, 'HV1001')
    expect(standing(await text(`${other}?${link('More rows', html).split('?')[1]}`))).toHaveLength(1)
    expect(lines(await text(`${link('More rows', html)}x`))[0]).toBe(1)
  })

  it('section 12: with scripts the answers come step by step, a hundred at a time', async () => {
    const csrf = await browser.token('/home')
    const asked = (path: string, fields: Record<string, string>) =>
      browser.fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin', 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
        body: new URLSearchParams({ csrf, ...fields }).toString(),
      }) // prettier-ignore
    const list = Array.from({ length: 250 }, (_, n) => `NO${n}`).join('\n')
    const begun = await asked(BASE, { list: `HV1001\n${list}`, on: '', name: '' })
    const path = begun.headers.get('HX-Redirect')!
    expect([begun.status, await begun.text()]).toEqual([200, ''])
    const html = await text(path)
    expect(html).toContain('0 of 251 answered')
    expect(html).toContain('hx-trigger="load, submit"')
    const steps = []
    for (let done = false; !done;) {
      const answer = await asked(`${path}/answers`, {})
      done = answer.headers.get('HX-Redirect') === path
      steps.push(/>(\d+) of 251 answered/.exec(await answer.text())?.[1] ?? 'done')
    }
    expect(steps).toEqual(['100', '200', 'done'])
    expect(standing(await text(path))[0]).toBe('1 Eligible')
    expect(await rowsOf('SELECT rows, answered, eligible, problems FROM eligibility_check WHERE public_id = ?', idOf(path))).toEqual([{ rows: 251, answered: 251, eligible: 1, problems: 250 }]) // prettier-ignore
    // Asked once more there is nothing left to count.
    expect((await asked(`${path}/answers`, {})).headers.get('HX-Redirect')).toBe(path)
    expect(await rowsOf('SELECT answered FROM eligibility_check WHERE public_id = ?', idOf(path))).toEqual([{ answered: 251 }]) // prettier-ignore
  })

  it('section 12: two pages of one check that answer at once count nothing twice', async () => {
    const list = Array.from({ length: 30 }, (_, n) => `NO${n}`).join('\n')
    const path = await checked(browser, 'HV1001')
    await env.DB.prepare('UPDATE eligibility_check SET rows = 31 WHERE public_id = ?').bind(idOf(path)).run()
    await env.DB.prepare(
      `INSERT INTO eligibility_check_row (check_id, line, office_id, number_key) SELECT k.id, 2 + v.key, k.office_id, v.value
       FROM eligibility_check k, json_each(?) v WHERE k.public_id = ?`,
    )
      .bind(JSON.stringify(list.split('\n')), idOf(path))
      .run()
    const csrf = await browser.token('/home')
    const both = await Promise.all([1, 2, 3].map(() => browser.post(`${path}/answers`, { csrf })))
    expect(both.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await rowsOf('SELECT answered, problems FROM eligibility_check WHERE public_id = ?', idOf(path))).toEqual([{ answered: 31, problems: 30 }]) // prettier-ignore
  })

  it('section 18: what was typed stays in the form when it is refused, and nothing is kept', async () => {
    const before = await rowsOf('SELECT count(*) AS n FROM eligibility_check')
    const many = Array.from({ length: 501 }, (_, n) => `HV${n}`).join('\n')
    for (const [list, more, sentence] of [
      ['', {}, 'Paste the list'],
      [many, {}, 'There are 501 rows, and 500 are the most'],
      ['DOB,Room No\n1980-04-21,3', {}, 'The first line names columns'],
      ['HV1001', { on: 'tomorrow' }, 'This is no date.'],
      ['HV1001', { name: 'x'.repeat(61) }, 'at most 60 characters'],
    ] as const) {
      const answer = await check(browser, list, more)
      const html = await answer.text()
      expect([sentence, answer.status, html.includes(sentence), html.includes(`\n${list}</textarea>`)]).toEqual([sentence, 422, true, true]) // prettier-ignore
    }
    expect(await rowsOf('SELECT count(*) AS n FROM eligibility_check')).toEqual(before)
  })

  it('section 12: a CSV file, in UTF-8 or as Windows writes it; a workbook is told', async () => {
    const send = async (bytes: Uint8Array<ArrayBuffer>) => {
      const form = new FormData()
      form.set('csrf', await browser.token('/home'))
      form.set('fileOn', '2026-05-05')
      form.set('scan', new File([bytes], 'day.csv', { type: 'text/csv' }))
      return browser.fetch(BASE, { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' }, body: form })
    }
    const letters = new TextEncoder()
    await aMember({ number: 'HV-3001', lastName: 'Núñez', firstName: 'Eva' })
    for (const bytes of [letters.encode('\uFEFFName,DOB\r\n"Núñez, Eva",4/21/80\r\n'), Uint8Array.from('Name,DOB\r\n"Núñez, Eva",4/21/80', (letter) => letter.charCodeAt(0))]) {
      const answer = await send(bytes as Uint8Array<ArrayBuffer>)
      expect(standing(await text(answer.headers.get('Location') ?? BASE))).toEqual(['2 Not eligible'])
    } // prettier-ignore
    for (const [bytes, sentence] of [
      [letters.encode('PK\x03\x04\0\0'), 'Save the sheet as CSV'],
      [new Uint8Array(0), 'Choose a file.'],
      [letters.encode('x'.repeat(200 * 1024)), 'larger than 192 KB'],
      [letters.encode(Array.from({ length: 501 }, (_, n) => `HV${n}`).join('\n')), 'There are 501 rows'],
    ] as const) {
      const answer = await send(bytes as Uint8Array<ArrayBuffer>)
      expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
    }
  })

  it('section 12: the same list again, for today', async () => {
    const path = await checked(browser, 'HV1001\nHV-7777\nHV1001\nRoy,soon,x')
    await covered(await aMember({ number: 'HV-7777' }))
    const answer = await browser.post(`${path}/repetition`, {})
    const again = answer.headers.get('Location')!
    expect(again).not.toBe(path)
    const words = standing(await text(again))
    expect(words.map((one) => one.slice(0, 11))).toEqual(['1 Eligible', '2 Eligible', '3 No answer', '4 No answer'])
    expect(await rowsOf('SELECT asked_on AS askedOn, rows, answered, problems FROM eligibility_check WHERE public_id = ?', idOf(again))).toEqual([{ askedOn: today(), rows: 4, answered: 4, problems: 2 }]) // prettier-ignore
    expect(standing(await text(path))[1]).toContain('2 No answer')
  })
})
