import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedInThrough } from '../support/provider-session.ts'
import { sessionOf, sessionRow } from '../support/session.ts'

let here: { row: number; id: string }
let other: { row: number; id: string }
let provider: FakeProvider
let through: (sid: string | null) => Promise<Browser>

beforeAll(async () => {
  provider = await FakeProvider.at('idp.test')
  const stranger = await FakeProvider.at('other-idp.test')
  const office = await anOffice('Larkmoor')
  here = await setUpProvider(provider, { offices: [office] })
  other = await setUpProvider(stranger, { offices: [office] })
  const person = await aPerson({ email: 'person@larkmoor.example', offices: [office] })
  await linkIdentity({ row: here.row, issuer: provider.issuer }, 'anna', person.account)
  through = (sid) => signedInThrough(here, person, { subject: 'anna', sid })
})

/** As a frame of another site loads it: without a cookie of ours. */
const load = (said: Record<string, string>, at = here.id) =>
  new Browser('203.0.113.9').get(`/sign-in/with/${at}/front-channel-logout?${new URLSearchParams(said)}`)
const isOpen = async (browser: Browser) => (await browser.get('/home')).status === 200

describe('T13 signed out at the provider, told by a frame of its page', () => {
  it('T13 that session has ended, another one goes on', async () => {
    const [one, two] = [await through('f-one'), await through('f-two')]
    const id = sessionOf(one)
    const answer = await load({ iss: provider.issuer, sid: 'f-one' })
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    expect(answer.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
    expect([await isOpen(one), await isOpen(two)]).toEqual([false, true])
    expect(await sessionRow(id)).toMatchObject({ why: 'signed-out-at-provider' })
  })

  it('T15 both have to match, and the answer is the same', async () => {
    const one = await through('g-one')
    const [untold, empty] = [await through(null), await through('')]
    const said: [Record<string, string>, string?][] = [
      [{ iss: provider.issuer }],
      [{ sid: 'g-one' }],
      [{ iss: provider.issuer, sid: '' }],
      [{ iss: `${provider.issuer}/`, sid: 'g-one' }],
      [{ iss: 'https://other-idp.test', sid: 'g-one' }],
      [{ iss: provider.issuer, sid: 'G-ONE' }],
      [{ iss: provider.issuer, sid: 'g-%' }],
      [{ iss: 'https://other-idp.test', sid: 'g-one' }, other.id],
      [{ iss: provider.issuer, sid: 'g-one' }, other.id],
      [{ iss: provider.issuer, sid: 'x'.repeat(2000) }],
    ]
    const bodies = new Set<string>()
    for (const [words, at] of said) {
      const answer = await load(words, at)
      expect(answer.status).toBe(200)
      bodies.add(await answer.text())
    }
    expect([await isOpen(one), await isOpen(untold), await isOpen(empty)]).toEqual([true, true, true])
    bodies.add(await (await load({ iss: provider.issuer, sid: 'g-one' })).text())
    expect(bodies.size).toBe(1)
    expect([await isOpen(one), await isOpen(untold)]).toEqual([false, true])
  })

  it.each(['idp_000000000000000000000000', 'idp_', 'x'])('T15 a provider that is none: 404 (%s)', async (id) => {
    expect((await load({ iss: provider.issuer, sid: 'x' }, id)).status).toBe(404)
  })
})
