/** Cloudflare's `send_email` binding, as workerd has it here: it takes the letter and says what it allows. */
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { sendByBinding } from '../../src/mail/binding-provider.ts'
import { carry, channelsCarried } from '../../src/mail/carry.ts'
import { carryBy, type Letter } from '../../src/mail/provider.ts'
import { readConfig } from '../../src/config.ts'

const letter: Letter = {
  id: 'msg_1',
  channel: 'email',
  to: 'clerk@office.example',
  subject: 'Your “code”',
  text: 'Your code is 123456',
  html: '<p>Your code is 123456</p>',
  code: '123456',
  link: null,
}
const sender = { name: 'Harbor, "Valley" <Plan>', email: 'portal@plan.example' }
const failing = (failure: Error) => ({ send: () => Promise.reject(failure) }) as unknown as SendEmail

it('III.F.3 the binding takes a letter', async () => {
  expect(await sendByBinding(env.EMAIL, sender, letter)).toEqual({ is: 'taken' })
})

it('III.F.3 it is given the text, the HTML, the sender and one address', async () => {
  const given: unknown[] = []
  const binding = { send: async (mail: unknown) => ({ messageId: `${given.push(mail)}` }) } as unknown as SendEmail
  await sendByBinding(binding, sender, letter)
  const { to, subject, text, html } = letter
  expect(given).toEqual([{ from: sender, to, subject, text, html }])
})

it.each([
  ['E_RECIPIENT_SUPPRESSED', { is: 'refused', seen: 'E_RECIPIENT_SUPPRESSED' }],
  ['E_RECIPIENT_NOT_ALLOWED', { is: 'refused', seen: 'E_RECIPIENT_NOT_ALLOWED' }],
  ['E_RATE_LIMIT_EXCEEDED', { is: 'later', seen: 'E_RATE_LIMIT_EXCEEDED', afterSeconds: null }],
  ['E_SENDER_NOT_VERIFIED', { is: 'later', seen: 'E_SENDER_NOT_VERIFIED', afterSeconds: null }],
  ['E_INTERNAL_SERVER_ERROR', { is: 'later', seen: 'E_INTERNAL_SERVER_ERROR', afterSeconds: null }],
  // T29: only a code of that shape is told.
  ['clerk@office.example', { is: 'later', seen: 'Error', afterSeconds: null }],
])('it fails with %s', async (code, outcome) => {
  const failure = Object.assign(new Error('email to clerk@office.example not allowed'), { code })
  expect(await sendByBinding(failing(failure), sender, letter)).toEqual(outcome)
})

it('III.F.3 the configuration chooses; what was set in its place goes first', async () => {
  carryBy(null)
  expect(channelsCarried(readConfig(env))).toEqual([])
  expect(await carry(letter, env, new Date(0))).toMatchObject({ is: 'later', seen: 'no-provider' })
  const by = (vars: Record<string, string>) => ({ ...env, ...vars }) as unknown as Env
  const bound = by({ MAIL_BY: 'binding', MAIL_FROM: 'portal@plan.example' })
  expect(channelsCarried(readConfig(bound))).toEqual(['email'])
  expect(await carry(letter, bound, new Date(0))).toEqual({ is: 'taken' })
  // The tests' network is closed, and answers 503.
  const posted = by({
    TEXT_BY: 'http',
    TEXT_FROM: '+17145550100',
    TEXT_HTTP_URL: 'https://text.example/',
    TEXT_HTTP_HEADERS: '{}',
  })
  expect(channelsCarried(readConfig(posted))).toEqual(['text'])
  const text = { ...letter, channel: 'text' as const, to: '+17145550111' }
  expect(await carry(text, posted, new Date(0))).toEqual({ is: 'later', seen: '503', afterSeconds: null })
  carryBy(async () => ({ is: 'refused', seen: 'mine' }))
  expect(await carry(letter, bound, new Date(0))).toEqual({ is: 'refused', seen: 'mine' })
  expect(channelsCarried(readConfig(env))).toEqual(['email', 'text'])
})
