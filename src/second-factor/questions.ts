/** The security questions of III.F.2.b, and how answers are made alike before they are hashed or compared. */

/** What one may choose from. A plan that changes a question's words adds a new one: answers belong to the words. */
export const securityQuestions = [
  'What was the name of the first street you lived on?',
  'What was the first name of your best friend in childhood?',
  'What was the name of your first pet?',
  'In which town did your parents meet?',
  'What was the family name of your favorite teacher?',
  'What was the make and color of your first car?',
  'Which dish did you learn to cook first?',
  'What was the name of the first company you worked for?',
  'Where did you go on your first trip by airplane?',
  'What is the title of the first film you saw in a theater?',
  'What was the name of your first stuffed animal or doll?',
  'Which sport or instrument did you give up as a child?',
] as const

/** An answer without what people vary in: letter case, spaces, and the form of accents (NFKC). */
export function foldAnswer(answer: string): string {
  return answer.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim()
}

/** All answers in the order of their questions, as the guard compares them: one text, so that none can be tried by itself. */
export function foldedAnswers(answers: readonly string[]): string {
  return answers.map(foldAnswer).join('\n')
}
