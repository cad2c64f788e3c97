/** Answers: a whole page in the frame, or to htmx the fragment alone, from the same component; or a file. */
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { csvOf } from '../csv.ts'
import { membershipClosed } from '../standing/rules.ts'
import { dayOf } from '../policy/calendar.ts'
import { can } from '../roles/rules.ts'
import type { Right } from '../roles/matrix.ts'
import { departmentNames } from '../../views/departments.ts'
import { Layout, type LayoutProps } from '../../views/layout.tsx'
import { officeClosedWord } from '../../views/standing/words.ts'
import type { Actor } from './actor.ts'
import type { App } from './context.ts'

/** What a handler says of its page. */
export type Page = Pick<LayoutProps, 'title' | 'error' | 'banner' | 'back' | 'goesOnTo' | 'print' | 'scripts'> & {
  csrf?: string | undefined
  status?: 200 | 400 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503
}

/** Answers the page, or its content alone where htmx asked for a part. */
export function show(c: Context<App>, page: Page, content: Child): Response | Promise<Response> {
  const { status = 200 } = page
  const { actor } = c.var
  if (c.req.header('HX-Request-Type') === 'partial') return c.html(<>{content}</>, status)
  const frame: LayoutProps = {
    ...page,
    plan: c.var.config.plan,
    csrf: actor?.csrf ?? page.csrf,
    user: actor && personOf(c, actor),
    session: actor && {
      secondsLeft: actor.session.secondsLeft,
      warnSeconds: c.var.config.policy.SESSION_WARNS_BEFORE * 60,
    },
  }
  return c.html(<Layout {...frame}>{content}</Layout>, status)
}

const places: { href: string; label: string; right: Right }[] = [
  { href: '/home', label: 'Home', right: 'signed-in' },
  { href: '/members', label: 'Eligibility', right: 'members.read' },
  { href: '/eligibility-checks', label: 'Eligibility checks', right: 'members.read' },
  { href: '/claims', label: 'Claims', right: 'claims.read' },
  { href: '/referrals', label: 'Referrals', right: 'referrals.read' },
  { href: '/referrals/new', label: 'New referral', right: 'referrals.submit' },
  { href: '/office/requests', label: 'Requests', right: 'office.administer' },
  { href: '/office/users', label: 'Users', right: 'office.administer' },
  { href: '/office/verification', label: 'Verification', right: 'office.verify' },
  { href: '/staff', label: 'Queues', right: 'staff' },
  { href: '/staff/requests', label: 'Requests', right: 'requests.decide' },
  { href: '/staff/offices', label: 'Offices', right: 'offices.admit' },
  { href: '/staff/verifications', label: 'Verifications', right: 'verifications.read' },
  { href: '/staff/late-revocations', label: 'Late revocations', right: 'late-revocations.read' },
  { href: '/staff/accounts', label: 'Accounts', right: 'accounts.administer' },
  { href: '/staff/people', label: 'People', right: 'accounts.administer' },
  { href: '/staff/agreements', label: 'Agreements', right: 'documents.edit' },
  { href: '/staff/training', label: 'Training', right: 'documents.edit' },
  { href: '/staff/restricted-codes', label: 'Restricted codes', right: 'restricted-codes.read' },
  { href: '/staff/hidden-records', label: 'Hidden records', right: 'hidden-records.read' },
  { href: '/staff/mail', label: 'Mail', right: 'mail.read' },
  { href: '/staff/feed', label: 'Feed', right: 'feed.run' },
  { href: '/staff/deliveries', label: 'Deliveries', right: 'deliveries.read' },
  { href: '/staff/jobs', label: 'Jobs', right: 'jobs.read' },
  { href: '/staff/identity-providers', label: 'Identity providers', right: 'providers.configure' },
  { href: '/staff/policy', label: 'Policy', right: 'staff' },
  { href: '/staff/audit', label: 'Audit log', right: 'audit.read' },
  { href: '/profile', label: 'Your profile', right: 'signed-in' },
]

/** Answers the rows as a CSV file of that name, the first row being the names of the columns. */
export function spreadsheet(c: Context<App>, name: string, rows: Parameters<typeof csvOf>[0]): Response {
  return c.body(csvOf(rows), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  })
}

function personOf(c: Context<App>, actor: Actor): LayoutProps['user'] {
  const today = dayOf(c.var.now, c.var.config.zone)
  // Behind a gate no place leads anywhere but to it, and only that of the verification has its place.
  const own = places.filter(
    ({ right }) =>
      (actor.gate === null || (actor.gate === 'verification' && right === 'office.verify')) && can(actor, right),
  )
  // Of several above the page the nearest; the staff's own page is above the others, and none of them.
  const above = own.filter(
    ({ href }) => c.req.path === href || (href !== '/staff' && c.req.path.startsWith(`${href}/`)),
  )
  const here = above.toSorted((a, b) => b.href.length - a.href.length)[0]
  return {
    name: actor.name,
    email: actor.email,
    office: actor.membership?.office ?? (actor.department ? departmentNames[actor.department] : undefined),
    offices: actor.facts.memberships.map((membership) => {
      const closed = membershipClosed(membership, today, c.var.config.policy)
      return {
        id: membership.publicId,
        name: membership.office,
        current: membership.id === actor.membership?.id,
        closed: closed ? officeClosedWord(closed) : undefined,
      }
    }),
    nav: own.map((place) => ({ href: place.href, label: place.label, current: place === here })),
  }
}
