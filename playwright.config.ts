import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { find } from './tools/programs.ts'
import { scratch } from './tools/scratch.ts'

// Workers of Playwright read this file again: what it chose stands in the environment.
if (!process.env.GATEHOUSE_E2E_STATE) {
  // Each run begins with nothing; what the last one left is looked at by nobody.
  process.env.GATEHOUSE_E2E_STATE = join(scratch(), 'gatehouse-e2e')
  rmSync(process.env.GATEHOUSE_E2E_STATE, { recursive: true, force: true })
}
process.env.GATEHOUSE_E2E_PORT ??= '8797'
process.env.CHROMIUM ??= find(['chromium', 'chromium-browser', 'google-chrome']) ?? ''
process.env.LYNX ??= find(['lynx']) ?? ''

const port = process.env.GATEHOUSE_E2E_PORT

/** Stories in a real browser, against the portal as `npm start` makes it from nothing. They share one clock, so one runs at a time. */
export default defineConfig({
  testDir: 'test/e2e',
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  // Beside the other tests a page may be late.
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://localhost:${port}`,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      // A container's root may not use Chromium's sandbox; only the portal's own pages are opened.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  webServer: {
    command: 'node tools/run.mjs start',
    url: `http://localhost:${port}/dev/people`,
    env: { PORT: port, GATEHOUSE_STATE: process.env.GATEHOUSE_E2E_STATE },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    timeout: 180_000,
    reuseExistingServer: false,
  },
})
