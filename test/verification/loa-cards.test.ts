import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/policy/calendar.ts'
import { VERIFIED } from '../../src/verification/verification.ts'
import { cardsOf as cards, due, textOf as text } from '../support/due-offices.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { aMemberOf, freshlyIn, membershipOf, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
const PAGE = '/office/verification'
const NEXT = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
const keep = (id: string) => `${PAGE}/${id}/card`
const events = (office: number, like = 'verification.%') =>
  rowsOf('SELECT event AS event, detail AS detail, clause AS clause FROM audit WHERE office_id = ? AND event LIKE ? ORDER BY seq', office, like) // prettier-ignore
const named = async (office: number) => (await events(office)).map(({ event }) => event)

describe('III.H.1 the page', () => {
  it('III.H.1 nothing due: when the next is and when the last was completed', async () => {
    const { office, loas, users } = await due({ users: 0 })
    const browser = await signedIn(loas[0]!)
    await browser.post(keep(loas[0]!.membership.id), {}, PAGE)
    await browser.post(`${PAGE}/attestation`, { attests: 'on' }, PAGE)
    const html = await text(await browser.get(PAGE))
    expect(users).toEqual([])
    expect(html).toContain('Nothing to verify now')
    expect(html).toMatch(/The next verification of your office’s users is on \w+ \d+, 2040/)
    expect(html).toMatch(/The last one was completed on Jun \d+, 2040/)
    expect(await named(office)).not.toContain('verification.alarmed')
  })

  it('T14 III.H.1 opens it though no job ever ran, keeps the receipt, and shows a card for each', async () => {
    const { office, loas, users } = await due()
    const browser = await signedIn(loas[0]!)
    const html = await text(await browser.get(PAGE))
    for (const { membership } of [...loas, ...users]) expect(html).toContain(`action="${keep(membership.id)}"`)
    expect(html).toContain('0 of 3')
    expect(html).not.toContain('checked')
    expect(await named(office)).toEqual(['verification.prompt_received', 'verification.opened'])
    await browser.get(PAGE)
    expect(await named(office)).toHaveLength(2)
  })

  it('III.H.1 those at the highest risk stand first, with the reason in words', async () => {
    const { loas, users } = await due()
    await env.DB.prepare('UPDATE account SET locked_at = 1 WHERE id = ?').bind(users[1]!.account).run()
    const html = await text(await (await signedIn(loas[0]!)).get(PAGE))
    const places = [users[1]!, users[0]!].map(({ membership }) => html.indexOf(`${membership.id}-name`))
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(html).toContain('<li>Locked</li>')
    expect(html).toContain('<li>Never signed in</li>')
  })

  it('III.M.1, III.H.1 each card says how the user stands as the list of users does, and the last day of a set end', async () => {
    const { loas, users } = await due({ users: 3 })
    const [dormant, old, ending] = users.map(({ account }) => account)
    await env.DB.batch([
      env.DB.prepare('UPDATE account SET last_used_on = ? WHERE id = ?').bind(addDays(today(), -61), dormant),
      env.DB.prepare('UPDATE credential SET set_on = ? WHERE account_id = ?').bind(addDays(today(), -60), old),
      env.DB.prepare("UPDATE membership SET ended_on = '2099-12-31' WHERE account_id = ?").bind(ending),
    ])
    const html = await text(await (await signedIn(loas[0]!)).get(PAGE))
    const words = ['Dormant', 'Password ended', 'Ends on Dec 30, 2099']
    users.forEach(({ membership }, nth) => {
      const [, card = ''] = html.split(`${membership.id}-name">`)[1]?.match(/^(.*?)<\/section>/s) ?? []
      expect([words[nth], card.includes(words[nth]!)]).toEqual([words[nth], true])
    })
  })

  it('III.H.1 25 cards stand on it, and what follows is told', async () => {
    const { loas } = await due({ users: 26 })
    const html = await text(await (await signedIn(loas[0]!)).get(PAGE))
    expect(html.match(/\/card"/g)?.length).toBe(50)
    expect(html).toContain('2 more users follow')
  })

  it('III.H.1 whoever was admitted after the day of the prompt has no card, and holds nothing up', async () => {
    const { office, loas, users } = await due({ users: 1 })
    await (await signedIn(loas[0]!)).get(PAGE)
    const sameDay = await aMemberOf(office, { email: 'same.day@due.example' })
    later(DAY)
    const dayAfter = await aMemberOf(office, { email: 'day.after@due.example' })
    const browser = await signedIn(loas[0]!)
    const html = await text(await browser.get(PAGE))
    expect(html).toContain(sameDay.membership.id)
    expect(html).not.toContain(dayAfter.membership.id)
    for (const { membership } of [loas[0]!, users[0]!, sameDay]) await browser.post(keep(membership.id), {}, PAGE)
    expect((await browser.post(`${PAGE}/attestation`, { attests: 'on' }, PAGE)).status).toBe(303)
    expect(await rowsOf("SELECT 1 FROM membership WHERE office_id = ? AND suspended_at IS NOT NULL", office)).toEqual([])
  }) // prettier-ignore

  it('II.C whoever is no administrator reaches neither page nor change', async () => {
    const { users } = await due()
    const browser = await freshlyIn(users[0]!)
    const { id } = users[1]!.membership
    for (const path of [PAGE, `${PAGE}/${id}/roles`, `${PAGE}/${id}/departure`]) {
      expect([path, (await browser.get(path)).status]).toEqual([path, 403])
    }
    for (const path of [keep(id), `${PAGE}/${id}/roles`, `${PAGE}/${id}/departure`, `${PAGE}/attestation`]) {
      expect([path, (await browser.post(path, { attests: 'on' })).status]).toEqual([path, 403])
    }
  })
})

describe('III.H.1 keep', () => {
  it('III.H.1 is one post, saved at once, with its row in the log; without scripts the page goes on at the next card', async () => {
    const { office, loas, users } = await due()
    const browser = await signedIn(loas[0]!)
    const answer = await browser.post(keep(users[0]!.membership.id), {}, PAGE)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${PAGE}?done=kept#next`])
    expect(await cards(office)).toEqual([{ id: users[0]!.membership.id, decision: 'kept', by: loas[0]!.account }])
    expect((await events(office)).at(-1)).toEqual({ event: 'verification.decided', detail: '{"decision":"kept"}', clause: 'III.H.1' }) // prettier-ignore
    const html = await text(await browser.get(PAGE))
    expect(html).toContain('1 of 3')
    expect(html).toContain(`?again=${users[0]!.membership.id}`)
  })

  it('III.H.1 with htmx the answer is the fragment: progress, and the focus on the next card', async () => {
    const { loas, users } = await due()
    const browser = await signedIn(loas[0]!)
    const csrf = await browser.token(PAGE)
    const answer = await browser.fetch(keep(users[0]!.membership.id), {
      method: 'POST',
      headers: { ...NEXT, 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
      body: `csrf=${csrf}`,
    })
    const html = await text(answer)
    expect(answer.status).toBe(200)
    expect(html).not.toContain('<html')
    expect(html).toContain('1 of 3')
    expect(html).toMatch(/id="next"[^>]*autofocus/)
    expect(html.match(/autofocus/g)).toHaveLength(1)
  })

  it('T9 III.H.1 twenty posts at once are one decision, one row', async () => {
    const { office, loas, users } = await due()
    const browser = await signedIn(loas[0]!)
    const csrf = await browser.token(PAGE)
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.post(keep(users[0]!.membership.id), { csrf })))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 303))
    expect(await cards(office)).toHaveLength(1)
    expect((await named(office)).filter((event) => event === 'verification.decided')).toHaveLength(1)
  }) // prettier-ignore

  it('T15 a user of another office, of none, and one who left before are not there', async () => {
    const { office, loas, users } = await due()
    const { users: others } = await due()
    const browser = await freshlyIn(loas[0]!)
    await env.DB.prepare('UPDATE membership SET ended_on = ? WHERE id = ?').bind(today(), users[1]!.membership.row).run()
    for (const id of [others[0]!.membership.id, users[1]!.membership.id, `mbs_${'0'.repeat(24)}`, 'x']) {
      expect((await browser.post(keep(id), {}, PAGE)).status).toBe(404)
      expect((await browser.post(`${PAGE}/${id}/departure`, { changedOn: today() }, PAGE)).status).toBe(404)
      expect((await browser.post(`${PAGE}/${id}/roles`, { 'role-claims': 'on', attests: 'on', last: '0' }, PAGE)).status).toBe(404)
      expect((await browser.get(`${PAGE}/${id}/roles`)).status).toBe(404)
      expect((await browser.get(`${PAGE}/${id}/departure`)).status).toBe(404)
    }
    expect(await cards(office)).toEqual([])
  }) // prettier-ignore

  it('T13 an administrator switched off in mid-session decides nothing more', async () => {
    const { office, loas, users } = await due({ loas: 2 })
    const browser = await signedIn(loas[0]!)
    const csrf = await browser.token(PAGE)
    await env.DB.prepare('UPDATE membership SET is_loa = 0 WHERE id = ?').bind(loas[0]!.membership.row).run()
    expect((await browser.post(keep(users[0]!.membership.id), { csrf })).status).toBe(403)
    expect((await browser.post(`${PAGE}/attestation`, { csrf, attests: 'on' })).status).toBe(403)
    expect(await cards(office)).toEqual([])
  })
})

describe('III.H.1 oneself', () => {
  it('III.H.1 where there is another administrator: no button, and refused with a sentence that names them', async () => {
    const { office, loas } = await due({ loas: 2, users: 0 })
    const [one, two] = [loas[0]!, loas[1]!]
    const browser = await signedIn(one)
    const html = await text(await browser.get(PAGE))
    expect(html).not.toContain(`action="${keep(one.membership.id)}"`)
    expect(html).toContain(`action="${keep(two.membership.id)}"`)
    const refused = await browser.post(keep(one.membership.id), {}, PAGE)
    expect(refused.status).toBe(422)
    expect(await text(refused)).toContain('Nobody verifies themself where there is another administrator')
    await browser.post(keep(two.membership.id), {}, PAGE)
    expect(await text(await browser.get(PAGE))).toContain('Only your own card is left')
    expect((await cards(office)).map(({ id }) => id)).toEqual([two.membership.id])
    await (await signedIn(two)).post(keep(one.membership.id), {}, PAGE)
    expect((await browser.post(`${PAGE}/attestation`, { attests: 'on' }, PAGE)).status).toBe(303)
    expect(await rowsOf('SELECT by_only_loa AS alone FROM verification WHERE office_id = ?', office)).toEqual([{ alone: 0 }]) // prettier-ignore
  })

  it('III.H.1 the only administrator verifies themself, which is flagged; a closed one is no other', async () => {
    const { office, loas } = await due({ loas: 2, users: 0 })
    const [one, closed] = [loas[0]!, loas[1]!]
    await env.DB.prepare("UPDATE membership SET suspended_at = 1, suspended_for = 'disabled' WHERE id = ?").bind(closed.membership.row).run() // prettier-ignore
    const browser = await signedIn(one)
    for (const { membership } of loas) expect((await browser.post(keep(membership.id), {}, PAGE)).status).toBe(303)
    expect((await browser.post(`${PAGE}/attestation`, { attests: 'on' }, PAGE)).status).toBe(303)
    expect(await rowsOf('SELECT by_only_loa AS alone, attestation AS attestation FROM verification WHERE office_id = ?', office)).toEqual([{ alone: 1, attestation: VERIFIED }]) // prettier-ignore
  })

  it('III.H.1 nobody ends their own access here, nor changes their own roles', async () => {
    const { office, loas } = await due({ users: 0 })
    const browser = await freshlyIn(loas[0]!)
    const path = `${PAGE}/${loas[0]!.membership.id}`
    expect((await browser.get(`${path}/departure`)).status).toBe(303)
    expect((await browser.post(`${path}/departure`, { changedOn: today() }, PAGE)).status).toBe(422)
    expect((await browser.get(`${path}/roles`)).status).toBe(403)
    expect((await browser.post(`${path}/roles`, { 'role-claims': 'on', attests: 'on', last: '0' }, PAGE)).status).toBe(403) // prettier-ignore
    expect(await cards(office)).toEqual([])
  })
})

describe('III.H.1, III.B.9 change roles', () => {
  it('III.H.1 the roles and the card change together, and it leads back to the next card', async () => {
    const { office, loas, users } = await due()
    const browser = await freshlyIn(loas[0]!)
    const path = `${PAGE}/${users[0]!.membership.id}/roles`
    await browser.get(PAGE)
    expect((await browser.post(path, { 'role-eligibility': 'on', last: '0' }, path)).status).toBe(422)
    const fields = { changedOn: today(), attests: 'on', last: '0' }
    const answer = await browser.post(path, { 'role-eligibility': 'on', ...fields }, path)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${PAGE}?done=changed#next`])
    expect(await cards(office)).toEqual([{ id: users[0]!.membership.id, decision: 'changed', by: loas[0]!.account }])
    const roles = await rowsOf('SELECT role AS role FROM role_grant WHERE membership_id = ?', users[0]!.membership.row)
    expect(roles).toEqual([{ role: 'eligibility' }])
    const late = await browser.post(path, { 'role-claims': 'on', ...fields }, path)
    expect(late.status).toBe(409)
    expect(await text(late)).toContain('Somebody else changed these roles meanwhile')
  })

  it('III.F.1 wants a second factor of the last minutes', async () => {
    const { loas, users } = await due()
    const browser = await signedIn(loas[0]!)
    const answer = await browser.get(`${PAGE}/${users[0]!.membership.id}/roles`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, expect.stringMatching(/^\/confirm\?/)])
  })
})

it('III.H.1 the administrator of two offices verifies the one they work for', async () => {
  const { office } = await due()
  const other = await anOffice()
  const both = await aPerson({ email: 'both@due.example', offices: [office, other], isLoa: true, roles: [] })
  expect((await membershipOf(both.account, other)).id).toMatch(/^mbs_/)
  const browser = await signedIn(both)
  expect(await text(await browser.get(PAGE))).toContain('0 of 4')
  await browser.post('/session/office', { membership: (await membershipOf(both.account, other)).id })
  expect(await text(await browser.get(PAGE))).toContain('Nothing to verify now')
})
