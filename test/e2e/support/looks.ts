/** Whether a page passes WCAG 2.2 AA, by axe and by its width. A spec that uses it bypasses the pages' policy on scripts. */
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
type Violation = { id: string; nodes: { target: string[] }[] }

/** What breaks WCAG 2.2 AA on the page as it is shown now, as `rule: element`. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return (await axe.run({ runOnly: tags })).violations
  })
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}

/** The page passes at a telephone's and a desk's width, light and dark; at 320 px nothing is cut off. */
export async function looksWell(page: Page): Promise<void> {
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      expect.soft(await violations(page), `${page.url()} at ${width}, ${colorScheme}`).toEqual([])
    }
  }
  await page.setViewportSize({ width: 320, height: 640 })
  const wide = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect.soft(wide, `${page.url()} scrolls sideways at 320`).toBe(0)
}
