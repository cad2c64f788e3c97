import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { claim, extract, list } from '../support/extract.ts'
import { publishRows, rows, send } from '../support/feed.ts'
import { aPerson, today } from '../support/people.ts'

const clerk = new Browser()
const office = (active?: boolean | string) => ({
  resourceType: 'Organization',
  id: 'org-gone',
  name: 'Clinic that goes',
  ...(active === undefined ? {} : { active }),
})
const own = { ...claim, id: 'clm-gone', provider: { reference: 'Organization/org-gone' } }
const stored = async () =>
  (
    await rows<{ id: number; on: string | null }>(
      `SELECT id, terminated_on AS "on" FROM office WHERE source_id = 'org-gone'`,
    )
  )[0]!

beforeAll(async () => {
  await publishRows(...list)
  await send(...extract, office(true), own)
  const { id, on } = await stored()
  expect(on).toBeNull()
  await env.DB.prepare("UPDATE office SET access_on = '2020-01-01', verify_due_on = '2199-01-01' WHERE id = ?")
    .bind(id)
    .run()
  await aPerson({ email: 'clerk@gone.example', offices: [id] })
  await clerk.signIn('clerk@gone.example')
})

it('III.M.4 an office that the core system reports as terminated lets nobody in, from the same moment', async () => {
  expect((await clerk.get('/claims')).status).toBe(200)
  await send(office(false))
  expect((await stored()).on).toBe(today())
  expect((await clerk.get('/claims')).headers.get('Location')).toBe('/sign-in?closed=ended&next=%2Fclaims')
  const answer = await new Browser().password('clerk@gone.example')
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('no longer works with the plan')
})

it('III.M.4 it leaves one row, however often it is reported', async () => {
  await send({ ...office(false), name: 'Clinic that is gone' })
  const { id } = await stored()
  const told = await rows("SELECT clause, detail FROM audit WHERE event = 'office.changed' AND office_id = ?", id)
  expect(told).toEqual([{ clause: 'III.M.4', detail: '{"to":"terminated"}' }])
})

it('III.N.1 reported as active again, nothing is restored silently', async () => {
  await send(office(true))
  expect((await stored()).on).toBe(today())
})

it('III.M.4 an office that was reported before any claim named it is terminated from the start', async () => {
  await send({ ...office(false), id: 'org-late' })
  await send({ ...own, id: 'clm-late', provider: { reference: 'Organization/org-late' } })
  expect(await rows("SELECT terminated_on IS NOT NULL AS gone FROM office WHERE source_id = 'org-late'")).toEqual([
    { gone: 1 },
  ])
})

it('Feed a word that is no yes or no is told, and changes nothing', async () => {
  const counts = await send(office('false'))
  expect(counts.Organization).toMatchObject({ rejected: 1, stored: 0 })
})
