import { describe, expect, it } from 'vitest'
import { foldAnswer, foldedAnswers, securityQuestions } from '../../src/second-factor/questions.ts'
import { answersSentence, answersTo, blankAnswers } from '../../src/second-factor/rules.ts'

const fold = [
  ['Pea soup', 'pea soup'],
  ['  PEA   soup ', 'pea soup'],
  ['pea\u00a0\tsoup', 'pea soup'],
  ['ＰＥＡ　ｓｏｕｐ', 'pea soup'],
  ['cre\u0300me', 'crème'],
  ['', ''],
  [' \u3000 ', ''],
] as const

describe('III.F.2.b answers', () => {
  it.each(fold)('III.F.2.b %j is compared as %j', (typed, folded) => {
    expect(foldAnswer(typed)).toBe(folded)
  })

  it('III.F.2.b none runs into the next: a line break in one is a blank', () => {
    expect(foldedAnswers(['a\nb', 'c'])).toBe('a b\nc')
    expect(foldedAnswers(['a', 'b', 'c'])).not.toBe(foldedAnswers(['a', 'b c']))
  })

  it('III.F.2.b there are ten questions or more, each once', () => {
    expect(securityQuestions.length).toBeGreaterThanOrEqual(10)
    expect(new Set(securityQuestions).size).toBe(securityQuestions.length)
  })

  it('III.F.2.b a form’s answers are those of the chosen questions; a blank one is told, and is no try', () => {
    const form = new URLSearchParams({ answer1: 'one', answer3: ' ', answer4: 'four' })
    const answers = answersTo('["a","b","c"]', form)
    expect(answers).toEqual(['one', '', ' '])
    expect(Object.keys(blankAnswers(answers) ?? {})).toEqual(['answer2', 'answer3'])
    expect(blankAnswers(['a', 'b'])).toBeUndefined()
  })

  it('III.F.2.b says how many tries are left, and that the questions rest for a day', () => {
    expect(answersSentence({ outcome: 'wrong', triesLeft: 4 })).toContain('4 times')
    expect(answersSentence({ outcome: 'wrong', triesLeft: 1 })).toContain('once')
    expect(answersSentence({ outcome: 'void' })).toContain('for a day')
  })
})
