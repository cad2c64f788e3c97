/** Full stops as answers: one switch over every kind, plain words outside, reasons only in the log and audit. */
import type { Context } from 'hono'
import { AppError, type Stop } from '../errors.ts'
import { Problem } from '../../views/problem/problem-page.tsx'
import { StandingNotice } from '../../views/standing/standing-page.tsx'
import { standingWords } from '../../views/standing/words.ts'
import type { Gate } from '../standing/standing.ts'
import type { App } from './context.ts'
import { dropCookie, readKey } from './cookies.ts'
import { keepAddress } from './criteria.ts'
import { keepForm } from './kept.ts'
import { type Page, show } from './respond.tsx'

/** The answer to anything thrown. */
export async function answerProblem(thrown: Error, c: Context<App>): Promise<Response> {
  if (thrown instanceof AppError) return answerStop(thrown.stop, c)
  // The message and stack are ours or the platform's; no request data is ever put in them (never 9).
  console.error(
    JSON.stringify({
      level: 'error',
      request: c.var.requestId,
      error: thrown.name,
      stack: thrown.stack?.slice(0, 2000),
    }),
  )
  return problem(c, 500, 'Something went wrong', 'The page could not be shown. Nothing was changed or lost by it.', [
    'Try once more in a moment.',
    'If it stays, call us with the reference below.',
  ])
}

async function answerStop(stop: Stop, c: Context<App>): Promise<Response> {
  switch (stop.kind) {
    case 'session_closed':
      return closedSession(c, stop)
    case 'standing': {
      const { title } = standingWords[stop.why]
      return show(c, { title, status: 403 }, <StandingNotice why={stop.why} plan={c.var.config.plan} />)
    }
    case 'gate':
      return onwards(c, gatePages[stop.gate])
    case 'second_factor':
      return onwards(c, '/confirm', stop.form)
    case 'no_right':
      return problem(c, 403, 'Not part of your access', 'Your role doesn’t include this page.', [
        c.var.actor?.kind === 'staff'
          ? 'If your job needs it, ask an Enterprise Administrator.'
          : 'If your job needs it, ask your Local Office Administrator for the role.',
      ])
    case 'whole_account':
      return problem(
        c,
        403,
        'Sign in with your password for this',
        'You signed in through an organization that does not speak for all of your offices. This page is about your whole account.',
        ['Sign out, and sign in with your password.', 'Or stay where you were: your work for this office goes on.'],
      )
    case 'not_found':
      return problem(c, 404, 'Not found', 'There is nothing here that you can see.', [
        'Check the address, or start again from the home page.',
      ])
    case 'foreign_request':
      return problem(
        c,
        403,
        'This form was not sent from here',
        'The form was too old, or came from another site. Nothing was changed.',
        ['Go back, reload the page, and send the form again.'],
      )
    case 'changed_meanwhile':
      return problem(
        c,
        409,
        'It changed meanwhile',
        'Somebody changed this since you opened it. Nothing of yours was saved.',
        ['Open the page again and look at what stands there now.'],
      )
    case 'too_many_attempts':
      c.header('Retry-After', String(stop.retryAfterSeconds))
      return problem(c, 429, 'Too many attempts', 'There were too many attempts from where you are. Nothing is lost.', [
        `Wait ${waitWords(stop.retryAfterSeconds)} and try again.`,
      ])
    case 'bad_request':
      return problem(c, 400, 'This could not be read', stop.sentence, ['Go back and send the form once more.'])
    case 'too_large':
      return problem(c, 413, 'Too much at once', 'What was sent is larger than any form here.', [
        'Go back and send less.',
      ])
    case 'misconfigured':
      // Operators read the sentences in the log, developers on the page; to everybody else the portal is closed.
      console.error(JSON.stringify({ level: 'error', error: 'misconfigured', sentences: stop.sentences }))
      c.header('Cache-Control', 'no-store')
      return c.text(
        ['The portal is closed: its configuration breaks the policy or is incomplete.', ...sentencesFor(c, stop)].join(
          '\n',
        ),
        503,
      )
    default:
      return stop satisfies never
  }
}

/** To the sign-in page, which says why and leads back. */
async function closedSession(c: Context<App>, { why, form }: Stop & { kind: 'session_closed' }): Promise<Response> {
  // What a page keeps by itself while somebody types leads nowhere: they send the form, and that is offered again.
  if (c.req.header('HX-Target') === 'div#kept') return c.body(null, 204)
  const kept = c.req.path === '/' ? '/home' : await wayBack(c, form)
  // Who sends a form had a session when they opened it: another tab has signed them out.
  const said = why === 'none' && c.req.method === 'POST' ? 'ended' : why
  const to = `/sign-in?${new URLSearchParams({ ...(said === 'none' ? {} : { closed: said }), next: kept })}`
  dropCookie(c, 'session')
  return redirect(c, to)
}

const gatePages: Record<Gate, string> = {
  password: '/password',
  agreement: '/agreement',
  training: '/training',
  verification: '/office/verification',
}

/** To a page that comes first, which then leads back to where the person wanted to go. */
async function onwards(c: Context<App>, page: string, form?: URLSearchParams): Promise<Response> {
  return redirect(c, `${page}?${new URLSearchParams({ next: await wayBack(c, form) })}`)
}

/** Where the person was: the page's address, or where the form that they posted is offered again. */
async function wayBack(c: Context<App>, form?: URLSearchParams): Promise<string> {
  const key = await readKey(c, 'session')
  if (form && key) return keepForm(c, form, key)
  return c.req.method === 'GET' ? keepAddress(c, key) : '/home'
}

/** htmx is told by header, since fetch would follow a 303. */
function redirect(c: Context<App>, to: string): Response {
  if (c.req.header('HX-Request') !== 'true') return c.redirect(to, 303)
  c.header('HX-Redirect', to)
  return c.body(null, 401)
}

function sentencesFor(c: Context<App>, stop: { sentences: string[] }): string[] {
  return c.env.ORIGIN.startsWith('http://') ? ['', ...stop.sentences] : []
}

function problem(
  c: Context<App>,
  status: NonNullable<Page['status']>,
  title: string,
  sentence: string,
  whatToDo: string[],
) {
  const referenceId = status === 500 ? c.var.requestId : undefined
  return show(
    c,
    { title, status, error: true },
    <Problem status={status} sentence={sentence} whatToDo={whatToDo} referenceId={referenceId} />,
  )
}

function waitWords(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}
