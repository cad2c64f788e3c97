import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { batch } from '../../src/db/client.ts'
import { registrationEnded } from '../../src/registration/store.ts'
import { seen } from '../support/alike.ts'
import { letters, mailTo } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { Registrant, stored } from '../support/registrant.ts'

let office: number
beforeAll(async () => {
  office = await anOffice('Harbor Family Medicine')
})

/** Addresses of every kind, and the word in the subject of the mail that each gets. */
async function addresses(): Promise<[kind: string, email: string, subject: string][]> {
  const known = await aPerson({ email: 'known@office.example', offices: [office] })
  const suspended = await aPerson({ email: 'suspended@office.example', offices: [office] })
  await transition(env.DB, suspended.account, { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null })
  const staff = await aPerson({ email: 'staff@plan.example', department: 'privacy' })
  const back = await aPerson({ email: 'back@office.example', offices: [office] })
  await env.DB.prepare("UPDATE membership SET ended_on = '2021-01-01' WHERE account_id = ?").bind(back.account).run()
  const waiting = await new Registrant('waiting@office.example').upTo('end', office)
  const denied = await new Registrant('denied@office.example').upTo('end', office)
  await batch(env.DB, [registrationEnded((await stored(denied.email))!.id as number, 1)])
  const half = await new Registrant('half@office.example').upTo('agreement', office)
  return [
    ['unknown', 'nobody@office.example', 'portal code'],
    ['known', known.email, 'already'],
    ['known, in capitals', 'KNOWN@Office.example', 'already'],
    ['suspended', suspended.email, 'already'],
    ['staff', staff.email, 'already'],
    ['whose memberships have ended', back.email, 'portal code'],
    ['waiting', waiting.email, 'waiting'],
    ['denied before', denied.email, 'portal code'],
    ['begun before', half.email, 'portal code'],
  ]
}

describe('T6 III.C.3 a stranger cannot tell who is registered', () => {
  it('T6 status, headers, cookies and bodies are equal from the address to the limit; only the mail differs', async () => {
    const all = await addresses()
    const answers: unknown[][] = []
    for (const [, email] of all) {
      const { browser } = new Registrant()
      const csrf = await browser.token('/register')
      const one: unknown[] = []
      const told = async (answer: Promise<Response>) => one.push(await seen(await answer, email))
      await told(browser.post('/register', { csrf, email }))
      await told(browser.get('/register/code'))
      await told(browser.get('/register/status'))
      await told(browser.get('/register/person'))
      for (let tries = 0; tries < 6; tries += 1) await told(browser.post('/register/code', { csrf, code: '00000a' }))
      // A right guess is one of a million.
      for (let tries = 0; tries < 6; tries += 1) await told(browser.post('/register/code', { csrf, code: '493027' }))
      await told(browser.post('/register/code/passcode', { csrf }))
      await told(browser.get('/register/code?sent=email'))
      await told(browser.post('/register/person', { csrf, firstName: 'x' }))
      const cookie = browser.cookies.get('__Host-flow')!
      expect(cookie).toMatch(/^[\w-]{43}\.lnk_[0-9a-z]{24}\.[\w-]{43}$/)
      await told(browser.get(`/register/resume?link=${cookie}`))
      await told(browser.post('/register/code/passcode', { csrf }))
      await told(browser.post('/register/code/passcode', { csrf }))
      await told(browser.post('/register', { csrf, email }))
      answers.push(one)
    }
    for (const [place, [kind]] of all.entries()) expect([kind, answers[place]]).toEqual([kind, answers[0]])
    for (const [kind, email, subject] of all) {
      const letter = await mailTo(email.toLowerCase())
      expect([kind, letter?.subject]).toEqual([kind, expect.stringContaining(subject)])
    }
  })

  it('T6 the owner is told by mail, with the way in; nothing of it is in the log but an id', async () => {
    const owner = await aPerson({ email: 'owner@office.example', offices: [office] })
    await new Registrant(owner.email).begin()
    const letter = (await mailTo(owner.email))!
    expect(letter.link).toBe('https://portal.test/sign-in')
    expect(letter.code).toBeNull()
    const row = await env.DB.prepare("SELECT * FROM audit WHERE event = 'registration.refused' AND subject_id = ?")
      .bind(owner.account)
      .first()
    expect(row).toMatchObject({ clause: 'III.C.3', detail: '{"why":"account"}', record: null })
    expect(JSON.stringify(row)).not.toContain('owner@')
    expect(await stored(owner.email)).toBeNull()
    expect(letters.filter(({ to, code }) => to === owner.email && code !== null)).toEqual([])
  })
})
