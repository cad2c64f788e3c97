import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSocket } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HttpCarrier } from '../../src/mail-config.ts'
import { sendByHttp } from '../../src/mail/http-provider.ts'
import type { Letter } from '../../src/mail/provider.ts'

const NOW = new Date('2040-06-15T19:00:00Z')
const letter: Letter = {
  id: 'msg_1',
  channel: 'email',
  to: 'clerk@office.example',
  subject: 'A "subject" with {to} and \\ in it',
  text: 'Line one\nLine two {html} "',
  html: '<p>Line</p>',
  code: '123456',
  link: null,
}

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string }
let seen: Seen[] = []
let answer: (response: ServerResponse, nth: number) => void
const open = new Set<Socket>()
let url: string

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (part: string) => (body += part))
  request.on('end', () => {
    seen.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    answer(response, seen.length)
  })
})
const listen = (one: Server): Promise<string> =>
  new Promise((resolve) =>
    one.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(one.address() as AddressInfo).port}`)),
  )

beforeAll(async () => {
  server.on('connection', (socket) => open.add(socket))
  url = await listen(server)
})
afterAll(() => {
  for (const socket of open) socket.destroy()
  server.close()
})
beforeEach(() => {
  seen = []
  answer = (response) => response.end()
})

const carrier = (changed: Partial<HttpCarrier> = {}): HttpCarrier => ({
  by: 'http',
  from: 'portal@plan.example',
  url: `${url}/email`,
  headers: { 'X-Postmark-Server-Token': 'a token' },
  body: { From: '{from}', To: '{to}', Subject: '{subject}', Parts: ['{text}', { Html: '{html}' }], Ref: 'm-{id}', Track: false, N: 1, None: null },
  ...changed,
}) // prettier-ignore
const send = (changed: Partial<HttpCarrier> = {}, within?: number) => sendByHttp(carrier(changed), letter, NOW, within)
const answers = (status: number, headers: Record<string, string> = {}) => {
  answer = (response) => response.writeHead(status, headers).end('{"Message":"clerk@office.example is inactive"}')
}

it('III.F.3 a letter goes out as JSON by the plan’s template, with the token and its id', async () => {
  expect(await send()).toEqual({ is: 'taken' })
  expect(seen).toHaveLength(1)
  const [{ method, url: path, headers, body }] = seen as [Seen]
  expect([method, path]).toEqual(['POST', '/email'])
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'idempotency-key': 'msg_1',
    'x-postmark-server-token': 'a token',
  })
  // What a letter holds is no placeholder, and ends no text.
  expect(JSON.parse(body)).toEqual({
    From: 'portal@plan.example', To: letter.to, Subject: letter.subject, Parts: [letter.text, { Html: letter.html }], Ref: 'm-msg_1', Track: false, N: 1, None: null,
  }) // prettier-ignore
})

it.each([200, 201, 202, 204])('%i is taken', async (status) => {
  answers(status)
  expect(await send()).toEqual({ is: 'taken' })
})

it.each([400, 406, 410, 413, 422])('%i is a bounce', async (status) => {
  answers(status)
  expect(await send()).toEqual({ is: 'refused', seen: `${status}` })
})

it.each([301, 307, 401, 402, 403, 404, 405, 408, 425, 429, 500, 502, 503, 504])(
  '%i is tried again: the moment’s fault, or that of our account',
  async (status) => {
    answers(status, status < 400 ? { Location: `${url}/elsewhere` } : {})
    expect(await send()).toEqual({ is: 'later', seen: `${status}`, afterSeconds: null })
    expect(seen.map((one) => one.url)).toEqual(['/email'])
  },
)

it('III.F.2.a a provider that fails, then takes the same id', async () => {
  answer = (response, nth) => response.writeHead(nth < 3 ? 500 : 200).end()
  const outcomes = [await send(), await send(), await send()]
  expect(outcomes.map(({ is }) => is)).toEqual(['later', 'later', 'taken'])
  expect(new Set(seen.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['msg_1']))
})

it.each([
  ['seconds', '120', 120],
  ['an instant', 'Fri, 15 Jun 2040 19:02:00 GMT', 120],
  ['an instant that has passed', 'Fri, 15 Jun 2040 18:59:00 GMT', null],
  ['nonsense', 'soon', null],
  ['a negative number', '-5', null],
])('Retry-After: %s', async (_name, header, afterSeconds) => {
  answers(429, { 'Retry-After': header })
  expect(await send()).toEqual({ is: 'later', seen: '429', afterSeconds })
})

describe('what is no answer is tried again', () => {
  const later = (kind: string) => ({ is: 'later', seen: kind, afterSeconds: null })

  it('III.F.2.a no answer in time: tried later', async () => {
    answer = () => undefined
    expect(await send({}, 100)).toEqual(later('TimeoutError'))
  })

  it('III.F.2.a headers that never end: tried later', async () => {
    answer = (response) => response.socket!.write('HTTP/1.1 200 OK\r\nX-Slow: ')
    expect(await send({}, 100)).toEqual(later('TimeoutError'))
  })

  it('III.F.2.a nobody listens: tried later', async () => {
    const gone = createSocket()
    const at = await listen(gone)
    await new Promise((resolve) => gone.close(resolve))
    expect(await send({ url: at })).toEqual(later('TypeError'))
  })

  it('III.F.2.a it hangs up: tried later', async () => {
    answer = (response) => response.socket!.destroy()
    expect(await send()).toEqual(later('TypeError'))
  })

  it('III.F.2.a what comes is not HTTP: tried later', async () => {
    const odd = createSocket((socket) => socket.end('\u0000\u0001 220 mail.example ESMTP\r\n'))
    const at = await listen(odd)
    expect(await send({ url: at })).toEqual(later('TypeError'))
    odd.close()
  })
})

it('a body without end is not read', async () => {
  answer = (response) => {
    response.writeHead(200)
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', more)
    more()
  }
  expect(await send({}, 5000)).toEqual({ is: 'taken' })
})

it('T29 what is told of a failure names neither address nor code nor token', async () => {
  const told = []
  for (const status of [401, 422, 500]) {
    answers(status)
    told.push(await send())
  }
  told.push(
    await send({ url: 'http://clerk@office.example.invalid:1' }),
    await send({ headers: { 'Bad header': 'a token' } }),
  )
  expect(told.map(({ is }) => is)).toEqual(['later', 'refused', 'later', 'later', 'later'])
  expect(JSON.stringify(told)).not.toMatch(/clerk|office|123456|a token/)
})
