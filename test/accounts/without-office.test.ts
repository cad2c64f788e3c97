import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { PATH, somebody } from '../support/accounts.ts'
import type { Browser } from '../support/browser.ts'
import { anOffice, today } from '../support/people.ts'
import { anEa, freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let browser: Browser
let nth = 0
beforeEach(async () => {
  browser = await freshlyIn(await anEa())
})

/** Of a new clinic, and of others; what their first membership is set to. */
async function clerk(set = 'ended_on = NULL', also: number[] = []) {
  const name = `Clinic ${(nth += 1)}`
  const office = await anOffice(name)
  const person = await somebody(office, { offices: [office, ...also], lastUsedOn: today() })
  await env.DB.prepare(`UPDATE membership SET ${set} WHERE account_id = ? AND office_id = ?`)
    .bind(person.account, office)
    .run()
  return { ...person, name }
}
const ended = (on: Day) => `ended_on = '${on}'`
const text = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const pageOf = async ({ path }: { path: string }) => (await browser.get(path)).text()

async function listed({ email }: { email: string }, state = '') {
  const fields = { name: '', email, office: '', state, kind: '' }
  const address = (await browser.post(PATH, fields, PATH)).headers.get('Location')!
  const html = await (await browser.get(address)).text()
  return text(/<tbody>(.*?)<\/tbody>/s.exec(html)?.[1] ?? '').trim()
}
async function saved({ email }: { email: string }) {
  const fields = { name: '', email, office: '', state: '', kind: '', purpose: 'access-review' }
  return (await (await browser.post(`${PATH}/export`, fields, PATH)).text()).split('\r\n')[1]
}

describe('III.M.2 an account whose access has ended', () => {
  it.each([
    ['the day before its first day without access', 1, true],
    ['that day', 0, false],
    ['the day after', -1, false],
  ])('III.M.2 %s', async (_, days, lasts) => {
    const person = await clerk(ended(addDays(today(), days)))
    const row = await listed(person)
    expect([row.includes(person.name), row.includes('Active'), row.includes('No office')]).toEqual([
      lasts,
      lasts,
      !lasts,
    ])
    expect(await listed(person, 'no-office')).toBe(lasts ? '' : row)
    expect(await listed(person, 'active')).toBe(lasts ? row : '')
    expect(await saved(person)).toContain(lasts ? `,${person.name},1,Active,` : ',,0,No office,')
    const html = await pageOf(person)
    const page = text(html)
    // One box in the cell, so that the pill keeps its height on a telephone.
    expect(html).toMatch(
      /<td data-label="State"><span><span class="status[^<]*<\/span> (ends on|since) [^<]*<\/span><\/td>/,
    )
    expect([page.includes('Of An office'), page.includes('Of No office')]).toEqual([lasts, !lasts])
    expect(page.includes('Refused: their access ended')).toBe(!lasts)
  })

  it('III.M.2 an office that is left is named no more, beside one that is not', async () => {
    const person = await clerk(ended(today()), [await anOffice('Zuma Clinic')])
    expect(await listed(person)).toMatch(/ Zuma Clinic [^a]*Active$/)
    expect(await saved(person)).toContain(',Zuma Clinic,1,Active,')
  })

  it.each([
    ['disabled', 'disabled'],
    ['unverified', 'not verified in time'],
  ])('III.M.2, III.H.5 an access that is %s is marked, and one that is open is named first', async (why, words) => {
    const set = `suspended_at = 1, suspended_for = '${why}'`
    const person = await clerk(set)
    expect(await listed(person)).toContain(`${person.name} (${words})`)
    expect(await saved(person)).toContain(`,${person.name} (${words}),1,`)
    const both = await clerk(set, [await anOffice('Zuma Clinic')])
    expect(await listed(both)).toContain('Zuma Clinic and 1 more')
  })
})

describe('III.M.2 what the page of an account tells', () => {
  it.each([
    [{ to: 'suspended', clause: 'III.K.5' }, 'the account was suspended'],
    [{ to: 'disabled', clause: 'III.M.2' }, 'the account was disabled'],
  ] as const)(
    'III.M.2, III.L.2 %j: no access is active, and its sessions were not closed by the owner',
    async (to, why) => {
      const person = await clerk()
      const theirs = await signedIn(person)
      expect(await pageOf(person)).toContain('status-good')
      await transition(env.DB, person.account, to, { at: 2, by: null })
      const page = await pageOf(person)
      expect(page).not.toContain('status-good')
      expect(text(page)).toContain('Account closed')
      const row = [...page.matchAll(/<tr>(.*?)<\/tr>/gs)]
        .map(([, cells = '']) => cells)
        .find((cells) => cells.includes(why))
      expect([row !== undefined, row?.includes('The owner')]).toEqual([true, false])
      expect((await theirs.get('/')).status).toBe(303)
    },
  )

  it('III.M.1, III.D.5 what to tell somebody whose account was not used, or whose password ended; nobody else', async () => {
    const told = async (days: { lastUsedOn: Day; passwordSetOn: Day }, set?: string) => {
      const person = await clerk(set)
      await env.DB.batch([
        env.DB.prepare('UPDATE account SET approved_on = ?1, last_used_on = ?1 WHERE id = ?2').bind(
          days.lastUsedOn,
          person.account,
        ),
        env.DB.prepare('UPDATE credential SET set_on = ? WHERE account_id = ?').bind(
          days.passwordSetOn,
          person.account,
        ),
      ])
      return / Tell them (\w+ \S+)/.exec(text(await pageOf(person)))?.[1]
    }
    const long = addDays(today(), -100)
    expect(await told({ lastUsedOn: long, passwordSetOn: long })).toBe('Choose “Forgotten')
    expect(await told({ lastUsedOn: today(), passwordSetOn: long })).toBe('Sign in')
    expect(await told({ lastUsedOn: today(), passwordSetOn: today() })).toBe(undefined)
    expect(await told({ lastUsedOn: long, passwordSetOn: long }, ended(today()))).toBe(undefined)
  })
})
