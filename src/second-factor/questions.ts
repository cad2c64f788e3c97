/** Security questions (III.F.2.b): what may be asked, and how answers are compared. */

/** A question: its id stays for ever, its words may be mended. */
export type Question = { id: string; words: string }

/** What may be chosen: nothing that stands in a public record, or that people tell of themselves where everybody reads it. */
export const QUESTIONS: readonly Question[] = [
  { id: 'first-dish', words: 'What was the first dish you learned to cook?' },
  { id: 'hiding-place', words: 'Where did you like to hide as a child?' },
  { id: 'feared', words: 'What were you afraid of as a small child?' },
  { id: 'own-money', words: 'What did you first buy with money of your own?' },
  { id: 'strict-teacher', words: 'What did you and your friends call your strictest teacher?' },
  { id: 'broken', words: 'What did you break as a child and keep quiet about?' },
  { id: 'bedtime-song', words: 'Which song did somebody sing to you at bedtime?' },
  { id: 'stuffed-toy', words: 'What did you call your favorite stuffed toy?' },
  { id: 'lost', words: 'What did you lose that you still miss?' },
  { id: 'refused-food', words: 'Which food did you refuse to eat as a child?' },
  { id: 'wanted-to-become', words: 'What did you want to become when you were six?' },
  { id: 'worst-present', words: 'What was the worst present you ever got?' },
]

/** An answer as it is compared: case, outer blanks and the width of blanks don't matter. */
export function foldAnswer(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

/** All answers in the order of their questions, as they are hashed: one cannot be tried without the others. */
export function foldedAnswers(answers: readonly string[]): string {
  return answers.map(foldAnswer).join('\n')
}

/** The words of chosen questions, from their ids as a JSON list. */
export function wordsOf(chosen: string): string[] {
  return (JSON.parse(chosen) as string[]).map((id) => QUESTIONS.find((one) => one.id === id)?.words ?? id)
}
