/** Whoever submits referrals in the stories. */
import type { APIRequestContext } from '@playwright/test'
import type { Person } from './portal.ts'

/** Makes somebody of a demo office who may submit referrals. */
export async function aSubmitter(api: APIRequestContext, name: string): Promise<Person> {
  const email = `${name}@harbor-family-medicine.example`
  const password = 'Correct-horse-7'
  const answer = await api.post('/dev/people', {
    headers: { Accept: 'application/json' },
    form: { email, password, office: 'harbor-family-medicine', roles: 'submit-referrals' },
  })
  if (!answer.ok()) throw new Error(`nobody was made: ${answer.status()} ${await answer.text()}`)
  return { email, password, scenario: name, office: 'harbor-family-medicine', roles: ['submit-referrals'] }
}
