/** The training (III.J), a section a page: open to everybody at any time, and all there is once it is overdue. */
import { type Context, Hono } from 'hono'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Statement } from '../db/client.ts'
import type { Published } from '../documents/document.ts'
import { prefaceOf, sectionsOf } from '../documents/rules.ts'
import { documentInForce } from '../documents/store.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../http/actor.ts'
import type { App } from '../http/context.ts'
import { resumeAddress } from '../http/criteria.ts'
import { act, page } from '../http/gate.ts'
import { acting, origin } from '../http/origin.ts'
import { show } from '../http/respond.tsx'
import { dayOf } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import { trainingDueOn } from '../standing/rules.ts'
import { AttestationPage, SectionPage, TrainingPage } from '../../views/training/training-page.tsx'
import { answer, attestationText, nextSection } from './rules.ts'
import { attestationKept, progressForgotten, sectionKept, sectionsDone } from './store.ts'

export const training = new Hono<App>()

const doneWords = {
  right: 'That is right',
  attested: 'Your training is complete. Thank you!',
  'new-version': 'The training has a new version. Please go through this one.',
}

const wrongAnswer = 'Not quite. Read the section once more: the answer is in it. You can try as often as you like.'

training.get('/', async (c) => {
  const { actor, text, done } = await trainingPage(c)
  const sections = sectionsOf(text.body)
  const { trainedOn } = actor.facts
  const dueOn = trainingDueOn(trainedOn, c.var.config)
  return show(
    c,
    { title: text.title, banner: bannerOf(c) },
    <TrainingPage
      preface={prefaceOf(text.body)}
      sections={sections.map(({ number, heading }) => ({
        heading,
        href: onwards(`/training/${number}`, nextOf(c)),
        isDone: done.includes(number),
      }))}
      onwards={onwards(stepAfter(done, sections.length), nextOf(c))}
      trainedOn={trainedOn}
      dueOn={dueOn}
      isOverdue={dueOn === null || dayOf(c.var.now, c.var.config.zone) > dueOn}
    />,
  )
})

training.get('/attestation', async (c) => {
  const { actor, text, done } = await trainingPage(c)
  const missing = nextSection(done, sectionsOf(text.body).length)
  if (missing !== null) return c.redirect(onwards(`/training/${missing}`, nextOf(c)), 303)
  return attestationPage(c, actor, text, nextOf(c))
})

training.get('/:section', async (c) => {
  const { actor, text } = await trainingPage(c)
  return sectionPage(c, actor, text, { next: nextOf(c), banner: bannerOf(c) })
})

training.post('/attestation', async (c) => {
  const { actor, form } = await act(c, 'training.take')
  const next = form.get('next') ?? ''
  const { text, done } = await trainingNow(c, actor)
  if (text.id !== form.get('document')) return c.redirect(onwards('/training?done=new-version', next), 303)
  const count = sectionsOf(text.body).length
  const missing = nextSection(done, count)
  if (missing !== null) return c.redirect(onwards(`/training/${missing}`, next), 303)
  if (form.get('attest') !== 'on') return attestationPage(c, actor, text, next, 'Tick the box if this is so.')
  const { at, ip } = origin(c)
  const on = dayOf(c.var.now, c.var.config.zone)
  const attestation = { account: actor.account, document: text.row, on, at, ip, text: attestationText(text) }
  await batch(c.env.DB, [
    attestationKept(attestation, count),
    recordedIfChanged({ ...event(c, actor, text), name: 'training.attested', detail: { version: text.version } }),
    progressForgotten(actor.account),
  ])
  // III.J.3: everything is reached again at once, in the same session.
  return c.redirect(next ? await resumeAddress(c, next, actor.session.key) : '/training?done=attested', 303)
})

training.post('/:section', async (c) => {
  const { actor, form } = await act(c, 'training.take')
  const next = form.get('next') ?? ''
  const { text, done } = await trainingNow(c, actor)
  if (text.id !== form.get('document')) return c.redirect(onwards('/training?done=new-version', next), 303)
  const section = sectionOf(c)
  const chosen = form.get('answer') ?? ''
  const judged = answer(text.body, section, chosen)
  if (judged !== 'right') {
    return sectionPage(c, actor, text, { next, chosen, error: chosen ? wrongAnswer : 'Choose one of the answers.' })
  }
  await batch(c.env.DB, [
    sectionKept(actor.account, text.row, section, c.var.now.getTime()),
    recordedIfChanged({ ...event(c, actor, text), name: 'training.section_passed', detail: { section } }),
  ])
  const step = stepAfter([...done, section], sectionsOf(text.body).length)
  return c.redirect(onwards(`${step}?done=right`, next), 303)
})

/** A page of the training, with the text in force and the sections that the person has done. */
async function trainingPage(c: Context<App>) {
  const { actor, rows } = await page(c, { right: 'training.take', name: 'page.viewed', read: reading })
  return { actor, ...readTraining(rows) }
}

async function trainingNow(c: Context<App>, actor: Actor) {
  const { rows } = await batch(c.env.DB, reading(actor.session.key))
  return readTraining(rows)
}

const reading = (key: SessionKey) =>
  [documentInForce('training'), sectionsDone(key)] as const satisfies readonly Statement[]

function readTraining([[text], done]: readonly [Published[], { section: number }[]]) {
  if (!text) throw new AppError({ kind: 'not_found' })
  return { text, done: done.map(({ section }) => section) }
}

/** The section that the address names, as a number; 0 for what is none. */
function sectionOf(c: Context<App>): number {
  const { section = '' } = c.req.param() as { section?: string }
  return /^[1-9]\d?$/.test(section) ? Number(section) : 0
}

function stepAfter(done: readonly number[], count: number): string {
  return `/training/${nextSection(done, count) ?? 'attestation'}`
}

/** An address of the training that leads on, in the end, to where the person wanted to go. */
function onwards(path: string, next: string): string {
  if (!next) return path
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ next })}`
}

function nextOf(c: Context<App>): string {
  return c.req.query('next') ?? ''
}

function bannerOf(c: Context<App>) {
  const done = c.req.query('done')
  const known = (['right', 'attested', 'new-version'] as const).find((word) => word === done)
  return known && ({ kind: known === 'new-version' ? 'info' : 'success', heading: doneWords[known] } as const)
}

function event(c: Context<App>, actor: Actor, { id: record }: Published) {
  return { ...acting(c, actor), subject: actor.account, record, clause: 'III.J.1' }
}

function sectionPage(
  c: Context<App>,
  actor: Actor,
  text: Published,
  more: { next: string; chosen?: string; error?: string; banner?: ReturnType<typeof bannerOf> },
) {
  const { next, chosen, error, banner } = more
  const sections = sectionsOf(text.body)
  const section = sections[sectionOf(c) - 1]
  if (!section) throw new AppError({ kind: 'not_found' })
  return show(
    c,
    {
      title: section.heading,
      back: { href: onwards('/training', next), label: text.title },
      banner,
      error: error !== undefined,
      status: error ? 422 : 200,
    },
    <SectionPage
      action={`/training/${section.number}`}
      csrf={actor.csrf}
      fields={{ document: text.id, next }}
      section={section}
      count={sections.length}
      chosen={chosen}
      error={error}
    />,
  )
}

function attestationPage(c: Context<App>, actor: Actor, text: Published, next: string, error?: string) {
  return show(
    c,
    {
      title: 'Attest to your training',
      back: { href: onwards('/training', next), label: text.title },
      banner: error ? undefined : bannerOf(c),
      error: error !== undefined,
      status: error ? 422 : 200,
    },
    <AttestationPage
      action="/training/attestation"
      csrf={actor.csrf}
      fields={{ document: text.id, next }}
      text={attestationText(text)}
      error={error}
    />,
  )
}
