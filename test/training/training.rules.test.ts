import { describe, expect, it } from 'vitest'
import { read, sectionsOf } from '../../src/documents/rules.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { trainingDueOn } from '../../src/standing/rules.ts'
import { answer, attestationText, isDueSoon, nextSection, trainedOnDaysFor } from '../../src/training/rules.ts'
import { SectionForm } from '../../views/training/section-form.tsx'
import { trainingDueWords } from '../../views/training/words.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const body = '## One\nRead.\n? So?\n- [ ] No\n- [x] Yes\n\n## Two\nRead.\n? So?\n- [x] Yes\n- [ ] No'

describe('III.J.1 the check of a section', () => {
  it.each([
    [1, '2', 'right'],
    [1, '1', 'wrong'],
    [2, '1', 'right'],
    [2, '2', 'wrong'],
    [1, '', 'wrong'],
    [1, '0', 'wrong'],
    [1, '3', 'wrong'],
    [1, '02', 'wrong'],
    [1, ' 2', 'wrong'],
    [1, 'Yes', 'wrong'],
    [0, '1', null],
    [3, '1', null],
    [-1, '1', null],
    [1.5, '1', null],
  ] as const)('III.J.1 section %s, answer "%s": %s', (section, chosen, judged) => {
    expect(answer(body, section, chosen)).toBe(judged)
  })

  it('III.J.1 the page does not tell which answer is right', () => {
    const [section] = sectionsOf(body)
    const form = { action: '/training/1', csrf: 'x', fields: { document: 'doc_x' }, section: section! }
    const page = String(SectionForm(form))
    expect(page).toContain('value="2"')
    expect(
      page.replaceAll(/value="."|id="[^"]*"|for="[^"]*"/g, '').match(/<div class="choice">.*?<\/div>/gs),
    ).toHaveLength(2)
    expect(page).not.toMatch(/\[x\]|right|true|checked/i)
  })

  it('III.J.1 the sections that are left, in their order', () => {
    expect([nextSection([], 3), nextSection([1, 3], 3), nextSection([3, 2, 1], 3), nextSection([4], 3)]).toEqual([
      1,
      2,
      null,
      1,
    ])
  })

  it('III.J.1 the attestation names the training and its version', () => {
    expect(attestationText({ title: 'Portal Training', version: 3 })).toContain('Portal Training, version 3')
    expect(read(attestationText({ title: 'T', version: 1 }))).toHaveLength(1)
  })
})

describe('III.J.1 prompts before the day', () => {
  const due: Day = '2026-11-30'
  it.each([
    ['each by itself', {}],
    ['a common date', { trainingOn: '01-31' }],
    ['at the end of February', { trainingOn: '02-28' }],
    ['every half year', { policy: policyOf('IS.1600', { TRAIN_EVERY: 6 }) }],
  ])(
    'III.J.1 %s: whose training is due on a day is who was trained on the days for it, of five years',
    (_name, more) => {
      const rules = { policy, trainingOn: null, ...more }
      const due: string[] = []
      const counted: string[] = []
      for (let on: Day = '2026-01-01'; on < '2031-01-01'; on = addDays(on, 1)) {
        due.push(`${on} ${trainingDueOn(on, rules)}`)
        for (const trained of trainedOnDaysFor(on, rules)) counted.push(`${trained} ${on}`)
      }
      const inside = due.filter((line) => line.slice(11) < '2031-01-01')
      expect(counted.filter((line) => line >= '2026-01-01').toSorted()).toEqual(inside.toSorted())
      expect(inside.length).toBeGreaterThan(1000)
    },
  )

  it.each([[31, false], [30, true], [29, true], [-1, true]] as const)('III.J.1 home speaks of it %s days before: %s', (left, soon) => {
    expect(isDueSoon(due, addDays(due, -left), policy)).toBe(soon)
  }) // prettier-ignore
  it('III.J.1 in words', () => {
    expect(trainingDueWords(due)).toBe('Your yearly training is due by Nov 30, 2026. It takes about fifteen minutes.')
  })
  it('III.J.1 and at once of somebody never trained', () => expect(isDueSoon(null, due, policy)).toBe(true))
})

describe('III.J.2 the plan’s common date', () => {
  const dueOn = (trainedOn: Day, trainingOn: string | null) => trainingDueOn(trainedOn, { policy, trainingOn })
  it.each([
    ['no common date', '2026-03-10', null, '2027-03-10'],
    ['long before the common date', '2026-03-10', '01-31', '2027-01-31'],
    ['on the common date', '2026-01-31', '01-31', '2027-01-31'],
    ['the day after the common date', '2026-02-01', '01-31', '2027-01-31'],
    // Prompted for 31 January and done before it: that was this year's.
    ['at the last prompt before it', '2026-01-28', '01-31', '2027-01-28'],
    ['the day before it', '2026-01-30', '01-31', '2027-01-30'],
    ['at the first prompt before it', '2026-01-01', '01-31', '2027-01-01'],
    ['the day before the first prompt', '2025-12-31', '01-31', '2026-01-31'],
  ] as const)('III.J.2 trained %s', (_case, trainedOn, trainingOn, due) => {
    expect(dueOn(trainedOn, trainingOn)).toBe(due)
  })
})
