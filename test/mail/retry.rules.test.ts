import { describe, expect, it } from 'vitest'
import { addressFor, endOf, oneLine, waitSeconds } from '../../src/mail/rules.ts'

const DAY = 86_400_000

it.each([
  [1, null, 15],
  [2, null, 30],
  [3, null, 60],
  [6, null, 480],
  [7, null, 900],
  [8, null, 900],
  [2000, null, 900],
  // What the provider asks for counts where it is longer, up to the cap.
  [1, 5, 15],
  [1, 120, 120],
  [1, 900, 900],
  [1, 86_400, 900],
])('after %i failed tries, %s s asked for: the next one in %i s', (tries, asked, seconds) => {
  expect(waitSeconds(tries, asked)).toBe(seconds)
})

it('a message that waits all day has come to fewer tries than the queue makes', () => {
  let waited = 0
  let tries = 0
  while (waited < DAY / 1000) waited += waitSeconds((tries += 1), null)
  expect(tries).toBeLessThanOrEqual(102)
})

it.each([
  ['III.F.3 a millisecond before it expires', { createdAt: 0, expiresAt: 900_000 }, 899_999, null],
  ['III.F.3 as it expires', { createdAt: 0, expiresAt: 900_000 }, 900_000, 'expired'],
  ['III.F.3 after', { createdAt: 0, expiresAt: 900_000 }, 900_001, 'expired'],
  ['a millisecond before it is a day old', { createdAt: 0, expiresAt: null }, DAY - 1, null],
  ['a day old', { createdAt: 0, expiresAt: null }, DAY, 'undeliverable'],
  ['more than a day old', { createdAt: 0, expiresAt: null }, DAY + 1, 'undeliverable'],
  ['a day old and expired', { createdAt: 0, expiresAt: DAY }, DAY, 'expired'],
])('%s', (_name, message, at, end) => expect(endOf(message, at)).toBe(end))

describe('T29 no header is made of an address or a subject', () => {
  const email = (address: string | null) => addressFor('email', address)
  const text = (number: string | null) => addressFor('text', number)

  it('what is an address is one', () => {
    expect(email('clerk@office.example')).toEqual({ to: 'clerk@office.example' })
    expect(email("o'neil+tag@büro.example")).toEqual({ to: "o'neil+tag@büro.example" })
    expect(text('+17145550111')).toEqual({ to: '+17145550111' })
  })
  it.each([
    null, '', 'nobody', 'a@b.example\r\nBcc: evil@evil.example', 'a@b.example\nX: y', 'a@b.example,evil@evil.example', 'a b@c.example', 'a@b@c.example',
    'A <a@b.example>', 'a@b.example;c@d.example', 'a\u0000@b.example', 'a@b.example\u2028',
  ])('%j is none', (address) => expect(email(address)).toEqual({ dead: 'no-address' })) // prettier-ignore
  it.each([null, '', '7145550111', '+1714', '+1714555011a', '+17145550111,+17145550112', '+17145550111\n'])(
    '%j is no number',
    (number) => expect(text(number)).toEqual({ dead: 'no-mobile' }),
  )
  it.each([
    ['A\r\nBcc: evil@evil.example', 'A Bcc: evil@evil.example'],
    ['  A \t B\u2028C\u0000 ', 'A B C'],
    ['Your plan’s code', 'Your plan’s code'],
  ])('%j is one line', (subject, line) => expect(oneLine(subject)).toBe(line))
})
