/** Shared Signals: what a provider says of its people takes hold at once, and of nobody else. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../support/browser.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../../support/identity-provider.ts'
import { anOffice, aPerson } from '../../support/people.ts'
import { sessionOf, sessionRow, signedIn } from '../../support/session.ts'
import { signedInThrough } from '../../support/provider-session.ts'
import { aSignal, EVENTS, push, signalsOf, subjectOf } from '../../support/signals.ts'

let fake: FakeProvider
let provider: { row: number; id: string; issuer: string }
let office: number
let nth = 0

/** Somebody of the office, whom the provider knows by a name of its own. */
async function linked() {
  nth += 1
  const person = await aPerson({ email: `linked${nth}@office.example`, offices: [office] })
  const sub = `sub-${nth}`
  await linkIdentity(provider, sub, person.account)
  return { ...person, sub, subject: subjectOf(provider, sub) }
}
const isOpen = async (browser: Browser) => (await browser.get('/home')).status === 200
const account = (of: number) =>
  env.DB.prepare('SELECT suspended_at AS at, suspended_for AS why FROM account WHERE id = ?')
    .bind(of)
    .first<{ at: number | null; why: string | null }>()
const rowsOf = async (event: string, subject: number | null) =>
  (await env.DB.prepare('SELECT * FROM audit WHERE event = ? AND subject_id IS ?').bind(event, subject).all()).results
const counted = (sql: string) => env.DB.prepare(sql).first<number>('n')

beforeAll(async () => {
  fake = await FakeProvider.at('signals.idp.test')
  office = await anOffice()
  const set = await setUpProvider(fake, { name: 'Larkmoor', offices: [office], signals: signalsOf(fake) })
  provider = { ...set, issuer: fake.issuer }
})

describe('CAEP session-revoked', () => {
  it('T13 III.L.1 every session of the person is refused at its next request, whichever way it was opened', async () => {
    const [person, other] = [await linked(), await linked()]
    const browsers = [
      await signedIn(person),
      await signedInThrough(provider, person, { subject: person.sub, sid: 's1' }),
    ]
    const stranger = await signedInThrough(provider, other, { subject: other.sub, sid: 's2' })
    const id = sessionOf(browsers[0]!)
    const answer = await push(provider, await aSignal(fake, 'sessionRevoked', person.subject))
    expect([answer.status, await answer.text()]).toEqual([202, ''])
    expect([await isOpen(browsers[0]!), await isOpen(browsers[1]!), await isOpen(stranger)]).toEqual([
      false,
      false,
      true,
    ])
    expect(await sessionRow(id)).toMatchObject({ why: 'signal' })
    const closed = await env.DB.prepare("SELECT detail FROM audit WHERE event = 'session.closed' AND account_id = ?")
      .bind(person.account)
      .all()
    expect(closed.results).toEqual([{ detail: '{"why":"signal"}' }, { detail: '{"why":"signal"}' }])
    expect((await account(person.account))!.at).toBeNull()
  })

  it('T13 a session of the provider’s by its name: those opened in it, and no other', async () => {
    const person = await linked()
    const [one, another] = [
      await signedInThrough(provider, person, { subject: person.sub, sid: 'one' }),
      await signedInThrough(provider, person, { subject: person.sub, sid: 'another' }),
    ]
    const own = await signedIn(person)
    const subject = { format: 'complex', user: person.subject, session: { format: 'opaque', id: 'one' } }
    expect((await push(provider, await aSignal(fake, 'sessionRevoked', subject))).status).toBe(202)
    expect([await isOpen(one), await isOpen(another), await isOpen(own)]).toEqual([false, true, true])
    const alone = { format: 'complex', session: { format: 'opaque', id: 'another' } }
    expect((await push(provider, await aSignal(fake, 'sessionRevoked', alone))).status).toBe(202)
    expect([await isOpen(another), await isOpen(own)]).toEqual([false, true])
  })

  it('T18 a session of somebody else’s that has the name is not theirs', async () => {
    const [person, other] = [await linked(), await linked()]
    const theirs = await signedInThrough(provider, other, { subject: other.sub, sid: 'same' })
    const subject = { format: 'complex', user: person.subject, session: { format: 'opaque', id: 'same' } }
    await push(provider, await aSignal(fake, 'sessionRevoked', subject))
    expect(await isOpen(theirs)).toBe(true)
  })
})

describe('CAEP credential-change', () => {
  it('T13 III.F.1.b sessions end, and every known device is forgotten', async () => {
    const [person, other] = [await linked(), await linked()]
    for (const one of [person, other]) await new Browser(`198.51.100.${(nth += 1)}`).signIn(one.email, true)
    const browser = await signedIn(person)
    expect((await push(provider, await aSignal(fake, 'credentialChange', person.subject))).status).toBe(202)
    expect(await isOpen(browser)).toBe(false)
    const known = (of: number) =>
      counted(`SELECT count(*) AS n FROM device WHERE account_id = ${of} AND revoked_at IS NULL`)
    expect([await known(person.account), await known(other.account)]).toEqual([0, 1])
    expect(await rowsOf('device.revoked', person.account)).toMatchObject([
      { clause: 'III.F.1.b', detail: '{"why":"signal"}' },
    ])
  })
})

describe('RISC account-disabled', () => {
  it.each(['accountDisabled', 'accountPurged'] as const)(
    'T13 III.K.5 %s: suspended, with the reason, and out at once',
    async (event) => {
      const person = await linked()
      const browser = await signedIn(person)
      expect((await push(provider, await aSignal(fake, event, person.subject))).status).toBe(202)
      expect(await isOpen(browser)).toBe(false)
      expect(await account(person.account)).toMatchObject({ why: 'incident' })
      const change = await env.DB.prepare(
        'SELECT after, by_account AS by, reason FROM account_change WHERE account_id = ?',
      )
        .bind(person.account)
        .first()
      expect(change).toEqual({ after: 'suspended', by: null, reason: 'Larkmoor sent a signal: account disabled' })
      expect(await rowsOf('account.changed', person.account)).toMatchObject([
        { account_id: null, clause: 'III.K.5', detail: '{"to":"suspended"}' },
      ])
    },
  )

  it('III.K.5 by e-mail address: whoever is linked to this provider', async () => {
    const person = await linked()
    const subject = { format: 'email', email: person.email.toUpperCase() }
    await push(provider, await aSignal(fake, 'accountDisabled', subject))
    expect(await account(person.account)).toMatchObject({ why: 'incident' })
  })
})

describe('II.B an office’s provider says nothing of another office', () => {
  it('T18 disabled there: out and proved anew, but not suspended for whoever works elsewhere, nor a local administrator', async () => {
    const elsewhere = await anOffice()
    const both = await aPerson({ email: 'both@office.example', offices: [office, elsewhere] })
    const local = await aPerson({ email: 'local@plan.example', department: 'information-services' })
    for (const [sub, person] of Object.entries({ both, local })) {
      await linkIdentity(provider, sub, person.account)
      const browser = await signedIn(person)
      expect((await push(provider, await aSignal(fake, 'accountDisabled', subjectOf(provider, sub)))).status).toBe(202)
      expect([sub, await isOpen(browser), (await account(person.account))!.at]).toEqual([sub, false, null])
      expect(await rowsOf('signal.received', person.account)).toHaveLength(1)
    }
  })

  it('T18 whoever left its offices is spoken of no more', async () => {
    const elsewhere = await anOffice()
    const person = await linked()
    await env.DB.batch([
      env.DB.prepare("UPDATE membership SET ended_on = '2020-01-01' WHERE account_id = ?").bind(person.account),
      env.DB.prepare('UPDATE membership SET office_id = ?, ended_on = NULL WHERE account_id = (SELECT id FROM account WHERE email = ?)').bind(elsewhere, person.email),
    ]) // prettier-ignore
    const browser = await signedIn(person)
    const email = { format: 'email', email: person.email }
    for (const event of ['accountDisabled', 'sessionRevoked', 'credentialChange'] as const) {
      for (const subject of [person.subject, email]) await push(provider, await aSignal(fake, event, subject))
    }
    expect([await isOpen(browser), (await account(person.account))!.at]).toEqual([true, null])
  })
})

describe('T18 nobody but the provider’s own', () => {
  it('T18 answered alike, and nothing happens', async () => {
    const fakeOther = await FakeProvider.at('other.idp.test')
    const other = await setUpProvider(fakeOther, { signals: signalsOf(fakeOther) })
    const stranger = await aPerson({ email: 'stranger@office.example', offices: [office] })
    await linkIdentity({ ...other, issuer: fakeOther.issuer }, 'stranger', stranger.account)
    const unlinked = await linked()
    await env.DB.prepare('UPDATE identity SET unlinked_at = 1 WHERE account_id = ?').bind(unlinked.account).run()
    const breakGlass = await aPerson({ email: 'ea@plan.example', department: 'information-services' })
    await linkIdentity(provider, 'ea', breakGlass.account)
    const nobody = await aPerson({ email: 'nobody@office.example', offices: [office] })
    const browsers = [
      await signedIn(stranger),
      await signedIn(unlinked),
      await signedIn(breakGlass),
      await signedIn(nobody),
    ]
    const subjects = [
      subjectOf(provider, 'stranger'),
      subjectOf(fakeOther, 'stranger'),
      unlinked.subject,
      ...[stranger, unlinked, breakGlass, nobody].map(({ email }) => ({ format: 'email', email })),
      { format: 'opaque', id: unlinked.sub },
      { format: 'complex', user: { format: 'email', email: nobody.email } },
      undefined,
    ]
    for (const subject of subjects) {
      for (const event of ['accountDisabled', 'sessionRevoked', 'credentialChange'] as const) {
        const answer = await push(provider, await aSignal(fake, event, subject))
        expect([subject, answer.status, await answer.text()]).toEqual([subject, 202, ''])
      }
    }
    for (const browser of browsers) expect(await isOpen(browser)).toBe(true)
    expect(
      await counted(
        "SELECT count(*) AS n FROM account WHERE email IN ('stranger@office.example', 'ea@plan.example', 'nobody@office.example') AND suspended_at IS NOT NULL",
      ),
    ).toBe(0)
    // By its own word for them a provider speaks of whoever is linked.
    await push(provider, await aSignal(fake, 'sessionRevoked', subjectOf(provider, 'ea')))
    expect(await isOpen(browsers[2]!)).toBe(false)
  })
})

describe('what changes nothing', () => {
  it('the trial of a transmitter, and events that are unknown here: taken, and recorded', async () => {
    const person = await linked()
    const browser = await signedIn(person)
    const tried = await aSignal(
      fake,
      'verification',
      { format: 'opaque', id: 'stream' },
      { jti: 'tried', events: { [EVENTS.verification]: { state: 'x' } } },
    )
    const unknown = await aSignal(fake, 'verification', person.subject, {
      events: { 'https://schemas.openid.net/secevent/risc/event-type/account-enabled': {} },
    })
    for (const token of [tried, unknown]) expect((await push(provider, token)).status).toBe(202)
    expect(await isOpen(browser)).toBe(true)
    const { results } = await env.DB.prepare(
      "SELECT * FROM audit WHERE event = 'signal.received' ORDER BY seq DESC LIMIT 2",
    ).all<{ detail: string; record: string }>()
    expect(results.map(({ detail }) => (JSON.parse(detail) as { events: string }).events)).toEqual([
      'unknown',
      'verification',
    ])
    expect(results.map(({ record }) => record)).toEqual([provider.id, provider.id])
    // T29: ids and words of ours alone.
    expect(JSON.stringify(results)).not.toMatch(/tried|stream|secevent|sub-/)
  })
})

describe('T9 a token is taken once', () => {
  it('T9 200 at once: one effect, and every answer is alike', async () => {
    const person = await linked()
    const token = await aSignal(fake, 'accountDisabled', person.subject)
    const answers = await Promise.all(Array.from({ length: 200 }, () => push(provider, token)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(await rowsOf('signal.received', person.account)).toHaveLength(1)
    expect(await rowsOf('account.changed', person.account)).toHaveLength(1)
  })

  it('T9 again after the account was given back: it stays open', async () => {
    const person = await linked()
    const tokens = await Promise.all(
      (['accountDisabled', 'sessionRevoked', 'credentialChange'] as const).map((event) =>
        aSignal(fake, event, person.subject),
      ),
    )
    for (const token of tokens) await push(provider, token)
    await env.DB.prepare('UPDATE account SET suspended_at = NULL, suspended_for = NULL WHERE id = ?')
      .bind(person.account)
      .run()
    const browser = await signedIn(person)
    for (const token of tokens) expect((await push(provider, token)).status).toBe(202)
    expect(await isOpen(browser)).toBe(true)
    expect(await account(person.account)).toEqual({ at: null, why: null })
  })
})
