import { createMessageBatch, getQueueResult, createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import worker from '../../src/index.ts'
import { carryBy, taken } from '../../src/mail/provider.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { attempt } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'
import { aClaim, aMember, aReferral, aRestrictedList } from '../support/tagged-records.ts'
import { SESSION, signedIn } from '../support/session.ts'

const TAG = `"'><script>canary()</script><img src=x onerror=canary()>&canary;`
/** What TAG looks like where it was not escaped. */
const RAW = /<script>canary|<img src=x|"'>|&canary;/

let office: number
let person: { account: number; guard: string; email: string }
let member: { row: number; id: string; number: string }
let claim: { id: string; number: string }
let referral: { id: string; number: string }

beforeAll(async () => {
  await aRestrictedList()
  office = await anOffice(TAG)
  const roles = ['eligibility', 'claims', 'view-referrals'] as const
  person = await aPerson({
    email: 'clerk@office.example',
    offices: [office, await anOffice(`${TAG} 2`)],
    roles: [...roles],
  })
  await env.DB.prepare('UPDATE account SET first_name = ?, last_name = ? WHERE id = ?')
    .bind(TAG, TAG, person.account)
    .run()
  member = await aMember(TAG)
  claim = await aClaim({ office, member: member.row, text: TAG })
  referral = await aReferral({ office, member: member.row, text: TAG })
  await env.DB.prepare(
    `INSERT INTO coverage (source_id, member_source_id, member_id, plan_name, product, payor, network, relationship, status, starts_on, ends_on, as_of)
     VALUES ('c', 'm', ?, ?, ?, ?, ?, ?, ?, '2020-01-01', ?, 0)`,
  )
    .bind(member.row, TAG, TAG, TAG, TAG, TAG, TAG, TAG)
    .run()
})

/** A check that found the member, every text of it being TAG; answers its address. */
async function aCheck(): Promise<string> {
  const texts = 'asked_number, asked_last_name, asked_first_name, asked_birth_date, plan_name, product, network, pcp_name, starts_on, ends_on'
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO eligibility_check (public_id, office_id, account_id, name, asked_on, made_at, rows, answered)
       VALUES ('elc_${'1'.repeat(24)}', ?, ?, ?, ?, 1, 2, 2)`,
    ).bind(office, person.account, TAG, TAG),
    ...[1, 2].map((line) =>
      env.DB.prepare(
        `INSERT INTO eligibility_check_row (check_id, line, office_id, problem, member_id, answer, changed, checked_before_at, ${texts})
         SELECT id, ?, office_id, ?, ?, ?, ?, 1, ?6, ?6, ?6, ?6, ?6, ?6, ?6, ?6, ?6, ?6 FROM eligibility_check`,
      ).bind(line, line === 2 ? TAG : null, line === 1 ? member.row : null, line === 1 ? 'eligible' : null, JSON.stringify({ planName: TAG, answer: TAG, [TAG]: TAG }), TAG),
    ),
  ])
  return `/eligibility-checks/elc_${'1'.repeat(24)}`
} // prettier-ignore

describe('T25 a tag in every stored text', () => {
  it('T25 is shown as text on every page, and nowhere as a tag', async () => {
    const browser = await signedIn(person)
    const csrf = await browser.token('/home')
    const found = (await browser.post('/members', { csrf, lastName: 'Member', birthDate: '1980-04-21' })).headers.get(
      'Location',
    )!
    const check = await aCheck()
    const ofRecords = [
      '/members',
      found,
      `/members/${member.id}`,
      '/claims',
      `/claims/${claim.id}`,
      '/claims/x',
      '/referrals',
      `/referrals/${referral.id}`,
      '/eligibility-checks',
      check,
    ]
    const onPaper = ['/members', '/claims', '/referrals'].map(
      (of, n) => `${of}/${[member, claim, referral][n]!.id}/print?purpose=payment`,
    )
    const pages = ['/home', ...ofRecords, ...onPaper, '/referrals/copy?purpose=payment&as=print', '/session/closed']
    let escaped = 0
    for (const path of pages) {
      for (const headers of [{}, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }] as Record<string, string>[]) {
        const html = await (await browser.get(path, headers)).text()
        expect([path, RAW.exec(html)]).toEqual([path, null])
        escaped += html.split('&lt;script&gt;canary').length - 1
      }
    }
    expect(escaped).toBeGreaterThan(40)
  })

  it('T25 what is typed comes back as text', async () => {
    const browser = await signedIn(person)
    const csrf = await browser.token('/home')
    const answers = [
      await browser.post('/members', { csrf, memberId: TAG.slice(0, 40) }),
      await browser.post('/members', { csrf, lastName: TAG, birthDate: '"><script' }),
      await browser.post('/claims', { csrf, number: TAG, from: '"><script', to: '"><img', status: '"><script' }),
      await browser.post('/referrals', { csrf, number: TAG, from: '"><script', status: '"><img', urgency: '"><img' }),
      await browser.post('/eligibility-checks', { csrf, list: `${TAG}\n</textarea>`, on: TAG, name: TAG }),
      await browser.get(`/members/${member.id}?on=${encodeURIComponent(TAG)}`),
    ]
    const visitor = new Browser('198.51.100.1')
    const token = await visitor.token('/sign-in')
    answers.push(await visitor.post('/sign-in', { csrf: token, email: TAG, password: TAG, next: TAG }))
    answers.push(await visitor.get(`/sign-in?${new URLSearchParams({ next: TAG, closed: TAG })}`))
    for (const answer of answers) {
      const html = await answer.text()
      expect([answer.url, RAW.exec(html), /"><(script|img)/.exec(html)]).toEqual([answer.url, null, null])
    }
  })

  it('T25 mails are plain text, and no stored text makes a header of them', async () => {
    await env.DB.prepare("UPDATE account SET first_name = 'A\r\nBcc: evil@evil.example' WHERE id = ?")
      .bind(person.account)
      .run()
    for (let failures = 0; failures < 5; failures += 1) await attempt(person.guard, 'wrong')
    const letter = await mailTo(person.email)
    expect(letter?.subject).not.toMatch(/[\r\n]|Bcc|canary/)
    expect(letter?.to).toBe(person.email)
  })
})

describe('T29 what is logged', () => {
  const logged: string[] = []
  const secret = { member: 'SECRETMEMBER', name: 'Secretname', birth: '1971-03-09' }
  beforeEach(() => {
    logged.length = 0
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
        logged.push(words.map(String).join(' '))
      })
    }
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('T29 no name, number, date of birth, address, password, passcode or token in a log line or an audit row', async () => {
    const clerk = await aPerson({ email: 'secret.clerk@office.example', offices: [office] })
    const row = await env.DB.prepare(
      `INSERT INTO member (public_id, source_id, member_number, last_name, first_name, last_name_key, first_name_key, birth_date, as_of)
       VALUES ('mem_${'1'.repeat(24)}', 's', ?, ?, ?, 'secretname', 'secretname', ?, 0) RETURNING id`,
    )
      .bind(secret.member, secret.name, secret.name, secret.birth)
      .first<{ id: number }>()
    const shown = await aClaim({ office, member: row!.id })
    const browser = new Browser('198.51.100.2')
    await browser.password(clerk.email, 'Secret-wrong-password')
    await browser.signIn(clerk.email, true)
    const tokens = [...browser.cookies.values()].flatMap((value) => value.split('.').slice(-1))
    const { code } = letters.findLast((letter) => letter.to === clerk.email)!
    const csrf = await browser.token('/home')
    const urls: string[] = []
    for (const fields of [{ memberId: secret.member }, { lastName: secret.name, birthDate: secret.birth }]) {
      const to = (await browser.post('/members', { csrf, ...fields })).headers.get('Location')!
      urls.push(to)
      expect(await (await browser.get(to)).text()).toContain(secret.member)
    }
    const to = (await browser.post('/claims', { csrf, number: shown.number, memberNumber: secret.member })).headers.get(
      'Location',
    )!
    urls.push(to)
    for (const path of [to, `/members/mem_${'1'.repeat(24)}`, `/claims/${shown.id}`, `/claims/${shown.id}/print?purpose=payment`, `/members/${secret.name}`, `/claims/${secret.member}`]) {
      await browser.get(path)
    } // prettier-ignore
    // A fault in the middle of a search: its answer and its log line know nothing of what was typed.
    const broken = new Browser()
    broken.cookies.set(SESSION, browser.cookies.get(SESSION)!)
    broken.bindings = {
      ...env,
      DB: { prepare: () => ({ bind: () => ({}) }), batch: () => Promise.reject(new Error('D1 down')) },
    } as unknown as Env
    const failed = await broken.get(urls[0]!)
    expect(failed.status).toBe(500)
    const audit = await env.DB.prepare('SELECT * FROM audit').all()
    const outbox = await env.DB.prepare('SELECT * FROM outbox').all()
    const kept = JSON.stringify([audit.results, outbox.results, logged, urls, await failed.text()])
    expect(logged).toHaveLength(1)
    for (const word of [secret.member, secret.name, 'secretname', secret.birth, shown.number, 'Secret-wrong-password', PASSWORD, csrf, ...tokens]) {
      expect([word, kept.includes(word)]).toEqual([word, false])
    } // prettier-ignore
    expect(kept).not.toContain(clerk.email)
    expect(kept).not.toMatch(new RegExp(`(?<![0-9])${code}(?![0-9])`))
  })

  it('T29 headers and paths write no line and no row of their own', async () => {
    const forged = '{"level":"info","forged":true}'
    const browser = await signedIn(person)
    const headers = {
      'User-Agent': `Firefox${forged} Windows <script>`, 'CF-Connecting-IP': `1.2.3.4 ${forged}`, 'X-Request-Id': forged, Referer: forged,
      'CF-Ray': forged,
    } // prettier-ignore
    for (const path of [
      '/home',
      `/claims/${encodeURIComponent(forged)}`,
      `/members/%0a${encodeURIComponent(forged)}`,
    ]) {
      await browser.get(path, headers)
    }
    const csrf = await browser.token('/sign-in')
    await browser.fetch('/sign-in', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrf, email: forged, password: forged, next: forged }).toString(),
    })
    browser.bindings = { ...env, DB: {} } as unknown as Env
    await browser.get(`/home?x=%0a${encodeURIComponent(forged)}`, headers)
    const rows = await env.DB.prepare('SELECT * FROM audit ORDER BY seq DESC LIMIT 4').all()
    expect(JSON.stringify([rows.results, logged])).not.toContain('forged')
    expect(rows.results.map((row) => row.ip)).toEqual(['0.0.0.0', '0.0.0.0', '0.0.0.0', '0.0.0.0'])
    expect(rows.results[0]?.device).toBe('Firefox on Windows')
    expect(logged).toHaveLength(1)
    expect(logged[0]!.split('\n')).toHaveLength(1)
  })

  it('T29 a mail provider’s own words are not logged', async () => {
    const clerk = await aPerson({ email: 'mailed@office.example', offices: [office] })
    for (let failures = 0; failures < 5; failures += 1) await attempt(clerk.guard, 'wrong')
    const mail = await env.DB.prepare('SELECT public_id AS id FROM outbox WHERE account_id = ?')
      .bind(clerk.account)
      .first<{ id: string }>()
    carryBy((letter) => Promise.reject(new Error(`no such mailbox: ${letter.to}, ${letter.text}`)))
    const batch = createMessageBatch('gatehouse-mail', [
      { id: 'one', timestamp: new Date(), attempts: 1, body: { id: mail!.id } },
      { id: 'poison', timestamp: new Date(), attempts: 1, body: null as never },
    ])
    const context = createExecutionContext()
    await worker.queue(batch as never, env)
    carryBy(async (letter) => (letters.push(letter), taken))
    const result = await getQueueResult(batch, context)
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['one'])
    expect(logged).toHaveLength(2)
    expect(logged.join()).not.toContain('mailed@')
    expect(logged.join()).not.toContain('Terry')
  })
})
