/** T15: every form with an id in its address, with every id. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { seen } from '../support/alike.ts'
import { freshlyIn } from '../support/requests.ts'
import { guarded } from '../support/routes.ts'
import { everyId, fill, isRightful, wants } from './ids.ts'
import { strange } from './strange-ids.ts'

const posted = guarded.filter(({ method, path }) => method === 'POST' && path.includes(':'))
let made: Awaited<ReturnType<typeof everyId>>
beforeAll(async () => {
  made = await everyId()
})
const newestRow = async () => (await env.DB.prepare('SELECT max(seq) AS seq FROM audit').first<number>('seq')) ?? 0
const rowsSince = async (seq: number) =>
  (await env.DB.prepare('SELECT event FROM audit WHERE seq > ?').bind(seq).all()).results

describe('T15 II.C what is posted to an id', () => {
  it('T15 there are such forms, and each has its ids', () => {
    expect(posted.length).toBeGreaterThan(10)
    expect(posted.filter((route) => !made.idsOf(route)).map(({ path }) => path)).toEqual([])
  })

  it.each(posted)('T15 $path: elsewhere, restricted or unknown: answered alike, and nothing changes', async (route) => {
    const { hidden, who = made.person } = made.idsOf(route)!
    const browser = await freshlyIn(who, undefined, wants(route))
    const csrf = await browser.token('/home')
    const seq = await newestRow()
    const answers: { status: number }[] = []
    for (const id of hidden) answers.push((await seen(await browser.post(fill(route, id), { csrf }))) as never)
    // Where rows come and go by themselves, one that is not there was taken meanwhile; the training goes on where it was.
    expect([303, 404, 409]).toContain(answers[0]!.status)
    for (const [at, answer] of answers.entries()) {
      // What cannot stand in an address at all reaches no form.
      if (strange.includes(hidden[at]!) && answer.status === 404) continue
      expect([hidden[at], answer]).toEqual([hidden[at], answers[0]])
    }
    expect(await rowsSince(seq)).toEqual([])
  })

  it.each(posted.filter(isRightful))('T15 $path: without the role 403, the same for every id', async (route) => {
    const browser = await freshlyIn(made.roleless)
    const csrf = await browser.token('/home')
    const { shown, hidden } = made.idsOf(route)!
    const answers = []
    for (const id of [...shown, ...hidden]) answers.push(await seen(await browser.post(fill(route, id), { csrf })))
    expect(answers[0]).toMatchObject({ status: 403 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })
})
