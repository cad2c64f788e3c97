/** Against a real server on this machine. */
import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { judgeBreached } from '../../src/passwords/judge-breached.ts'

const PASSWORD = 'Correct-horse-7'
const hash = createHash('sha1').update(PASSWORD).digest('hex').toUpperCase()
const [begins, rest] = [hash.slice(0, 5), hash.slice(5)]
const others = ['0018A45C4D1DEF81644B54AB7F969B88D65:3', '00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2']

/** Asks a server that answers so; tells what it was asked, too. */
async function asked(answer: RequestListener, waitsForMs?: number) {
  const asks: { url: string | undefined; padding: string | string[] | undefined; rest: string }[] = []
  const server = createServer((request, response) => {
    asks.push({ url: request.url, padding: request.headers['add-padding'], rest: JSON.stringify(request.headers) })
    answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const outcome = await judgeBreached(PASSWORD, `http://127.0.0.1:${port}/range/`, waitsForMs)
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  return { outcome, asks }
}
const says =
  (text: string, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(text)

describe('III.D.3 a known-breached password', () => {
  it('III.D.3 five characters of its hash go out, padded, and nothing else of it', async () => {
    const { outcome, asks } = await asked(says([...others, `${rest}:42`].join('\r\n')))
    expect(outcome).toBe('breached')
    expect(asks).toMatchObject([{ url: `/range/${begins}`, padding: 'true' }])
    expect(asks[0]?.rest).not.toContain(PASSWORD)
    expect(asks[0]?.rest.toUpperCase()).not.toContain(rest)
  })

  it.each<[string, RequestListener, string]>([
    ['not among the answers', says(others.join('\r\n')), 'clear'],
    ['padding only (count 0)', says([`${rest}:0`, ...others].join('\r\n')), 'clear'],
    ['line ends of Unix, lower case', says([...others, `${rest.toLowerCase()}:1`].join('\n')), 'breached'],
    ['an error', says('', 503), 'unknown'],
    ['an empty answer', says(''), 'unknown'],
    ['garbage', says('<html>Please sign in</html>'), 'unknown'],
    ['half garbage', says(`${rest}:1\r\n<html>`), 'unknown'],
    ['a redirect', says('', 302, { Location: '/elsewhere' }), 'unknown'],
    ['a megabyte', says(`${others[0]}\r\n`.repeat(30_000)), 'unknown'],
    ['the line cut off', (_request, response) => void response.writeHead(200, { 'Content-Length': '999' }).write(rest, () => response.destroy()), 'unknown'],
  ])('III.D.3 %s', async (_name, answer, outcome) => expect((await asked(answer)).outcome).toBe(outcome)) // prettier-ignore

  it('III.D.3 no answer within the time, and nobody there', async () => {
    expect((await asked(() => undefined, 20)).outcome).toBe('unknown')
    expect(await judgeBreached(PASSWORD, 'http://127.0.0.1:9/range/')).toBe('unknown')
  })
})
