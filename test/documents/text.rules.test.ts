import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/documents/document.ts'
import { prefaceOf, problems, read, reviewDueOn, sectionsOf } from '../../src/documents/rules.ts'
import { addDays } from '../../src/policy/calendar.ts'
import { Text } from '../../views/documents/text.tsx'
import { policyOf } from '../support/policy.ts'

const section = (n: number) => `## Part ${n}\n\nRead this.\n\n? Is it so?\n- [ ] No\n- [x] Yes\n`
const training = [1, 2, 3, 4, 5, 6].map(section).join('\n')

describe('II.I the format of the texts', () => {
  it('II.I headings, paragraphs and lists, with lines broken anywhere', () => {
    const body =
      'First line\nof one paragraph.\n\n## A part\nSecond.\n- one\n  item\n- two\n\n- another list\r\n\r\nEnd'
    expect(read(body)).toEqual([
      { is: 'paragraph', text: 'First line of one paragraph.' },
      { is: 'heading', text: 'A part' },
      { is: 'paragraph', text: 'Second.' },
      { is: 'list', items: ['one item', 'two'] },
      { is: 'list', items: ['another list'] },
      { is: 'paragraph', text: 'End' },
    ])
  })

  it('II.I signs that are no marks are words', () => {
    const body = '-5 degrees, 2 ## 3, why? and <b>bold</b> [x]'
    expect(read(body)).toEqual([{ is: 'paragraph', text: body }])
    expect(read('')).toEqual([])
  })

  it('II.I a check belongs to its section, blank lines between or not', () => {
    const [only] = sectionsOf('Preface.\n\n## One\nRead.\n\n? What\nnow?\n\n- [ ] This\n- [X] That,\n  surely\n')
    expect(only).toEqual({
      number: 1,
      heading: 'One',
      blocks: [{ is: 'paragraph', text: 'Read.' }],
      check: {
        is: 'check',
        question: 'What now?',
        answers: [
          { text: 'This', isRight: false },
          { text: 'That, surely', isRight: true },
        ],
      },
    })
    expect(prefaceOf('Preface.\n\n## One\nRead.')).toEqual([{ is: 'paragraph', text: 'Preface.' }])
  })

  it('II.I nothing that an editor types becomes markup', () => {
    const page = String(Text({ blocks: read('## <script>x</script>\n<img src=x>\n- <b>\n\n? <i>\n- [x] "<u>"') }))
    expect(page).not.toMatch(/<(script|img|b|i|u)\b/)
    expect(page).toContain('&lt;script&gt;')
  })
})

describe('II.I, II.J what keeps a text from being published', () => {
  it.each([
    ['a good text', 'user-agreement', '## One\nText.', []],
    ['no text', 'user-agreement', ' \n\n', ['Write the text.']],
    ['no heading', 'user-agreement', 'Text.', [/^Begin each part/]],
    ['a heading without words', 'privacy-notice', '##\nText.', [/no words/]],
    ['a check in an agreement', 'access-agreement', '## One\n? So?\n- [x] Yes\n- [ ] No', [/is a check/]],
    ['an answer without a question', 'user-agreement', '## One\n- [x] Yes', [/no question above/]],
    ['a good training', 'training', training, []],
    ['five sections', 'training', training.replace(section(6), ''), [/has 5 of the 6 sections/]],
    ['a section without a check', 'training', training.replace('? Is it so?\n- [ ] No\n- [x] Yes', ''), [/“Part 1” has no check/]],
    ['a check with two right answers', 'training', training.replace('[ ]', '[x]'), [/“Part 1” has 2 right answers/]],
    ['a check with no right answer', 'training', training.replace('[x]', '[ ]'), [/“Part 1” has 0 right answers/]],
    ['a check with one answer', 'training', training.replace('- [ ] No\n', ''), [/“Part 1” offers nothing to choose/]],
    ['two checks', 'training', training.replace('## Part 2', '? More?\n- [x] Yes\n- [ ] No\n\n## Part 2'), [/“Part 1” has more than one check/]],
    ['nothing to read', 'training', training.replace('Read this.', ''), [/“Part 1” has nothing to read/]],
    ['a check before the first section', 'training', `? So?\n- [x] Yes\n- [ ] No\n\n${training}`, [/is a check/]],
  ] as const)('II.J %s', (_case, kind, body, expected) => {
    const found = problems(kind, body)
    expect(found).toHaveLength(expected.length)
    for (const [n, one] of expected.entries()) expect(found[n]).toMatch(one)
  }) // prettier-ignore
})

describe('II.I the yearly review', () => {
  const policy = policyOf('IS.1600')
  it.each([
    ['published, never reviewed', '2026-03-10', null, '2027-03-10'],
    ['reviewed since', '2026-03-10', '2026-08-01', '2027-08-01'],
    ['published after the last review', '2026-08-01', '2026-03-10', '2027-08-01'],
    ['on 29 February', '2028-02-29', null, '2029-02-28'],
  ] as const)('II.I %s', (_case, publishedOn, reviewedOn, due) => {
    expect(reviewDueOn(publishedOn, reviewedOn, policy)).toBe(due)
    expect([-1, 0, 1].map((n) => addDays(due, n) > reviewDueOn(publishedOn, reviewedOn, policy))).toEqual([
      false,
      false,
      true,
    ])
  })
})

describe('II.I the texts that come with the program', () => {
  const database = new DatabaseSync(':memory:')
  for (const name of ['0001_accounts_and_audit', '0002_records', '0003_getting_in', '0004_first_texts']) {
    database.exec(readFileSync(`migrations/${name}.sql`, 'utf8'))
  }
  const texts = database.prepare('SELECT kind, version, body, published_at, made_by FROM document').all() as {
    kind: (typeof kinds)[number]
    version: number
    body: string
  }[]
  const bodyOf = (kind: string) => texts.find((one) => one.kind === kind)?.body ?? ''

  it('II.I, II.J one of each kind, published, without a problem, and marked as a template', () => {
    expect(texts.map(({ kind }) => kind).toSorted()).toEqual([...kinds].toSorted())
    for (const { kind, version, body } of texts) {
      expect([kind, version, problems(kind, body)]).toEqual([kind, 1, []])
      expect(body.split('\n')[0]).toMatch(/template/i)
    }
  })

  it.each([
    ['II.D payment and health care operations only', ['access-agreement', 'user-agreement', 'training'], /payment and health care operations/i],
    ['II.D no downloading, printing, copying, screenshots, forwarding', ['access-agreement', 'user-agreement', 'training'], /download.*print.*copy.*screen.*forward/is],
    ['II.E.1 spoken and electronic', ['access-agreement', 'user-agreement', 'training'], /(spoken|aloud|conversation).*electronic|electronic.*spoken/is],
    ['II.E.2 on paper', ['access-agreement', 'user-agreement', 'training'], /paper/i],
    ['II.K sanctions', ['access-agreement', 'user-agreement', 'training'], /sanction/i],
    ['III.K.1 reports within 24 hours', ['access-agreement', 'user-agreement', 'training'], /24 hours/],
    ['III.K.1 as of the first day known', ['access-agreement', 'user-agreement'], /reasonable diligence/],
    ['III.K.2.e witnesses at no cost', ['access-agreement'], /no cost.*testify|testify.*no cost/is],
    ['III.K.6.a cooperation', ['access-agreement', 'user-agreement'], /cooperate/],
    ['III.K.6.b information in the time given', ['access-agreement', 'user-agreement'], /within the time/],
    ['III.B.9 the LOA attests', ['access-agreement'], /attest/],
    ['III.H.1 every 45 days', ['access-agreement'], /45/],
    ['III.M.3 ends access at once', ['access-agreement', 'user-agreement', 'training'], /(no longer|leav)/i],
    ['III.N.1 registers again', ['access-agreement'], /register again|registration again/],
    ['III.I.1 restricted information', ['training'], /birth control.*pregnancy.*abortion.*HIV.*sexual assault.*mental health/is],
    ['WPP Do Not Track', ['privacy-notice'], /Do Not Track/],
    ['WPP under 18', ['privacy-notice'], /under 18/],
    ['WPP not medical advice', ['privacy-notice'], /not.{0,40}advice/i],
    ['WPP review, correct, update, suppress or delete', ['privacy-notice'], /review, correct, update, suppress or delete/],
    ['WPP authorizations', ['privacy-notice'], /revoke/],
    ['WPP complaints', ['privacy-notice'], /complain/i],
    ['WPP linked sites', ['privacy-notice'], /link to/i],
    ['WPP licenses', ['privacy-notice'], /license/i],
  ] as const)('%s', (_case, places, words) => {
    for (const kind of places) expect([kind, words.test(bodyOf(kind))]).toEqual([kind, true])
  }) // prettier-ignore
})
