import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/digest.ts'
import type { Browser } from '../support/browser.ts'
import { setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aConfigurer, cameThrough, change, providerRow, PROVIDERS, toldOf } from '../support/provider-pages.ts'
import { freshlyIn, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let configurer: { account: number; guard: string }
let browser: Browser
beforeAll(async () => {
  configurer = await aConfigurer('is@plan.example')
})
beforeEach(async () => {
  browser = await freshlyIn(configurer)
})

const provider = (host: string, how: Parameters<typeof setUpProvider>[1] = {}) =>
  setUpProvider({ issuer: `https://${host}`, clientId: 'c', secret: 'a client secret of the tests' }, how)
const officeId = async (row: number) => String((await rowsOf('SELECT public_id AS id FROM office WHERE id = ?', row))[0]?.id) // prettier-ignore

describe('section 13 the directory’s token', () => {
  it('T29 is shown once, and kept by its hash; a new one voids it at once; revoked, none is taken', async () => {
    const { id } = await provider('token.example')
    const first = await change(browser, id, 'directory-token')
    const html = await first.text()
    const [, token = ''] = /<code[^>]*>([A-Za-z0-9_-]{43})<\/code>/.exec(html) ?? []
    expect([first.status, token.length, first.headers.get('Cache-Control')]).toEqual([200, 43, 'no-store'])
    expect(html).toContain(`https://portal.test/scim/v2/${id}`)
    expect((await providerRow(id)).tokenHash).toBe(sha256(token))
    for (const path of [`${PROVIDERS}/${id}`, PROVIDERS, `${PROVIDERS}/${id}/settings`]) {
      const page = await (await browser.get(path)).text()
      expect([path, page.includes(token), page.includes(sha256(token))]).toEqual([path, false, false])
    }
    for (const table of ['audit', 'provider_change', 'kept_form'])
      expect([table, JSON.stringify(await rowsOf(`SELECT * FROM ${table}`)).includes(token)]).toEqual([table, false])
    const second = /<code[^>]*>([A-Za-z0-9_-]{43})<\/code>/.exec(await (await change(browser, id, 'directory-token')).text())?.[1] // prettier-ignore
    expect(second).not.toBe(token)
    expect((await providerRow(id)).tokenHash).toBe(sha256(second!))
    expect((await change(browser, id, 'directory-token/revocation')).headers.get('Location')).toContain(
      'done=token-revoked',
    )
    expect((await providerRow(id)).tokenHash).toBeNull()
    expect((await change(browser, id, 'directory-token/revocation')).status).toBe(409)
    expect((await toldOf(id)).map(({ detail }) => detail)).toEqual(
      Array.from({ length: 3 }, () => JSON.stringify({ fields: 'directory token' })),
    )
  })

  it('section 13 of two made at once one is good, and only its maker is shown one', async () => {
    const { id } = await provider('tokens.example')
    const answers = await Promise.all([1, 2, 3].map(() => change(browser, id, 'directory-token')))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  })
})

describe('section 13 the offices that brought it', () => {
  it('section 13 found by name or NPI, one of several chosen, none twice', async () => {
    const { id } = await provider('offices.example')
    const [east, west, ended] = [await anOffice('Larkmoor East'), await anOffice('Larkmoor West'), await anOffice('Larkmoor North', { terminatedOn: '2030-01-01' })] // prettier-ignore
    await env.DB.prepare("UPDATE office SET npi = '1234567893' WHERE id = ?").bind(west).run()
    const several = await change(browser, id, 'offices', { words: 'LARKMOOR' })
    const html = await several.text()
    expect(several.status).toBe(200)
    for (const words of ['Larkmoor East', 'Larkmoor West', 'NPI 1234567893']) expect(html).toContain(words)
    expect(html).not.toContain('Larkmoor North')
    expect((await providerRow(id)).offices).toBeNull()
    const chosen = await change(browser, id, 'offices', { words: 'larkmoor', office: await officeId(east) })
    expect(chosen.headers.get('Location')).toContain('done=office-added')
    expect((await change(browser, id, 'offices', { words: '1234567893' })).status).toBe(303)
    expect((await providerRow(id)).offices).toBe(`${east},${west}`)
    expect((await toldOf(id)).map(({ office }) => office)).toEqual([east, west])
    for (const [typed, sentence] of [
      [{ words: 'Larkmoor East' }, 'This office is among them already'],
      [{ words: 'nowhere' }, 'No office of that name or NPI'],
      [{ words: '1234567890' }, 'An NPI has ten digits'],
      [{ words: '' }, 'Type the office’s name or its NPI'],
      [{ words: "' OR 1=1 --" }, 'No office of that name or NPI'],
      [{ words: '%' }, 'No office of that name or NPI'],
      [{ words: '', office: await officeId(ended) }, 'No office of that name or NPI'],
      [{ words: '', office: 'off_x' }, 'No office of that name or NPI'],
    ] as const) {
      const answer = await change(browser, id, 'offices', typed)
      expect([typed, answer.status, (await answer.text()).includes(sentence)]).toEqual([typed, 422, true])
    }
    expect((await providerRow(id)).offices).toBe(`${east},${west}`)
  })

  it('T13 one taken out ends the sessions through the provider; one added ends none', async () => {
    const [one, two] = [await anOffice('Pier One'), await anOffice('Pier Two')]
    const { row, id } = await provider('taken-out.example', { offices: [one] })
    const clerk = await aPerson({ email: 'clerk@taken-out.example', offices: [one, two] })
    const [through, otherwise] = [await signedIn(clerk), await signedIn(clerk)]
    await cameThrough(through, row)
    await change(browser, id, 'offices', { words: 'Pier Two' })
    expect((await through.get('/home')).status).toBe(200)
    await change(browser, id, 'offices/removal', { office: await officeId(two) })
    expect((await through.get('/home')).status).toBe(303)
    expect((await otherwise.get('/home')).status).toBe(200)
    expect((await toldOf(id)).map(({ office, detail }) => [office, detail])).toEqual([
      [two, JSON.stringify({ fields: 'offices' })],
      [two, JSON.stringify({ fields: 'offices' })],
    ])
    // Somebody else's office, and one that is out already, are none to take out.
    for (const office of [await officeId(two), 'off_x', ''])
      expect((await change(browser, id, 'offices/removal', { office })).status).toBe(409)
  })

  it('II.C the plan’s own provider is no office’s', async () => {
    await anOffice('Only Office')
    const { id } = await provider('no-office.example', { kind: 'plan' })
    const answer = await change(browser, id, 'offices', { words: 'Only Office' })
    expect([answer.status, (await providerRow(id)).offices]).toEqual([422, null])
  })
})
