/** The staff's first page: what waits for whom (requirements, section 7). */
import { Hono } from 'hono'
import { kinds } from '../documents/document.ts'
import { reviewDueOn } from '../documents/rules.ts'
import { overviewOf } from '../documents/store.ts'
import type { App } from '../http/context.ts'
import { page } from '../http/gate.ts'
import { show } from '../http/respond.tsx'
import { countedWithoutLoa } from '../offices/store.ts'
import { dayOf } from '../policy/calendar.ts'
import type { Right } from '../roles/matrix.ts'
import { can } from '../roles/rules.ts'
import { countUpTo } from '../../views/format.ts'
import { StaffPage } from '../../views/staff/staff-page.tsx'
import { COUNT_CAP, countedAccessRequests, countedDeadMail, countedOfficeRequests } from './store.ts'

export const staff = new Hono<App>()

const DAY = 86_400_000

staff.get('/', async (c) => {
  const { zone, policy } = c.var.config
  const { actor, rows } = await page(c, {
    right: 'staff',
    name: 'page.viewed',
    read: (_key, today) => [
      countedOfficeRequests,
      countedAccessRequests(today),
      countedWithoutLoa(today, COUNT_CAP),
      countedDeadMail(c.var.now.getTime() - DAY),
      overviewOf(kinds),
    ],
  })
  const [offices, people, withoutLoa, dead, texts] = rows
  const today = dayOf(c.var.now, zone)
  const due = texts.filter(
    ({ publishedAt, reviewedOn }) => reviewDueOn(dayOf(new Date(publishedAt), zone), reviewedOn, policy) < today,
  )
  const queue = (right: Right, label: string, href: string, rowsOf: { count: number }[], thing: string) => {
    const count = rowsOf[0]?.count ?? 0
    return { right, label, href, waits: count > 0, text: countUpTo(COUNT_CAP, count, thing) }
  }
  const queues = [
    queue('offices.admit', 'Offices that ask for access', '/staff/offices', offices, 'office'),
    queue('requests.decide', 'People who ask for access, for the plan to decide', '/staff/requests', people, 'request'),
    queue('offices.admit', 'Offices without a Local Office Administrator', '/staff/offices', withoutLoa, 'office'),
    queue('mail.read', 'Messages given up since yesterday', '/staff/mail', dead, 'message'),
    queue(
      'documents.edit',
      'Texts whose yearly review is overdue',
      '/staff/agreements',
      [{ count: due.length }],
      'text',
    ),
  ]
  return show(c, { title: 'Queues' }, <StaffPage queues={queues.filter(({ right }) => can(actor, right))} />)
})
