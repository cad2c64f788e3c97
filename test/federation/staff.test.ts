import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { seen } from '../support/alike.ts'
import { mailTo } from '../support/browser.ts'
import { aBrowser, come, lastRefusal } from '../support/federation.ts'
import { FakeProvider, setUpProvider } from '../support/identity-provider.ts'
import { aPerson } from '../support/people.ts'
import { rowsOf } from '../support/requests.ts'
import { SESSION } from '../support/session.ts'
import { told } from '../support/staff.ts'

let provider: FakeProvider
let row: number
let nth = 0

beforeAll(async () => {
  provider = await FakeProvider.at('plan.idp.test')
  const made = await setUpProvider(provider, {
    kind: 'plan',
    name: 'Plan sign-in',
    domains: ['plan.example'],
    mfaWhen: [{ claim: 'acr', value: 'phr' }],
    mappings: [
      { group: 'portal-privacy', department: 'privacy' },
      { group: 'portal-ebusiness', department: 'e-business' },
      { group: 'portal-it', department: 'information-services' },
      { group: 'portal-auditors', capability: 'audit.read' },
    ],
  })
  row = made.row
  await aPerson({ email: 'local@plan.example', department: 'information-services' })
})

type Person = { sub: string; email: string }
const somebody = (): Person => ({ sub: `staff-${(nth += 1)}`, email: `someone${nth}@plan.example` })
const claimsOf = ({ sub, email }: Person, groups: unknown, more = {}) => ({
  claims: { sub, email, email_verified: true, acr: 'phr', given_name: 'Sam', family_name: 'O’Neil', groups, ...more },
})
const arrive = async (person: Person, groups: unknown, more = {}) => {
  const browser = aBrowser()
  const answer = await come(browser, provider, person.email, claimsOf(person, groups, more))
  return { answer, browser }
}
const accountOf = async ({ email }: Person) =>
  (
    await rowsOf(
      `SELECT a.id AS account, a.kind AS kind, a.department AS department, a.managed_by AS managedBy, a.first_name AS first,
         a.last_name AS last, a.terminated_at IS NOT NULL AS ended, (SELECT count(*) FROM credential c WHERE c.account_id = a.id) AS passwords
       FROM account a WHERE a.email = ?`,
      email,
    )
  )[0] as { account: number; department: string; ended: 0 | 1 } | undefined
const capabilities = (account: number) =>
  rowsOf('SELECT name, granted_by AS "by" FROM capability WHERE account_id = ?', account)

describe('the plan’s own provider', () => {
  it('makes the account at the first sign-in, as its groups say; agreement and training stand before it', async () => {
    const person = somebody()
    const { answer, browser } = await arrive(person, ['everyone', 'portal-privacy', 'portal-auditors'])
    expect(answer.headers.get('Location')).toBe('/home')
    const account = await accountOf(person)
    expect(account).toMatchObject({
      kind: 'staff',
      department: 'privacy',
      managedBy: row,
      first: 'Sam',
      last: 'O’Neil',
      passwords: 0,
    })
    expect(await capabilities(account!.account)).toEqual([{ name: 'audit.read', by: null }])
    expect((await browser.get('/staff')).headers.get('Location')).toMatch(/^\/(agreement|training)/)
    const events = await told(account!.account)
    expect(events.map((one) => one['event'])).toEqual(expect.arrayContaining(['capability.given', 'identity.linked']))
    const made = await rowsOf(
      'SELECT account_id AS "by" FROM audit WHERE event = \'account.created\' AND subject_id = ?',
      account!.account,
    )
    expect(made).toEqual([{ by: null }])
  })

  it.each([
    ['no group', []],
    ['a group that means nothing', ['everyone']],
    ['a capability alone', ['portal-auditors']],
    ['groups that are none', { 'portal-privacy': true }],
    ['nothing said', undefined],
  ])('without a department nobody is made: %s', async (_name, groups) => {
    const person = somebody()
    const { answer } = await arrive(person, groups)
    expect([answer.status, await lastRefusal()]).toEqual([403, 'no-department'])
    expect(await accountOf(person)).toBeUndefined()
  })

  it('T18 nobody is made for an address that is not verified, or not the plan’s', async () => {
    for (const more of [{ email_verified: false }, { email: 'someone@elsewhere.example' }]) {
      const { answer } = await arrive(somebody(), ['portal-privacy'], more)
      expect([answer.status, await lastRefusal()]).toEqual([403, 'no-address'])
    }
  })

  it('III.F.1 without the provider’s second factor a passcode is asked of new staff too', async () => {
    const { answer, browser } = await arrive(somebody(), ['portal-privacy'], { acr: 'password' })
    expect(answer.headers.get('Location')).toBe('/sign-in/second-factor?next=')
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('each later sign-in moves the department, gives and takes capabilities; sessions of before obey', async () => {
    const person = somebody()
    const before = (await arrive(person, ['portal-privacy', 'portal-auditors'])).browser
    const { account } = (await accountOf(person))!
    const { browser } = await arrive(person, ['portal-ebusiness'])
    expect((await accountOf(person))?.department).toBe('e-business')
    expect(await capabilities(account)).toEqual([])
    expect((await before.get('/home')).headers.get('Location')).toMatch(/^\/sign-in/)
    expect((await browser.get('/home')).headers.get('Location')).not.toMatch(/^\/sign-in/)
    const events = (await told(account)).map(({ event, by }) => [event, by])
    expect(events).toEqual(
      expect.arrayContaining([
        ['account.changed', null],
        ['capability.taken', null],
      ]),
    )
    const kept = await rowsOf(
      'SELECT field, before, after FROM account_change WHERE account_id = ? ORDER BY id',
      account,
    )
    expect(kept).toEqual([
      { field: 'department', before: 'privacy', after: 'e-business' },
      { field: 'capability', before: 'audit.read', after: null },
    ])
    await arrive(person, ['portal-ebusiness', 'portal-auditors'])
    expect(await capabilities(account)).toEqual([{ name: 'audit.read', by: null }])
  })

  it('III.L.4 what a person gave by name stays', async () => {
    const person = somebody()
    await arrive(person, ['portal-privacy'])
    const { account } = (await accountOf(person))!
    await env.DB.prepare(
      "INSERT INTO capability (account_id, name, granted_at, review_on, granted_by) VALUES (?, 'audit.read', 1, '2099-01-01', ?)",
    )
      .bind(account, account)
      .run()
    await arrive(person, ['portal-privacy'])
    expect(await capabilities(account)).toEqual([{ name: 'audit.read', by: account }])
  })

  it('the department gone: the account ends, says so, and comes back by the plan’s reinstatement alone', async () => {
    const person = somebody()
    const before = (await arrive(person, ['portal-privacy', 'portal-auditors'])).browser
    const { account } = (await accountOf(person))!
    const { answer, browser } = await arrive(person, ['everyone'])
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining('your account here was ended just now'),
    ])
    expect([browser.cookies.has(SESSION), (await accountOf(person))?.ended]).toEqual([false, 1])
    expect((await before.get('/home')).headers.get('Location')).toMatch(/^\/sign-in/)
    expect(await capabilities(account)).toEqual([])
    expect((await mailTo(person.email))?.subject).toBeDefined()
    const back = await arrive(person, ['portal-privacy'])
    expect([back.answer.status, await back.answer.text()]).toEqual([
      422,
      expect.stringContaining('Your account has ended'),
    ])
    await transition(
      env.DB,
      account,
      { to: 'active', was: 'terminated', clause: 'III.M.2' },
      { at: Date.now(), by: null },
    )
    expect((await arrive(person, ['portal-privacy'])).answer.headers.get('Location')).toBe('/home')
  })

  it.each([
    ['by the names of distributed claims', { _claim_names: { groups: 'src1' } }],
    ['by a mark', { hasgroups: true }],
  ])('groups that are said to be elsewhere, %s, let nobody in and end nobody', async (_name, more) => {
    const person = somebody()
    await arrive(person, ['portal-privacy'])
    const { answer, browser } = await arrive(person, undefined, more)
    expect([answer.status, browser.cookies.has(SESSION)]).toEqual([403, false])
    expect((await accountOf(person))?.ended).toBe(0)
  })

  it('the last who administers accounts is neither ended nor moved by the provider, and not let in so', async () => {
    const person = somebody()
    await arrive(person, ['portal-it'])
    await env.DB.prepare("UPDATE account SET department = 'privacy' WHERE email = 'local@plan.example'").run()
    for (const groups of [[], ['portal-privacy']]) {
      const { answer, browser } = await arrive(person, groups)
      expect([answer.status, browser.cookies.has(SESSION)]).toEqual([403, false])
      expect(await accountOf(person)).toMatchObject({ department: 'information-services', ended: 0 })
    }
    await env.DB.prepare(
      "UPDATE account SET department = 'information-services' WHERE email = 'local@plan.example'",
    ).run()
  })

  it('T9 two first sign-ins at once: one account, and both come in', async () => {
    const person = somebody()
    const both = await Promise.all([arrive(person, ['portal-privacy']), arrive(person, ['portal-privacy'])])
    expect(both.map(({ answer }) => answer.status)).toEqual([303, 303])
    expect(await rowsOf('SELECT count(*) AS n FROM account WHERE email = ?', person.email)).toEqual([{ n: 1 }])
  })

  it('T18 somebody of the staff who has an account here already links it by a code', async () => {
    const local = await aPerson({ email: `local${(nth += 1)}@plan.example`, department: 'privacy' })
    const browser = aBrowser()
    const answer = await come(
      browser,
      provider,
      local.email,
      claimsOf({ sub: `local-${nth}`, email: local.email }, ['portal-ebusiness']),
    )
    expect(answer.headers.get('Location')).toBe('/sign-in/with/link?next=')
    const code = (await mailTo(local.email))?.code ?? ''
    expect(
      (await browser.post('/sign-in/with/link', { code, next: '' }, '/sign-in/with/link')).headers.get('Location'),
    ).toBe('/home')
    // The provider did not make it: its groups move nobody.
    expect(await accountOf({ sub: '', email: local.email })).toMatchObject({ department: 'privacy', managedBy: null })
  })

  it('T8 a managed account has no password, and gets none by any way', async () => {
    const person = somebody()
    await arrive(person, ['portal-privacy'])
    const browser = aBrowser()
    await browser.post('/forgot-password', { email: person.email }, '/forgot-password')
    expect(await mailTo(person.email)).toBeUndefined()
    expect(await accountOf(person)).toMatchObject({ passwords: 0 })
  })

  it('III.E.3 wrong passwords lock no account that has none: nobody is locked out by a stranger', async () => {
    const person = somebody()
    await arrive(person, ['portal-privacy'])
    const stranger = aBrowser()
    const answers: unknown[] = []
    for (const email of [
      person.email,
      person.email,
      person.email,
      person.email,
      person.email,
      person.email,
      'nobody@plan.example',
    ]) {
      answers.push(await seen(await stranger.password(email, 'Wrong-horse-7'), email))
    }
    // T6: nobody can tell it from an address that nobody has.
    expect(answers[0]).toMatchObject({ status: 422 })
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await rowsOf('SELECT locked_at AS lockedAt FROM account WHERE email = ?', person.email)).toEqual([
      { lockedAt: null },
    ])
    expect((await arrive(person, ['portal-privacy'])).answer.headers.get('Location')).toBe('/home')
  })
})
