import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { counting } from '../support/counting.ts'
import { anOffice, today } from '../support/people.ts'
import { aMemberOf, membershipOf, rowsOf } from '../support/requests.ts'
import { guarded } from '../support/routes.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
const PAGE = '/office/verification'
const ATTEST = `${PAGE}/attestation`
let nth = 0
const words = (day: Day) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))
const text = async (answer: Response) => (await answer.text()).replaceAll('&#39;', "'")

/** An office prompted so many days ago (null: due today, and nobody knows), with administrators and one user. */
async function prompted(daysAgo: number | null, loas = 1) {
  const promptReceivedOn = daysAgo === null ? undefined : addDays(today(), -daysAgo)
  const verifyDueOn = promptReceivedOn ?? today()
  const told = promptReceivedOn ? { promptReceivedOn } : {}
  const office = await anOffice('Course Office', { accessOn: addDays(verifyDueOn, -45), verifyDueOn, ...told })
  // Everybody was there before the prompt.
  const member = async (isLoa: boolean) => {
    const made = await aMemberOf(office, {
      email: `c${(nth += 1)}@course.example`,
      isLoa,
      roles: isLoa ? [] : ['claims'],
    })
    await env.DB.prepare('UPDATE membership SET admitted_at = 1 WHERE id = ?').bind(made.membership.row).run()
    return made
  }
  const administrators = []
  for (let n = 0; n < loas; n += 1) administrators.push(await member(true))
  return { office, loas: administrators, loa: administrators[0]!, user: await member(false) }
}
const receipts = (office: number) =>
  rowsOf("SELECT detail ->> 'on' AS day, detail ->> 'how' AS how FROM audit WHERE office_id = ? AND event = 'verification.prompt_received'", office) // prettier-ignore
const keepAll = async (browser: Awaited<ReturnType<typeof signedIn>>, people: { membership: { id: string } }[]) => {
  for (const { membership } of people) expect((await browser.post(`${PAGE}/${membership.id}/card`, {}, PAGE)).status).toBe(303) // prettier-ignore
}

describe('III.H.1 the prompt is received by whoever sees the banner', () => {
  it('III.H.1 at home, once, with the dates; a page that shows it again costs no more than one that does not', async () => {
    const { office, loa } = await prompted(null)
    const browser = await signedIn(loa)
    const calls = async () => {
      const counted = counting()
      browser.bindings = counted.bindings
      const html = await text(await browser.get('/home'))
      return { d1: counted.d1, html }
    }
    const first = await calls()
    expect(first.html).toContain('Your office’s users are to be verified')
    for (const [after, what] of [[15, 'Complete it by'], [16, 'From'], [17, 'and from']] as const)
      expect(first.html).toContain(`${what} ${words(addDays(today(), after))}`)
    const second = await calls()
    expect([first.d1, second.d1]).toEqual([2, 1])
    expect(second.html).toContain(`Complete it by ${words(addDays(today(), 15))}`)
    expect(await receipts(office)).toEqual([{ day: today(), how: 'banner' }])
  }) // prettier-ignore

  it('III.H.1 the first receipt counts: a later one by the banner changes nothing', async () => {
    const { office, loa } = await prompted(3)
    expect(await text(await (await signedIn(loa)).get('/home'))).toContain(`Complete it by ${words(addDays(today(), 12))}`)
    expect(await receipts(office)).toEqual([])
    expect(await rowsOf('SELECT prompt_received_on AS day FROM office WHERE id = ?', office)).toEqual([{ day: addDays(today(), -3) }])
  }) // prettier-ignore

  it.each([6, 7, 8])('III.H.1 seen on day %s after it fell due: at the latest the seventh counts', async (day) => {
    const dueOn = addDays(today(), -day)
    const office = await anOffice('Late Office', { accessOn: addDays(dueOn, -45), verifyDueOn: dueOn })
    const loa = await aMemberOf(office, { email: `late${day}@course.example`, isLoa: true, roles: [] })
    await (await signedIn(loa)).get(PAGE)
    expect(await receipts(office)).toEqual([{ day: addDays(dueOn, Math.min(day, 7)), how: day > 7 ? 'latest' : 'banner' }])
  }) // prettier-ignore

  it('III.H.1 the day before it is due nobody is told; others than administrators never', async () => {
    const { office, loa, user } = await prompted(null)
    expect(await text(await (await signedIn(user)).get('/home'))).not.toContain('to be verified')
    await env.DB.prepare('UPDATE office SET verify_due_on = ? WHERE id = ?').bind(addDays(today(), 1), office).run()
    expect(await text(await (await signedIn(loa)).get('/home'))).not.toContain('to be verified')
    expect(await receipts(office)).toEqual([])
  })
})

describe('III.H.2 not complete in time', () => {
  it.each([
    [15, 200, null],
    [16, 303, PAGE],
    [17, 403, null],
  ])('III.H.2, III.H.3 on P+%s an administrator’s home answers %s', async (day, status, to) => {
    const { loa, user } = await prompted(15)
    const [browser, theirs] = [await signedIn(loa), await signedIn(user)]
    const cookies = new Map(browser.cookies)
    for (let passed = 15; passed < day; passed += 1) later(DAY)
    const [again, them] = day > 15 ? [await signedIn(loa).catch(() => null), await signedIn(user).catch(() => null)] : [browser, theirs]
    expect(cookies.size).toBe(1)
    if (status === 403) return expect([again, them]).toEqual([null, null])
    const answer = await again!.get('/home')
    expect([answer.status, answer.headers.get('Location')?.split('?')[0] ?? null]).toEqual([status, to])
    expect((await again!.get(PAGE)).status).toBe(200)
    expect((await them!.get('/claims')).status).toBe(200)
  }) // prettier-ignore

  it('III.H.2 restricted: nothing but the verification, help, switching the office and leaving, by any route', async () => {
    const { loa } = await prompted(16)
    const browser = await signedIn(loa)
    const html = await text(await browser.get(PAGE))
    expect(html).toContain('nothing else is open until this is complete')
    expect([...html.matchAll(/<li><a href="(\/[^"]*)"/g)].map(([, place]) => place)).toEqual([PAGE])
    const csrf = await browser.token(PAGE)
    const free = [PAGE, '/sign-out', '/session', '/confirm']
    for (const { method, path } of guarded.filter((route) => !free.some((start) => route.path.startsWith(start)))) {
      const address = path.replace(/:\w+/, 'x')
      const answer = method === 'GET' ? await browser.get(address) : await browser.post(address, { csrf })
      expect([method, path, answer.status, answer.headers.get('Location')?.split('?')[0]]).toEqual([method, path, 303, PAGE])
    }
    for (const path of ['/help', '/privacy', PAGE]) expect([path, (await browser.get(path)).status]).toEqual([path, 200])
    expect((await browser.post('/sign-out', { csrf })).status).toBe(303)
  }) // prettier-ignore

  it('III.H.2 the gate is of the office worked for: another of theirs is open', async () => {
    const { loa } = await prompted(16)
    const other = await anOffice()
    await env.DB.prepare("INSERT INTO membership (public_id, account_id, office_id, created_at) VALUES ('mbs_' || lower(hex(randomblob(12))), ?, ?, 1)").bind(loa.account, other).run()
    const browser = await signedIn(loa)
    expect((await browser.get('/home')).status).toBe(303)
    const membership = await membershipOf(loa.account, other)
    expect((await browser.post('/session/office', { membership: membership.id }, PAGE)).status).toBe(303)
    expect((await browser.get('/home')).status).toBe(200)
  }) // prettier-ignore

  it('III.H.2 completed: every administrator of the office is let out at once, and the next is 45 days on', async () => {
    const { office, loa, loas, user } = await prompted(16, 2)
    const [one, two] = [await signedIn(loas[0]!), await signedIn(loas[1]!)]
    await keepAll(one, [loas[1]!, user])
    await keepAll(two, [loa])
    const answer = await two.post(ATTEST, { attests: 'on' }, PAGE)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${PAGE}?done=completed`])
    const html = await text(await two.get(`${PAGE}?done=completed`))
    expect(html).toContain('The verification is complete')
    expect(html).toContain(`is on ${words(addDays(today(), 29))}`)
    for (const browser of [one, two]) expect((await browser.get('/home')).status).toBe(200)
    expect(await rowsOf('SELECT completed_by AS by, received_on AS receivedOn, by_only_loa AS alone FROM verification WHERE office_id = ?', office)).toEqual([
      { by: loas[1]!.account, receivedOn: addDays(today(), -16), alone: 0 },
    ])
  }) // prettier-ignore
})

describe('III.H.1 the attestation', () => {
  it('III.H.1 is refused while anybody is undecided, and without the tick', async () => {
    const { office, loa, user } = await prompted(1)
    const browser = await signedIn(loa)
    const early = await browser.post(ATTEST, { attests: 'on' }, PAGE)
    expect(early.status).toBe(422)
    const html = await text(early)
    expect(html).toContain('2 users are not decided yet')
    expect(html).toContain('href="#next"')
    await keepAll(browser, [loa])
    expect(await text(await browser.post(ATTEST, { attests: 'on' }, PAGE))).toContain('One user is not decided yet')
    await keepAll(browser, [user])
    const without = await browser.post(ATTEST, {}, PAGE)
    expect(without.status).toBe(422)
    expect(await text(without)).toContain('Tick this if it is so')
    expect(await rowsOf('SELECT completed_at AS at FROM verification WHERE office_id = ?', office)).toEqual([
      { at: null },
    ])
  })

  it('T9 III.H.1 two administrators at once: one attests, the other is told', async () => {
    const { office, loas, user } = await prompted(1, 2)
    const browsers = [await signedIn(loas[0]!), await signedIn(loas[1]!)]
    await keepAll(browsers[0]!, [loas[1]!, user])
    await keepAll(browsers[1]!, [loas[0]!])
    const tokens = await Promise.all(browsers.map((browser) => browser.token(PAGE)))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => browsers[n % 2]!.post(ATTEST, { csrf: tokens[n % 2]!, attests: 'on' })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    const late = answers.filter(({ status }) => status === 409)
    expect(late).toHaveLength(19)
    const html = await text(late[0]!)
    expect(html).toContain('Somebody else was quicker')
    expect(html).toContain('Nothing to verify now')
    expect(await rowsOf("SELECT event AS event FROM audit WHERE office_id = ? AND event = 'verification.completed'", office)).toHaveLength(1) // prettier-ignore
  })

  it('III.L.5 what was attested is not decided anew', async () => {
    const { office, loa, user } = await prompted(1)
    const browser = await signedIn(loa)
    await keepAll(browser, [loa, user])
    await browser.post(ATTEST, { attests: 'on' }, PAGE)
    expect((await browser.post(`${PAGE}/${user.membership.id}/card`, {}, PAGE)).status).toBe(404)
    expect((await browser.post(ATTEST, { attests: 'on' }, PAGE)).status).toBe(409)
    expect(await rowsOf("SELECT event AS event FROM audit WHERE office_id = ? AND event = 'verification.decided'", office)).toHaveLength(2) // prettier-ignore
  })
})
