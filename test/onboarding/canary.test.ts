import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { aCoreOffice, ask, newestRequest, typedRequest } from '../support/core-offices.ts'
import { aPerson } from '../support/people.ts'
import { freshlyIn } from '../support/requests.ts'

const TAG = `<script>canary()</script>"'&<img src=x onerror=canary()>`
const RAW = /<script>canary|<img src=x/
const texts = ['legalName', 'street', 'city', 'managerName', 'managerTitle', 'loaFirstName', 'loaLastName', 'secondFirstName', 'secondLastName', 'signedName', 'signedTitle'] // prettier-ignore
const tagged = Object.fromEntries(texts.map((name) => [name, `${name} ${TAG}`]))

let browser: Browser
beforeAll(async () => {
  browser = await freshlyIn(await aPerson({ email: 'ea@plan.example', department: 'e-business' }))
})

it('T25 a tag in every field of the open form: text on every page of it, of the staff, and in every mail', async () => {
  const of = await aCoreOffice({ name: TAG })
  const visitor = new Browser('198.51.100.1')
  const fields = { ...typedRequest(of), ...tagged, secondEmail: 'sam@clinic.example' }
  const pages = [
    await ask(visitor, { ...fields, npi: TAG, tin: TAG, telephone: TAG, managerEmail: TAG, state: TAG, zip: TAG }),
  ]
  expect(pages[0]!.status).toBe(422)
  pages.push(await visitor.get((await ask(visitor, fields)).headers.get('Location')!))
  const { public_id: id } = await newestRequest()
  const address = `/staff/office-requests/${id}`
  for (const path of [address, `${address}/agreement`, '/staff/offices']) pages.push(await browser.get(path))
  const reason = `Reason ${TAG}`
  const accept = { chosen: of.sourceId, on: '2099-01-01', reason }
  pages.push(await browser.post(`${address}/acceptance`, { ...accept, on: TAG, chosen: TAG }, address))
  expect((await browser.post(`${address}/acceptance`, accept, address)).status).toBe(303)
  const office = `/staff/offices/${of.id}`
  const talk = {
    person: TAG,
    notes: TAG,
    loaFirstName: TAG,
    loaLastName: TAG,
    loaEmail: 'named@clinic.example',
    request: '',
  }
  pages.push(await browser.post(`${office}/contacts`, { ...talk, loaEmail: TAG, request: TAG }, office))
  expect((await browser.post(`${office}/contacts`, talk, office)).status).toBe(303)
  pages.push(await browser.post(`${office}/invitations`, { firstName: TAG, lastName: TAG, email: TAG }, office))
  pages.push(
    await browser.post(
      '/staff/people',
      { firstName: TAG, lastName: TAG, email: TAG, department: TAG },
      '/staff/people',
    ),
  )
  pages.push(await browser.post('/staff/offices', { words: TAG, selection: TAG }))
  for (const path of [address, office, '/staff', '/staff/people']) pages.push(await browser.get(path))
  let escaped = 0
  for (const page of pages) {
    const html = await page.text()
    expect(RAW.exec(html)).toBeNull()
    escaped += html.split('&lt;script&gt;canary').length - 1
  }
  expect(escaped).toBeGreaterThan(60)
  await mailTo('nobody')
  const rejected = await aCoreOffice()
  await ask(visitor, { ...typedRequest(rejected), managerName: TAG })
  const other = `/staff/office-requests/${String((await newestRequest()).public_id)}`
  await browser.post(`${other}/rejection`, { rejection: TAG }, other)
  await mailTo('nobody')
  expect(new Set(letters.map(({ to }) => to))).toEqual(
    new Set([
      'mona@clinic.example',
      'ea@plan.example',
      'lou@clinic.example',
      'sam@clinic.example',
      'named@clinic.example',
    ]),
  )
  for (const { html, subject } of letters) {
    expect(RAW.exec(html)).toBeNull()
    expect(subject).not.toMatch(/canary|[\r\n]/)
  }
})

it('T29 nothing of what an office typed is in the audit log', async () => {
  const { results } = await env.DB.prepare('SELECT * FROM audit').all()
  expect(JSON.stringify(results)).not.toMatch(/canary|clinic\.example|Manager|714\D{0,3}555/)
})
