/** The security questions of III.F.2.b, and how answers are made alike before they are hashed or compared. */

/**
 * What one may choose from: nothing that stands in a public record, or that people tell where everybody reads it.
 * A plan that changes a question's words adds a new one: answers belong to the words.
 */
export const securityQuestions = [
  'What was the first dish you learned to cook?',
  'Where did you like to hide as a child?',
  'What were you afraid of as a small child?',
  'What did you first buy with money of your own?',
  'What did you and your friends call your strictest teacher?',
  'What did you break as a child and keep quiet about?',
  'Which song did somebody sing to you at bedtime?',
  'What was the name of your first stuffed animal or doll?',
  'What did you lose that you still miss?',
  'Which food did you refuse to eat as a child?',
  'Which sport or instrument did you give up as a child?',
  'What was the worst present you ever got?',
] as const

/** An answer without what people vary in: letter case, spaces, and the form of accents (NFKC). */
export function foldAnswer(answer: string): string {
  return answer.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim()
}

/** All answers in the order of their questions, as the guard compares them: one text, so that none can be tried by itself. */
export function foldedAnswers(answers: readonly string[]): string {
  return answers.map(foldAnswer).join('\n')
}

/** Longer than any answer may be: what is too long is read this far, and told. */
const MOST_READ = 2000

/** The questions chosen and their answers, so many of each, as a form has them: `question1`, `answer1` and so on. */
export function readQuestions(form: URLSearchParams, count: number): { chosen: string[]; answers: string[] } {
  const all = (name: string) =>
    Array.from({ length: count }, (_, place) => (form.get(`${name}${place + 1}`) ?? '').slice(0, MOST_READ))
  return { chosen: all('question'), answers: all('answer') }
}
