import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeMail, type MailVars } from '../../src/mail-config.ts'

const http: MailVars = {
  MAIL_BY: 'http',
  MAIL_FROM: 'portal@plan.example',
  MAIL_HTTP_URL: 'https://mail.example/send',
  MAIL_HTTP_HEADERS: '{"X-Token":"a secret token"}',
}
const text: MailVars = {
  TEXT_BY: 'http',
  TEXT_FROM: '+17145550100',
  TEXT_HTTP_URL: 'https://text.example/send',
  TEXT_HTTP_HEADERS: '{}',
}

function judge(vars: MailVars, onLoopback = false) {
  const wrong: string[] = []
  return { carriers: judgeMail(vars, onLoopback, wrong), wrong }
}

it('nothing said: nobody carries anything, and the portal starts', () => {
  expect(judge({})).toEqual({ carriers: { email: null, text: null }, wrong: [] })
  expect(judge({ MAIL_BY: '', TEXT_BY: '' }).wrong).toEqual([])
})

it('what is deployed says nothing until the plan does', () => {
  const toml = readFileSync('wrangler.toml', 'utf8')
  expect([/^MAIL_BY = "(.*)"$/m.exec(toml)?.[1], /^TEXT_BY = "(.*)"$/m.exec(toml)?.[1]]).toEqual(['', ''])
})

it('III.F.2.a both channels are carried by HTTP, with the usual bodies', () => {
  const { carriers, wrong } = judge({ ...http, ...text })
  expect(wrong).toEqual([])
  expect(carriers.email).toMatchObject({
    by: 'http',
    from: 'portal@plan.example',
    headers: { 'X-Token': 'a secret token' },
    body: { To: '{to}', TextBody: '{text}', HtmlBody: '{html}' },
  })
  expect(carriers.text).toMatchObject({ by: 'http', from: '+17145550100', body: { To: '{to}', Body: '{text}' } })
})

it('III.F.2.a e-mail is carried by the binding', () => {
  const { carriers, wrong } = judge({ MAIL_BY: 'binding', MAIL_FROM: 'portal@plan.example', EMAIL: {} })
  expect([carriers.email, wrong]).toEqual([{ by: 'binding', from: 'portal@plan.example' }, []])
})

it('III.F.2.a HTTP carries a body of the plan’s own', () => {
  const body = '{"messages":[{"destinations":[{"to":"{to}"}],"text":"{text}"}]}'
  expect(judge({ ...text, TEXT_HTTP_BODY: body }).carriers.text).toMatchObject({ body: JSON.parse(body) as object })
})

describe('what may not be started', () => {
  it.each<[string, MailVars, RegExp]>([
    ['another provider', { ...http, MAIL_BY: 'smtp' }, /^MAIL_BY has to be binding, http or empty/],
    ['text by the binding', { ...text, TEXT_BY: 'binding' }, /^TEXT_BY has to be http or empty/],
    ['the binding without a binding', { MAIL_BY: 'binding', MAIL_FROM: 'a@plan.example' }, /no \[\[send_email\]\]/],
    ['no sender', { ...http, MAIL_FROM: '' }, /^MAIL_FROM/],
    ['a sender with a name', { ...http, MAIL_FROM: 'Plan <a@plan.example>' }, /^MAIL_FROM/],
    ['a sender of two lines', { ...http, MAIL_FROM: 'a@plan.example\nBcc: b@plan.example' }, /^MAIL_FROM/],
    ['no number', { ...text, TEXT_FROM: '' }, /^TEXT_FROM/],
    ['no address', { ...http, MAIL_HTTP_URL: '' }, /^MAIL_HTTP_URL/],
    ['plain http', { ...http, MAIL_HTTP_URL: 'http://mail.example/send' }, /^MAIL_HTTP_URL/],
    ['plain http to this machine', { ...http, MAIL_HTTP_URL: 'http://127.0.0.1:1/' }, /^MAIL_HTTP_URL/],
    ['no headers', { ...http, MAIL_HTTP_HEADERS: '' }, /^MAIL_HTTP_HEADERS.*wrangler secret put MAIL_HTTP_HEADERS/],
    ['headers that are no JSON', { ...http, MAIL_HTTP_HEADERS: 'X-Token: a secret token' }, /^MAIL_HTTP_HEADERS/],
    ['a header on two lines', { ...http, MAIL_HTTP_HEADERS: '{"X":"a secret token\\r\\nY: z"}' }, /^MAIL_HTTP_HEADERS/],
    ['a header’s name with a blank', { ...http, MAIL_HTTP_HEADERS: '{"X Y":"z"}' }, /^MAIL_HTTP_HEADERS/],
    ['a header that is a number', { ...http, MAIL_HTTP_HEADERS: '{"X":1}' }, /^MAIL_HTTP_HEADERS/],
    ['a body that is no JSON', { ...http, MAIL_HTTP_BODY: 'To={to}&Body={text}' }, /^MAIL_HTTP_BODY/],
    ['a body without a text', { ...http, MAIL_HTTP_BODY: '{"to":"{to}"}' }, /^MAIL_HTTP_BODY/],
    ['a body that is a list', { ...http, MAIL_HTTP_BODY: '["{to}","{text}"]' }, /^MAIL_HTTP_BODY/],
  ])('%s', (_name, vars, sentence) => {
    const { wrong } = judge(vars)
    expect(wrong).toEqual([expect.stringMatching(sentence)])
    expect(wrong.join()).not.toContain('a secret token')
  })
})

it('plain http on this machine is for development and tests, and for no other host', () => {
  expect(judge({ ...http, MAIL_HTTP_URL: 'http://127.0.0.1:1/' }, true).wrong).toEqual([])
  expect(judge({ ...http, MAIL_HTTP_URL: 'http://127.0.0.1.mail.example/' }, true).wrong).toHaveLength(1)
})
