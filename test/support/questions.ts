/** Security questions of a person, as a registration leaves them. */
import { env } from 'cloudflare:workers'
import { readConfig } from '../../src/config.ts'
import { hash } from '../../src/passwords/hash.ts'
import { foldedAnswers, securityQuestions } from '../../src/second-factor/questions.ts'

export const ANSWERS = ['Pea soup', 'Under the stairs', 'The cellar']

/** Establishes the first three questions with ANSWERS. */
export async function withQuestions<P extends { account: number }>(person: P): Promise<P> {
  const stored = await hash(foldedAnswers(ANSWERS), readConfig(env).scryptCost)
  await env.DB.prepare('INSERT INTO security_answer (account_id, questions, hash, set_at) VALUES (?, ?, ?, 0)')
    .bind(person.account, JSON.stringify(securityQuestions.slice(0, 3)), stored)
    .run()
  return person
}

/** The fields of a form with these answers. */
export function answering(answers: readonly string[] = ANSWERS): Record<string, string> {
  return Object.fromEntries(answers.map((answer, place) => [`answer${place + 1}`, answer]))
}
