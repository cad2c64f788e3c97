import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aClaim, aList, aMember, type Stored } from '../support/records.ts'

const clerk = new Browser()
let own: Stored
let foreign: Stored
let restricted: Stored
let stale: Stored
let ourOffice: number
let version: number

beforeAll(async () => {
  ourOffice = await anOffice('Our Office')
  const theirOffice = await anOffice('Their Office')
  const old = await aList()
  version = await aList()
  const member = await aMember({ number: 'HV1', lastName: 'Seen' })
  const hidden = await aMember({ number: 'HV2', lastName: 'Unseen' })
  for (let n = 0; n < 60; n += 1) {
    const servicedFrom = n % 7 === 0 ? '2026-02-02' : `2026-01-${String((n % 28) + 1).padStart(2, '0')}`
    await aClaim({ office: ourOffice, member: member.row, number: `OPEN-${n}`, shownUnder: version, servicedFrom })
    await aClaim({ office: ourOffice, member: hidden.row, number: `HIDDEN-${n}`, shownUnder: null, servicedFrom })
  }
  own = await aClaim({
    office: ourOffice,
    member: member.row,
    number: 'OWN',
    shownUnder: version,
    servicedFrom: '2026-03-03',
  })
  foreign = await aClaim({ office: theirOffice, member: member.row, number: 'FOREIGN', shownUnder: version })
  restricted = await aClaim({ office: ourOffice, member: hidden.row, number: 'RESTRICTED', shownUnder: null })
  stale = await aClaim({ office: ourOffice, member: hidden.row, number: 'STALE', shownUnder: old })
  await aClaim({ office: null, member: member.row, number: 'NOBODYS', shownUnder: version })
  await aPerson({ email: 'clerk@office.example', offices: [ourOffice, theirOffice], roles: ['claims'] })
  await clerk.signIn('clerk@office.example')
})

/** Every claim number of the list, page after page, each page as its own array. */
async function walk(start: string): Promise<string[][]> {
  const pages: string[][] = []
  for (let next: string | undefined = start; next;) {
    const html: string = await (await clerk.get(next)).text()
    pages.push([...html.matchAll(/\/claims\/clm_[0-9a-z]+">([^<]+)</g)].map((match) => match[1]!))
    next = /href="([^"]+)" rel="next"/.exec(html)?.[1]
  }
  return pages
}

describe('III.B.6.b the list of claims', () => {
  it('II.A an approved user walks the office’s claims once each, 25 a page, the newest first', async () => {
    const pages = await walk('/claims')
    expect(pages.map((page) => page.length)).toEqual([25, 25, 11])
    const all = pages.flat()
    expect(new Set(all).size).toBe(61)
    expect(all[0]).toBe('OWN')
    expect(all.every((number) => number === 'OWN' || number.startsWith('OPEN-'))).toBe(true)
  })

  it('II.F, III.I.1 counts what may be seen, and nothing else', async () => {
    expect(await (await clerk.get('/claims')).text()).toContain('1 to 25 of 61 claims')
  })

  it.each([
    [{ number: 'OWN' }, 1],
    [{ number: 'RESTRICTED' }, 0],
    [{ number: 'FOREIGN' }, 0],
    [{ number: 'OWN', memberNumber: 'hv-1' }, 1],
    [{ number: 'own' }, 1],
    [{ number: 'OWN'.repeat(100) }, 0],
    [{ memberNumber: 'HV2' }, 0],
    [{ from: '2026-02-02', to: '2026-02-02' }, 9],
    [{ status: 'denied' }, 0],
    [{ from: '2026-03-03' }, 1],
  ])('narrowed by %o', async (fields, found) => {
    const posted = await clerk.post('/claims', fields, '/claims')
    const pages = await walk(posted.headers.get('Location')!)
    expect(pages.flat()).toHaveLength(found)
  })

  it('tells a wrong filter beside the field and keeps it', async () => {
    const answer = await clerk.post('/claims', { from: '2026-13-01', to: '2026-01-01', number: 'OWN' }, '/claims')
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('This is no date.')
    expect(html).toContain('value="2026-13-01"')
    expect(html).toContain('value="OWN"')
  })

  it('III.L.2 names in the log exactly the members it showed', async () => {
    await clerk.get('/claims')
    const { results } = await env.DB.prepare(
      `SELECT m.last_name FROM audit a, json_each(a.members) s JOIN member m ON m.id = s.value
       WHERE a.seq = (SELECT max(seq) FROM audit WHERE event = 'claim.listed')`,
    ).all()
    expect(results).toEqual([{ last_name: 'Seen' }])
  })
})

describe('III.I.1 a direct address', () => {
  it('opens an own claim with its lines', async () => {
    const answer = await clerk.get(`/claims/${own.id}`)
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).toContain('HCPCS G0438')
    expect(html).toContain('$123.45')
  })

  it('answers a restricted, a stale, another office’s and no claim alike', async () => {
    const absent = `clm_${'0'.repeat(24)}`
    const answers = await Promise.all(
      [restricted.id, stale.id, foreign.id, absent].map(async (id) => {
        const answer = await clerk.get(`/claims/${id}`)
        const headers = [...answer.headers].filter(([name]) => name !== 'date')
        return {
          status: answer.status,
          headers,
          body: (await answer.text()).replaceAll(/value="[\w-]{43}"/g, '').replaceAll(id, ''),
        }
      }),
    )
    expect(answers[0]!.status).toBe(404)
    for (const answer of answers) expect(answer).toEqual(answers[3])
  })

  it('III.L.2 what was not there counts as seen by nobody', async () => {
    await clerk.get(`/claims/${restricted.id}`)
    const row = await env.DB.prepare('SELECT event, member_id FROM audit ORDER BY seq DESC LIMIT 1').first()
    expect(row).toEqual({ event: 'record.not_found', member_id: null })
  })

  it('III.I.2 a new version of the list hides what it has not judged yet', async () => {
    const newer = await aList()
    expect((await clerk.get(`/claims/${own.id}`)).status).toBe(404)
    await env.DB.prepare('DELETE FROM restricted_list WHERE version = ?').bind(newer).run()
    expect((await clerk.get(`/claims/${own.id}`)).status).toBe(200)
  })
})

describe('II.D printing', () => {
  it('asks for the purpose', async () => {
    const asked = await clerk.get(`/claims/${own.id}/print`)
    expect(asked.status).toBe(303)
    const html = await (await clerk.get(asked.headers.get('Location')!)).text()
    expect(html).toContain('Choose the purpose')
    expect((await clerk.get(`/claims/${own.id}/print?purpose=curiosity`)).status).toBe(303)
  })

  it('bears user, time and purpose, and is logged as such', async () => {
    const html = await (await clerk.get(`/claims/${own.id}/print?purpose=payment`)).text()
    expect(html).toContain('Terry Tester (clerk@office.example)')
    expect(html).toContain('Purpose: Payment')
    const row = await env.DB.prepare('SELECT event, record, detail FROM audit ORDER BY seq DESC LIMIT 1').first()
    expect(row).toEqual({ event: 'claim.printed', record: own.id, detail: '{"purpose":"payment"}' })
  })
})

it('II.C with the other office active, that office’s claims are seen and no others', async () => {
  const html = await (await clerk.get('/home')).text()
  const their = /<option value="(mbs_[0-9a-z]+)">Their Office/.exec(html)![1]!
  expect((await clerk.post('/session/office', { membership: their })).status).toBe(303)
  expect((await walk('/claims')).flat()).toEqual(['FOREIGN'])
  expect((await clerk.get(`/claims/${own.id}`)).status).toBe(404)
  expect((await clerk.get(`/claims/${foreign.id}`)).status).toBe(200)
})
