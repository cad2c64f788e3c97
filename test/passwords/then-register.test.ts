import { beforeAll, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'

beforeAll(async () => {
  await aPerson({ email: 'known@office.example', offices: [await anOffice()] })
})

it('T6 resets asked for, then a registration of the same address: nothing tells whether it has an account', async () => {
  const answers = async (email: string, ip: string) => {
    const browser = new Browser(ip)
    const statuses = []
    for (const path of ['/forgot-password', '/forgot-password', '/forgot-password', '/forgot-password', '/register', '/register']) {
      statuses.push([path, (await browser.post(path, { email }, path)).status])
    } // prettier-ignore
    return statuses
  }
  const known = await answers('known@office.example', '192.0.2.61')
  const unknown = await answers('nobody@office.example', '192.0.2.62')
  expect(known).toEqual(unknown)
})
