/** Every message there is: a new one comes here by `samples`. */
import { describe, expect, it } from 'vitest'
import { type Config, judgeConfig } from '../../src/config.ts'
import { frameOf, letterOf, wordsOf } from '../../src/mail/deliver.ts'
import type { Told } from '../../src/mail/messages.ts'
import { CANARY, noPhi, samples } from './samples.ts'

const configOf = (ORIGIN: string): Config => {
  const judged = judgeConfig({
    ORIGIN,
    PLAN_NAME: `Harbor ${CANARY} Plan`,
    PLAN_PHONE: '+17145550100',
    PLAN_ZONE: 'America/Los_Angeles',
    PLAN_HOLIDAYS: '',
    POLICY_PROFILE: 'IS.1600',
    POLICY_OVERRIDES: '{}',
    POLICY_DEVIATIONS: '{}',
    NAMES_KEY: 'n'.repeat(32),
    SEAL_KEY: 's'.repeat(32),
  } as never)
  if (!judged.ok) throw new Error(judged.refusal.join(' '))
  return judged.value
}
const config = configOf('https://portal.example.org')
const FIRST_NAME = `Terry ${CANARY}`

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
/** What somebody reads who is shown the HTML. */
const shown = (html: string) =>
  html
    .replace(/^.*<body>/s, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity]!)

/** The texts of a message's parts, in their order. */
const textsOf = (told: Told) =>
  wordsOf(told, frameOf(FIRST_NAME, config), config).body.flatMap((part) => {
    if (typeof part === 'string') return [part]
    if ('code' in part) return [part.code]
    return 'list' in part ? part.list : [part.label, part.href]
  })

/** The texts that are missing, or come before an earlier one. */
function missing(texts: string[], where: string): string[] {
  let from = 0
  return texts.filter((text) => {
    const at = where.indexOf(text, from)
    from = at === -1 ? from : at + text.length
    return at === -1
  })
}

describe.each(Object.values(samples).map((told) => [told.name, told] as const))('%s', (_name, told) => {
  const letter = letterOf(told, FIRST_NAME, 'email', config)

  it('says the same as text and as HTML', () => {
    const texts = textsOf(told)
    expect(texts.length).toBeGreaterThan(1)
    expect(missing(texts, letter.text)).toEqual([])
    expect(missing(texts, shown(letter.html))).toEqual([])
    expect(letter.text).toContain('(714) 555-0100')
  })

  it('T25 shows what comes from elsewhere as text', () => {
    expect(letter.html).not.toContain(CANARY)
    expect(letter.html).not.toContain('<b>"x')
    expect(letter.html).toContain('&lt;b&gt;&quot;x')
  })

  it('loads nothing, runs nothing, and reads well', () => {
    expect(/<(script|img|link|iframe|form|object|svg|base)\b|\b(src|srcset|background|action)=|\son\w+=|url\(|@import/i.exec(letter.html)).toBeNull() // prettier-ignore
    expect(letter.html).toMatch(/^<!doctype html><html lang="en">.*<title>[^<]+<\/title>/s)
    expect(letter.html).not.toMatch(/>undefined<|>null<|\[object /)
    expect(letter.text).not.toMatch(/undefined|null|\[object /)
    expect(letter.subject).toMatch(/^\S.{5,150}\S$/)
  })

  it.each(['https://portal.example.org', 'https://gatehouse.example.net', 'http://localhost:8787'])(
    'T10 leads to %s, the configured origin, and nowhere else',
    (origin) => {
      const { text, html, subject, link } = letterOf(told, FIRST_NAME, 'email', configOf(origin))
      const addresses = [text, html, subject].flatMap((one) => one.match(/\b\w+:\/\/[^\s<>"']+/g) ?? [])
      const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!)
      for (const address of [...addresses, ...hrefs, ...(link ? [link] : [])]) {
        expect(address.startsWith(`${origin}/`) ? origin : address).toBe(origin)
      }
    },
  )

  it('as a text message it is short and one line', () => {
    const { text } = letterOf(told, 'Terry', 'text', config)
    expect(text.length).toBeLessThanOrEqual(320)
    expect(text).not.toMatch(/[\r\n]/)
  })
})

it('III.E.4 the way out of a lock is a link', () => {
  expect(letterOf(samples['account-locked'], 'Terry', 'email', config).link).toBe(
    'https://portal.example.org/forgot-password',
  )
})

it('no message holds a field of which nobody said why it is no PHI', () => {
  const fields = Object.values(samples).flatMap((told) => Object.keys(told).filter((name) => name !== 'name'))
  expect(fields.filter((name) => !(name in noPhi))).toEqual([])
})
