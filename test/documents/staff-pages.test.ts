import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Department } from '../../src/accounts/account.ts'
import type { Browser } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()

const staff = (department: Department) => aPerson({ email: `${department}@plan.example`, department })
const texts = ['/staff/agreements', '/staff/training']
let clerk: { guard: string }
let security: { guard: string }

beforeAll(async () => {
  clerk = await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] })
  security = await staff('information-security')
})

const title = 'Provider Portal User Agreement'
const body = (word: string) => `## One\n\nUse it ${word}.\n`
const draft = (word: string, from: string) => ({ title, body: body(word), from })

/** The state of the draft that a page shows. */
async function stateOn(browser: Browser, address: string): Promise<string> {
  return /name="from" value="(\d+)"/.exec(await (await browser.get(address)).text())?.[1] ?? ''
}

const newest = (kind = 'user-agreement') =>
  env.DB.prepare(
    'SELECT version, title, body, published_at AS publishedAt, published_by AS publishedBy FROM document WHERE kind = ? ORDER BY version DESC LIMIT 1',
  )
    .bind(kind)
    .first<{ version: number; body: string; publishedAt: number | null; publishedBy: number | null }>()

describe('T15 II.C who maintains the texts', () => {
  it.each(['information-services', 'e-business', 'provider-relations', 'privacy'] as const)('II.I %s', async (one) => {
    const browser = await signedIn(await staff(one))
    for (const address of texts) expect((await browser.get(address)).status).toBe(200)
  })

  it('T15 nobody else, whatever they ask for', async () => {
    for (const person of [clerk, security]) {
      const browser = await signedIn(person)
      for (const address of texts) {
        for (const path of ['', '/user-agreement', '/training', '/none', '/training/draft', '/versions/doc_x']) {
          expect([path, (await browser.get(address + path)).status]).toEqual([path, 403])
        }
        for (const path of ['/user-agreement/draft', '/training/publication', '/training/reviews']) {
          const answer = await browser.post(address + path, { ...draft('well', '0'), note: 'Good.' })
          expect([path, answer.status]).toEqual([path, 403])
        }
      }
    }
    expect((await newest())?.version).toBe(1)
  })

  it('T15 a text is on its own shelf alone, and a version that is none is not there', async () => {
    const browser = await signedIn(await aPerson({ email: 'shelf@plan.example', department: 'privacy' }))
    const row = await env.DB.prepare("SELECT public_id AS id FROM document WHERE kind = 'training'").first<{
      id: string
    }>()
    const there = [`/staff/training/training`, `/staff/training/versions/${row!.id}`]
    const not = [
      '/staff/agreements/training', '/staff/training/user-agreement', '/staff/agreements/none', '/staff/agreements/__proto__/draft',
      `/staff/agreements/versions/${row!.id}`, '/staff/training/versions/doc_x', '/staff/training/versions/%00',
    ] // prettier-ignore
    for (const path of there) expect([path, (await browser.get(path)).status]).toEqual([path, 200])
    for (const path of not) expect([path, (await browser.get(path)).status]).toEqual([path, 404])
  })
})

describe('II.I a new version', () => {
  it('II.I is written, previewed and published, once, and recorded', async () => {
    const person = await aPerson({ email: 'editor@plan.example', department: 'privacy' })
    const browser = await signedIn(person)
    const page = '/staff/agreements/user-agreement'
    expect(await stateOn(browser, `${page}/draft`)).toBe('0')
    const saved = await browser.post(`${page}/draft`, draft('well', '0'))
    expect([saved.status, saved.headers.get('Location')]).toEqual([303, `${page}/draft/preview`])
    expect(await (await browser.get(`${page}/draft/preview`)).text()).toContain('<p>Use it well.</p>')
    const from = await stateOn(browser, `${page}/draft/preview`)
    // T21: what the form has no business to say is not heard.
    const published = await browser.post(`${page}/publication`, {
      from, version: '9', published_at: '1', kind: 'training', account: '1', body: body('badly'),
    }) // prettier-ignore
    expect(published.headers.get('Location')).toBe(`${page}?done=published`)
    expect(await newest()).toMatchObject({
      version: 2,
      body: body('well'),
      publishedAt: Date.now(),
      publishedBy: person.account,
    })
    expect((await newest('training'))?.version).toBe(1)
    // Whoever published it agrees to it as everybody does.
    expect((await browser.get(page)).headers.get('Location')).toMatch(/^\/agreement/)
    const document = /name="document" value="([^"]*)"/.exec(await (await browser.get('/agreement')).text())![1]!
    await browser.post('/agreement', { agree: 'on', document, next: '' }, '/agreement')
    const again = await browser.post(`${page}/publication`, { from })
    expect(again.status).toBe(409)
    expect((await eventsOf(person.account)).filter((name) => name.startsWith('document.'))).toEqual([
      'document.changed',
      'document.published',
    ])
    const row = await env.DB.prepare(
      "SELECT record, clause, detail FROM audit WHERE event = 'document.published'",
    ).first()
    expect(row).toMatchObject({ clause: 'II.I', detail: '{"kind":"user-agreement","version":2}' })
    const list = await (await browser.get(`${page}?done=published`)).text()
    expect(list).toContain('The new version is published')
    expect(list).toContain('Version 2')
  })

  it('II.I T21 the table itself refuses to change or drop what was published', async () => {
    for (const change of ["UPDATE document SET body = 'x'", 'DELETE FROM document']) {
      await expect(env.DB.prepare(`${change} WHERE version = 1`).run()).rejects.toThrow('II.I')
    }
  })

  it('II.I a draft that has problems is kept, tells of them at its field, and is not published', async () => {
    const browser = await signedIn(await aPerson({ email: 'trainer@plan.example', department: 'privacy' }))
    const page = '/staff/training/training'
    const text = { title: 'Training', body: '## One\nRead.\n\n? So?\n- [ ] Yes\n- [ ] No', from: '0' }
    await browser.post(`${page}/draft`, text)
    const shown = await (await browser.get(`${page}/draft`)).text()
    expect(shown).toContain('Error: ')
    expect(shown).toContain('The training has 1 of the 6 sections')
    expect(shown).toContain('has 0 right answers')
    expect(shown).toContain('- [ ] Yes')
    expect((await browser.get(`${page}/draft/preview`)).headers.get('Location')).toBe(`${page}/draft`)
    const refused = await browser.post(`${page}/publication`, { from: await stateOn(browser, `${page}/draft`) })
    expect(refused.status).toBe(422)
    expect((await newest('training'))?.publishedAt).toBeNull()
  })

  it('II.I a field left empty is told beside it, with what was typed in the others', async () => {
    const browser = await signedIn(await aPerson({ email: 'empty@plan.example', department: 'privacy' }))
    const answer = await browser.post('/staff/agreements/privacy-notice/draft', {
      title: ' ',
      body: 'Kept & <b>.',
      from: '0',
    })
    const shown = await answer.text()
    expect(answer.status).toBe(422)
    expect(shown).toContain('Write the title.')
    expect(shown).toContain('Kept &amp; &lt;b&gt;.')
  })

  it('II.I of two who write at the same time the second is told, and loses nothing', async () => {
    const page = '/staff/agreements/access-agreement'
    const one = await signedIn(await aPerson({ email: 'one@plan.example', department: 'e-business' }))
    const two = await signedIn(await aPerson({ email: 'two@plan.example', department: 'e-business' }))
    const began = await Promise.all([one.post(`${page}/draft`, draft('first', '0')), two.post(`${page}/draft`, draft('second', '0'))])
    expect(began.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409])
    const from = await stateOn(one, `${page}/draft`)
    expect((await one.post(`${page}/draft`, draft('third', from))).status).toBe(303)
    const late = await two.post(`${page}/draft`, draft('fourth', from))
    const shown = await late.text()
    expect(late.status).toBe(409)
    expect(shown).toContain('Use it fourth.')
    expect(shown).toContain('<p>Use it third.</p>')
    // What was published is what its publisher saw.
    expect((await one.post(`${page}/publication`, { from })).status).toBe(409)
    expect((await newest('access-agreement'))?.publishedAt).toBeNull()
  }) // prettier-ignore
})

describe('II.I the yearly review', () => {
  it('II.I is overdue from the day after, and recorded with its note', async () => {
    const person = await aPerson({ email: 'reviewer@plan.example', department: 'privacy' })
    const page = '/staff/agreements/privacy-notice'
    const overdue = async () => (await (await (await signedIn(person)).get(page)).text()).includes('Overdue')
    expect(await overdue()).toBe(true)
    const browser = await signedIn(person)
    const empty = await browser.post(`${page}/reviews`, { note: ' ' })
    expect([empty.status, (await empty.text()).includes('Write what was looked at')]).toEqual([422, true])
    const kept = await browser.post(`${page}/reviews`, { note: 'Read, can stay.', reviewed_on: '2099-01-01' })
    expect(kept.headers.get('Location')).toBe(`${page}?done=reviewed`)
    const shown = await (await browser.get(`${page}?done=reviewed`)).text()
    expect(shown).toContain('Read, can stay.')
    expect(shown).not.toContain('Overdue')
    expect(await eventsOf(person.account)).toContain('document.reviewed')
    // The account stays in use, so that it can look a year on.
    const days = async (n: number) => {
      later(n * DAY)
      const on = new Date(Date.now()).toISOString().slice(0, 10)
      await env.DB.prepare('UPDATE account SET last_used_on = ?').bind(on).run()
      await env.DB.prepare('UPDATE credential SET set_on = ?').bind(on).run()
      await env.DB.prepare(
        'INSERT INTO training_attestation (account_id, document_id, attested_on, at, ip, text) SELECT account_id, document_id, ?, at, ip, text FROM training_attestation',
      )
        .bind(on)
        .run()
    }
    await days(364)
    expect(await overdue()).toBe(false)
    await days(1)
    expect(await overdue()).toBe(false)
    await days(1)
    expect(await overdue()).toBe(true)
  })
})
