import { describe, expect, it } from 'vitest'
import { clauses } from '../../src/policy/clauses.ts'
import { everyNumber } from '../../src/policy/numbers.ts'
import { describePolicy, readPolicy } from '../../src/policy/profiles.ts'
import { chaptersOf } from '../../src/staff/policy/rules.ts'
import { PolicyPage } from '../../views/staff/policy-page.tsx'
import { policyOf } from '../support/policy.ts'

function inForce(vars: { profile?: string; overrides?: object; deviations?: object }) {
  const read = readPolicy({
    POLICY_PROFILE: vars.profile ?? 'IS.1600',
    POLICY_OVERRIDES: JSON.stringify(vars.overrides ?? {}),
    POLICY_DEVIATIONS: JSON.stringify(vars.deviations ?? {}),
  })
  if (!read.ok) throw new Error(read.refusal.join('\n'))
  const chapters = chaptersOf(describePolicy(read.value))
  const html = String(PolicyPage({ profile: read.value.profile, chapters }))
  const number = (name: string) => chapters.flatMap(({ numbers }) => numbers).find((one) => one.name === name)
  return { chapters, html, number }
}

describe('the policy in force', () => {
  it('shows every number once, below the chapter of its clause, in order', () => {
    const { chapters, html } = inForce({})
    const shown = chapters.flatMap(({ numbers }) => numbers)
    expect(shown.map(({ name }) => name).toSorted()).toEqual(everyNumber.map(([name]) => name).toSorted())
    for (const { id, title, numbers } of chapters) {
      expect(title).toBe(id === 'II' ? 'Policy' : clauses[id as keyof typeof clauses])
      for (const { clause } of numbers) expect(clause.startsWith(`${id}.`) || clause === id).toBe(true)
    }
    const ids = chapters.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted())
    for (const [name, { clause, sentence }] of everyNumber) {
      for (const words of [name, clause, sentence.replaceAll('&', '&amp;')]) expect(html).toContain(words)
    }
  })

  it('each clause has a place on the page that its link leads to, and each id is there once', () => {
    const { html } = inForce({})
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
    expect(targets.length).toBeGreaterThan(30)
    expect(targets.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('says in words what is in force, what the standard is, and which way it may move', () => {
    const { number, html } = inForce({ profile: 'hardened' })
    expect(number('PASSCODE_LASTS')).toMatchObject({
      inForce: '10 minutes',
      standard: '15 minutes',
      mayMove: 'It may be less',
    })
    expect(number('PASSWORD_AT_LEAST')).toMatchObject({ inForce: '12', standard: '7', mayMove: 'It may be more' })
    expect(number('PASSWORD_NOT_BREACHED')).toMatchObject({
      inForce: 'yes',
      standard: 'no',
      mayMove: 'It may be “yes”',
    })
    expect(number('SECURITY_QUESTIONS')).toMatchObject({ inForce: 'no', standard: 'yes', mayMove: 'It may be “no”' })
    expect(number('PASSCODE_DIGITS')).toMatchObject({ inForce: '6', standard: null, mayMove: 'It stays' })
    expect(number('VERIFY_REMINDED')).toMatchObject({ inForce: '7, 12, 14, 15, 16 days', mayMove: 'The plan chooses' })
    expect(html).toContain('<strong>hardened</strong>')
    expect(html).toContain('5 numbers differ from the policy’s own')
    expect(html).toContain('None: no number asks for less')
  })

  it('III.M.1 a deviation stands on top with its reason, and is none of the allowed differences', () => {
    const reason = 'Clinics <close> in summer & nobody signs in.'
    const { html, number } = inForce({ overrides: { DORMANT_AFTER: 90 }, deviations: { DORMANT_AFTER: reason } })
    expect(number('DORMANT_AFTER')).toMatchObject({ inForce: '90 days', standard: '60 days', deviation: reason })
    const top = html.slice(0, html.indexOf('Find a clause'))
    expect(top).toContain('Here 90 days, where the policy asks for 60 days.')
    expect(top).toContain('Clinics &lt;close&gt; in summer &amp; nobody signs in.')
    expect(top).toContain('Every other number is the policy’s own.')
  })

  it('is the same as what the program goes by', () => {
    const policy = policyOf('IS.1600')
    for (const { name, value } of describePolicy(policy)) expect(policy[name]).toEqual(value)
  })
})
