/** Somebody who registers, with a browser of their own: each step as a person takes it. */
import { env } from 'cloudflare:workers'
import { sectionsOf } from '../../src/documents/rules.ts'
import { securityQuestions } from '../../src/second-factor/questions.ts'
import { Browser, letters, mailTo } from './browser.ts'

export const PERSON = {
  firstName: 'Nell',
  lastName: 'Newcomb',
  street: '12 Pier Street',
  city: 'Port Alder',
  zip: '93001',
  telephone: '805-555-0123',
  jobTitle: 'Receptionist',
  jobDescription: 'Greets patients and checks that they are covered.',
  adult: 'on',
}

export const ANSWERS = {
  question1: securityQuestions[0], answer1: 'Elm Lane', question2: securityQuestions[1], answer2: 'Robin',
  question3: securityQuestions[2], answer3: 'Biscuit',
} // prettier-ignore

let nth = 0

export const STEPS = ['code', 'person', 'office', 'agreement', 'training', 'questions', 'review'] as const

export class Registrant {
  readonly browser: Browser
  readonly email: string

  constructor(email?: string) {
    nth += 1
    this.email = email ?? `new${nth}@office.example`
    this.browser = new Browser(`198.51.${Math.floor(nth / 250)}.${nth % 250}`)
  }

  /** Posts the fields to the page's form; answers where it leads, or the status. */
  async post(path: string, fields: Record<string, string> = {}): Promise<string | number> {
    const answer = await this.browser.post(path, fields, '/register')
    return answer.headers.get('Location') ?? answer.status
  }

  begin(): Promise<string | number> {
    return this.post('/register', { email: this.email })
  }

  async prove(): Promise<string | number> {
    await mailTo(this.email)
    const code = letters.findLast((letter) => letter.to === this.email && letter.code !== null)?.code
    return this.post('/register/code', { code: code ?? '' })
  }

  person(fields: Partial<typeof PERSON> = {}): Promise<string | number> {
    return this.post('/register/person', { ...PERSON, ...fields })
  }

  async office(row: number): Promise<string | number> {
    const found = await env.DB.prepare('SELECT public_id AS id FROM office WHERE id = ?')
      .bind(row)
      .first<{ id: string }>()
    return this.post('/register/office', { office: found!.id })
  }

  async agree(): Promise<string | number> {
    return this.post('/register/agreement', { agree: 'on', document: (await inForce('user-agreement')).id })
  }

  async train(): Promise<string | number> {
    const { id: document, body } = await inForce('training')
    for (const { number, check } of sectionsOf(body)) {
      const right = check!.answers.findIndex(({ isRight }) => isRight) + 1
      await this.post(`/register/training/${number}`, { document, answer: String(right) })
    }
    return this.post('/register/training/attestation', { document, attest: 'on' })
  }

  questions(): Promise<string | number> {
    return this.post('/register/questions', ANSWERS)
  }

  send(): Promise<string | number> {
    return this.post('/register/review')
  }

  /** Every step before the one that is named. */
  async upTo(step: (typeof STEPS)[number] | 'end', office: number): Promise<this> {
    const acts = [
      () => this.begin(), () => this.prove(), () => this.person(), () => this.office(office), () => this.agree(),
      () => this.train(), () => this.questions(), () => this.send(),
    ] // prettier-ignore
    const count = step === 'end' ? acts.length : STEPS.indexOf(step) + 1
    for (const act of acts.slice(0, count)) await act()
    return this
  }
}

async function inForce(kind: string): Promise<{ id: string; body: string }> {
  const text = await env.DB.prepare(
    'SELECT public_id AS id, body FROM document WHERE kind = ? AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1',
  )
    .bind(kind)
    .first<{ id: string; body: string }>()
  return text!
}

/** The newest registration of the address, as stored. */
export function stored(email: string) {
  return env.DB.prepare('SELECT * FROM registration WHERE email = ? ORDER BY id DESC LIMIT 1')
    .bind(email)
    .first<Record<string, unknown>>()
}
