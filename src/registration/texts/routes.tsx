/** The texts of a registration: the agreement to agree to (III.A.1.c.iv), and the training, a section a page (III.A.1.c.v). */
import { type Context, Hono } from 'hono'
import { batch } from '../../db/client.ts'
import type { Published } from '../../documents/document.ts'
import { read, sectionsOf } from '../../documents/rules.ts'
import { documentInForce } from '../../documents/store.ts'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { origin } from '../../http/origin.ts'
import { answer, attestationText, nextSection } from '../../training/rules.ts'
import { AgreementPage } from '../../../views/registration/agreement-page.tsx'
import { Progress } from '../../../views/registration/progress.tsx'
import { AttestationPage, SectionPage } from '../../../views/training/training-page.tsx'
import type { Registration } from '../registration.ts'
import { enter, type Entered, entering, keep, onwards, stepPage, today, wrong } from '../steps/routes.tsx'
import { agreed, sectionPassed, trained } from '../store.ts'

export const registrationTexts = new Hono<App>()

registrationTexts.get('/agreement', async (c) => {
  const entered = await enter(c, 'agreement')
  return entered instanceof Response ? entered : agreementPage(c, entered, await textOf(c, 'user-agreement'))
})

registrationTexts.post('/agreement', async (c) => {
  const { form, entered } = await entering(c, 'agreement')
  if (entered instanceof Response) return entered
  const text = await textOf(c, 'user-agreement')
  if (form.get('agree') !== 'on')
    return agreementPage(c, entered, text, { error: 'Tick the box if you agree: without it there is no access.' })
  const { at, ip } = origin(c)
  const statement = agreed(entered.registration.row, form.get('document') ?? '', at, ip)
  const kept = await keep(c, entered, 'III.A.1.c.iv', statement)
  return kept ? onwards(c) : agreementPage(c, entered, text, { isNew: true })
})

registrationTexts.get('/training', async (c) => {
  const entered = await enter(c, 'training')
  if (entered instanceof Response) return entered
  return c.redirect(trainingPlace(entered.registration, await textOf(c, 'training')), 303)
})

registrationTexts.get('/training/attestation', async (c) => {
  const entered = await enter(c, 'training')
  if (entered instanceof Response) return entered
  const text = await textOf(c, 'training')
  const place = trainingPlace(entered.registration, text)
  return place.endsWith('/attestation') ? attestationPage(c, entered, text) : c.redirect(place, 303)
})

registrationTexts.post('/training/attestation', async (c) => {
  const { form, entered } = await entering(c, 'training')
  if (entered instanceof Response) return entered
  const text = await textOf(c, 'training')
  const place = trainingPlace(entered.registration, text)
  if (!place.endsWith('/attestation') || form.get('document') !== text.id) return c.redirect(place, 303)
  if (form.get('attest') !== 'on') return attestationPage(c, entered, text, 'Tick the box if this is so.')
  const { at, ip } = origin(c)
  const by = {
    training: text.row,
    count: sectionsOf(text.body).length,
    on: today(c),
    at,
    ip,
    text: attestationText(text),
  }
  await keep(c, entered, 'III.A.1.c.v', trained(entered.registration.row, by))
  return onwards(c)
})

registrationTexts.get('/training/:section', async (c) => {
  const entered = await enter(c, 'training')
  return entered instanceof Response ? entered : sectionPage(c, entered, await textOf(c, 'training'), {})
})

registrationTexts.post('/training/:section', async (c) => {
  const { form, entered } = await entering(c, 'training')
  if (entered instanceof Response) return entered
  const text = await textOf(c, 'training')
  const section = sectionNumber(c)
  if (form.get('document') !== text.id) return c.redirect(trainingPlace(entered.registration, text), 303)
  const chosen = form.get('answer') ?? ''
  if (answer(text.body, section, chosen) !== 'right') {
    const again = 'Not quite. Read the section once more: the answer is in it. You can try as often as you like.'
    return sectionPage(c, entered, text, { chosen, error: chosen ? again : 'Choose one of the answers.' })
  }
  await keep(c, entered, 'III.A.1.c.v', sectionPassed(entered.registration.row, text.row, section), { section })
  return onwards(c)
})

async function textOf(c: Context<App>, kind: 'user-agreement' | 'training'): Promise<Published> {
  const { rows } = await batch(c.env.DB, [documentInForce(kind)])
  if (!rows[0][0]) throw new AppError({ kind: 'not_found' })
  return rows[0][0]
}

function agreementPage(
  c: Context<App>,
  entered: Entered,
  { title, id, version, body }: Published,
  { error, isNew }: { error?: string; isNew?: boolean } = {},
) {
  const banner =
    isNew &&
    ({
      kind: 'warning',
      heading: 'A new version was published while you read. Please read this one.',
      focus: true,
    } as const)
  const page = { title, ...wrong(error), ...(banner ? { banner, status: 409 as const } : {}) }
  return stepPage(c, entered, page, (frame) => (
    <AgreementPage {...frame} document={id} version={version} blocks={read(body)} error={error} />
  ))
}

function trainingPlace(registration: Registration, text: Published): string {
  const done = registration.training === text.row ? registration.sections : []
  return `/register/training/${nextSection(done, sectionsOf(text.body).length) ?? 'attestation'}`
}

/** The section that the address names, as a number; 0 for what is none. */
function sectionNumber(c: Context<App>): number {
  const { section = '' } = c.req.param() as { section?: string }
  return /^[1-9]\d?$/.test(section) ? Number(section) : 0
}

function sectionPage(c: Context<App>, entered: Entered, text: Published, more: { chosen?: string; error?: string }) {
  const sections = sectionsOf(text.body)
  const section = sections[sectionNumber(c) - 1]
  if (!section) throw new AppError({ kind: 'not_found' })
  const action = `/register/training/${section.number}`
  return stepPage(c, entered, { title: section.heading, ...wrong(more.error) }, ({ csrf, progress }) => (
    <>
      <Progress {...progress} />
      <SectionPage
        action={action}
        csrf={csrf}
        fields={{ document: text.id }}
        section={section}
        count={sections.length}
        {...more}
      />
    </>
  ))
}

function attestationPage(c: Context<App>, entered: Entered, text: Published, error?: string) {
  return stepPage(c, entered, { title: 'Attest to your training', ...wrong(error) }, ({ csrf, progress }) => (
    <>
      <Progress {...progress} />
      <AttestationPage
        action="/register/training/attestation"
        csrf={csrf}
        fields={{ document: text.id }}
        text={attestationText(text)}
        error={error}
      />
    </>
  ))
}
