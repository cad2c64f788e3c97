import { expect, test } from '@playwright/test'
import { codeFor, mailsTo, person } from './support/portal.ts'
import { TextBrowser } from './support/text-browser.ts'

test.skip(!process.env.LYNX, 'no lynx on the path')

test('section 18: from sign-in to a claim in a text browser', async ({ request, baseURL }) => {
  const clerk = await person(request, 'clerk', 'clement@harbor-family.example')
  const before = await mailsTo(request, clerk.email)
  const browser = new TextBrowser(process.env.LYNX!, `${baseURL}/sign-in`)
  try {
    await browser.shows(/E-mail address/)
    await browser.fill('E-mail address', clerk.email)
    await browser.fill('Password', clerk.password)
    await browser.press('Sign in')
    await browser.shows(/six-digit code/)
    await browser.fill('Code', await codeFor(request, clerk.email, before))
    await browser.press('Go on')
    await browser.shows(/Harbor Family Medicine/)
    await browser.press('See claims')
    const list = await browser.shows(/Billed/)
    const number = /\[\d+\](\S+) [A-Z][a-z]{2} \d+, \d{4}/.exec(list)?.[1]
    expect(number, list).toBeTruthy()
    await browser.press(number!)
    await browser.shows(new RegExp(`Claim ${number}[^]*Paid by the plan`))
  } finally {
    browser.close()
  }
})
