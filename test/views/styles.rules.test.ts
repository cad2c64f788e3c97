import { readFile } from 'node:fs/promises'
import { brotliCompressSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { buildStyles, contrast, weights } from '../../tools/styles.ts'
import { Layout } from '../../views/layout.tsx'
import { Button } from '../../views/parts/button.tsx'
import { Card } from '../../views/parts/card.tsx'
import { Field } from '../../views/parts/field.tsx'
import { Form } from '../../views/parts/form.tsx'

beforeAll(buildStyles)

const css = () => readFile('views/public/gatehouse.css', 'utf8')

test('a first visit weighs at most 24 KB', async () => {
  const fields = ['email', 'password'].map((name) => Field({ name, label: name }))
  const form = Form({
    action: '/sign-in',
    csrf: 'x'.repeat(64),
    children: [...fields, Button({ children: 'Sign in' })],
  })
  const page = String(
    Layout({ title: 'Sign in', plan: { name: 'Plan', telephone: '' }, children: Card({ children: form }) }),
  )
  const assets = Object.values(await weights()).reduce((sum, bytes) => sum + bytes, 0)
  expect(assets + brotliCompressSync(page).length).toBeLessThan(24_000)
})

test('the styles load nothing: no font, no picture but drawn in place', async () => {
  expect(await css()).not.toMatch(/@import|@font-face|url\((?!"?data:)/)
})

test('classes that no view names are dropped, those that one names stay', async () => {
  const text = await css()
  expect(text).not.toContain('usa-button--big')
  expect(text).toContain('.usa-button--outline')
  expect(text).toContain('.status-waiting')
})

test('every colour of USWDS became a property, so that dark mode reaches it', async () => {
  expect(await css()).not.toMatch(/#(005ea2|1a4480|1b1b1b|71767a|b50909)/)
})

/** The custom properties as they are in one scheme, pointers followed. */
async function properties(dark: boolean): Promise<(name: string) => string> {
  const text = await css()
  const blocks = [...text.matchAll(/(prefers-color-scheme:dark\)\{)?:root\{([^}]*)\}/g)]
  const scheme = blocks.filter(([, inDark]) => dark || !inDark).slice(0, dark ? 3 : 2)
  const known = new Map(
    scheme.flatMap(([, , body]) => (body ?? '').split(';').map((line) => line.split(':') as [string, string])),
  )
  const resolve = (name: string): string => {
    const value = known.get(`--${name}`) ?? ''
    const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1]
    if (other) return resolve(other)
    return /^#...$/.test(value) ? value.replaceAll(/[^#]/g, '$&$&') : value
  }
  return resolve
}

const pairs = [
  ['ink', 'ground'],
  ['ink', 'paper'],
  ['ink', 'neutral-soft'],
  ['ink-soft', 'ground'],
  ['ink-soft', 'paper'],
  ['accent', 'ground'],
  ['accent', 'paper'],
  ['accent-strong', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'bad'],
  ['on-accent', 'accent-strong'],
  ['good', 'good-soft'],
  ['waiting', 'waiting-soft'],
  ['bad', 'bad-soft'],
  ['bad', 'paper'],
  ['bad', 'ground'],
] as const

test.each([false, true])('WCAG 1.4.3 text stands out by 4.5 to 1 (dark: %s)', async (dark) => {
  const colour = await properties(dark)
  const weak = pairs.filter(([text, ground]) => !(contrast(colour(text), colour(ground)) >= 4.5))
  expect(weak).toEqual([])
})

test.each([false, true])('WCAG 1.4.11 frames of fields and the focus stand out by 3 to 1 (dark: %s)', async (dark) => {
  const colour = await properties(dark)
  for (const ground of ['paper', 'ground']) {
    expect(contrast(colour('line-strong'), colour(ground))).toBeGreaterThanOrEqual(3)
    expect(contrast(colour('focus'), colour(ground))).toBeGreaterThanOrEqual(3)
  }
})
