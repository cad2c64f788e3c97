import { expect, test } from '@playwright/test'
import { feedPractices, practice } from './support/getting-in.ts'
import { fromNothing } from './support/office-story.ts'
import { needsChromium } from './support/portal.ts'

needsChromium()

const tellings = [
  { n: 1, width: 1280, scripts: true },
  { n: 2, width: 360, scripts: true },
  { n: 3, width: 1280, scripts: false },
  { n: 4, width: 360, scripts: false },
]

test.beforeAll(({ baseURL }) => {
  feedPractices(
    baseURL!,
    tellings.map(({ n }) => practice(n)),
  )
})

for (const { n, width, scripts } of tellings) {
  test.describe(`${width} px ${scripts ? 'with' : 'without'} scripts`, () => {
    test.use({ javaScriptEnabled: scripts, viewport: { width, height: 800 } })
    test('III.A.1 III.B.1 III.B.5 III.D.1 an office from nothing to its first look-up, and a denied request', async ({
      page,
    }) => {
      test.setTimeout(180_000)
      await fromNothing(page, n)
      expect(page.url()).toContain('/members/')
    })
  })
}
