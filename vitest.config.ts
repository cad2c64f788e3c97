import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { askBulkServer } from './test/support/bulk-server.ts'
import { scratch } from './tools/scratch.ts'

process.env.TMPDIR = scratch()

const plain = ['test/**/*.rules.test.ts', 'test/house/*.test.ts']

/** Rules and the house run in plain Node (milliseconds); each behaviour has a file in workerd (0.7 s to start). */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'rules', include: plain, testTimeout: 60_000 } },
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
        plugins: [
          cloudflareTest(async () => ({
            main: './test/support/worker.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              // The network is closed in tests. Two hosts are there: what one says of every hash is in
              // test/passwords/breached.test.ts, the other is a FHIR server of the tests' own.
              outboundService: (request: Request) => {
                const { hostname } = new URL(request.url)
                if (/^(other\.)?bulk\.test$/.test(hostname)) return askBulkServer(request)
                return hostname === 'breaches.test'
                  ? new Response('2BFA549F8A705E68FB04ABF98C7FDE45073:7')
                  : new Response('the network is closed in tests', { status: 503 })
              },
              bindings: {
                ORIGIN: 'https://portal.test',
                NAMES_KEY: 'test names key, 32 bytes or more long',
                SEAL_KEY: 'test seal key, 32 bytes or more, long',
                FEED_TOKEN: 'test feed token, 32 bytes or more',
                SCRYPT_COST: '1024',
                TEST_MIGRATIONS: await readD1Migrations('./migrations'),
              },
            },
          })),
        ],
        test: {
          name: 'workerd',
          // Each file has a runtime of its own: one for each of two cores.
          maxWorkers: 2,
          // Loading the portal costs more than most files' tests: a runtime takes one file after another.
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: plain,
          setupFiles: ['test/support/anew.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
