/**
 * Measures the portal against its peers, writes bench/results.json and bench/RESULTS.md, and fails when a limit is exceeded.
 * It takes about a quarter of an hour, longer the first time, when the tables of a plan's size are built; `--only size` measures that
 * alone and leaves the files as they are. It reads CPU times from Linux's /proc, and reaches nothing but loopback.
 */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { start } from '../bench/contestant.ts'
import { measureEligibility } from '../bench/eligibility.ts'
import { measureJob } from '../bench/job.ts'
import { measurePage } from '../bench/page.ts'
import { doors, measureSignIn, measureTiming } from '../bench/sign-in.ts'
import { pageSizes, workerSize } from '../bench/sizes.ts'
import { settle } from '../bench/plan.ts'
import { measureSize } from '../bench/size.ts'
import { hangUp, Visitor } from '../bench/visitor.ts'

type Measure = { key: string; what: string; value: number; least?: number; most: number; how: string }

if (process.platform !== 'linux') {
  process.stderr.write('The benchmark reads CPU times from /proc, which only Linux has.\n')
  process.exit(1)
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
if (values.only !== undefined && values.only !== 'size') {
  process.stderr.write('Usage: npm run bench [-- --only size]\n')
  process.exit(1)
}
if (values.only === 'size') {
  tell(await sizeMeasures())
  process.exit()
}

const portal = await start('src/index.ts')
const second = await start('src/index.ts')
try {
  say('the claims page')
  const page = await measurePage(portal)
  say('signing in')
  const signIn = await measureSignIn(portal)
  say('who exists, by the time of an answer')
  await settle(await second.database())
  const timings = []
  for (const door of Object.keys(doors) as (keyof typeof doors)[]) {
    timings.push({ door, ...(await measureTiming([portal, second], door)) })
  }
  say('the hourly run')
  const job = await measureJob()
  say('a whole day’s eligibility')
  const eligibility = await measureEligibility()
  say('sizes')
  const signInPage = (await new Visitor(portal.url).ask('/sign-in')).body
  const sizes = await pageSizes(signInPage, page.html)
  await report(
    [
      {
        key: 'audited_page_vs_static_cpu',
        what: 'Claims page, signed in, 25 of 4,000 rows, recorded with its members; beside the same page made of constants',
        value: page.vsStatic,
        most: 6.5,
        how: `CPU, median of ${page.rounds} rounds: ${page.ms.audited.toFixed(2)} and ${page.ms.static.toFixed(2)} ms`,
      },
      {
        key: 'audit_row_cpu',
        what: 'The same page beside itself without its audit row and the members in it',
        value: page.auditRow,
        most: 1.25,
        how: `CPU, median of ${page.rounds} rounds: ${page.ms.audited.toFixed(2)} and ${page.ms.unaudited.toFixed(2)} ms`,
      },
      {
        key: 'federated_page_vs_local_cpu',
        what: 'The same page in a session through an identity provider beside one by password',
        value: page.federated,
        most: 1.1,
        how: `CPU, median of ${page.rounds} rounds: ${page.ms.federated.toFixed(2)} and ${page.ms.audited.toFixed(2)} ms`,
      },
      {
        key: 'sign_in_vs_hash_cpu',
        what: 'Signing in on a known device beside the bare scrypt hash',
        value: signIn.vsHash,
        most: 1.05,
        how: `CPU, median of ${signIn.rounds} rounds: ${signIn.ms.signIn.toFixed(0)} and ${signIn.ms.hash.toFixed(0)} ms`,
      },
      ...timings.map(({ door, auc, tries, ms }) => ({
        key: `${door.replace('-', '_')}_timing_auc`,
        what: `Telling a known address from an unknown one by the time of the answer at /${door} (T6; 0.5 is a guess)`,
        value: auc,
        least: 0.42,
        most: 0.58,
        how: `${tries} + ${tries} tries in turns, medians ${ms.known.toFixed(1)} and ${ms.unknown.toFixed(1)} ms`,
      })),
      {
        key: 'job_rows_read_by_size',
        what: 'Hourly run with 10 passwords and 10 accounts to warn of: 1,000 offices of 20 users beside 250',
        value: job.rowsBySize,
        least: 0.9,
        most: 1.1,
        how: `rows read in the database, median of ${job.rounds} rounds: ${job.rows.large} and ${job.rows.small}`,
      },
      {
        key: 'job_cpu_by_size',
        what: 'The same by CPU',
        value: job.cpuBySize,
        most: 1.5,
        how: `CPU, median of ${job.rounds} rounds: ${job.ms.large.toFixed(0)} and ${job.ms.small.toFixed(0)} ms`,
      },
      {
        key: 'job_rows_read_by_due',
        what: 'Hourly run of 1,000 offices with a hundred times as much due',
        value: job.rowsByDue,
        least: 50,
        most: 150,
        how: `rows read: ${job.rows.many} and ${job.rows.large}; CPU ${job.ms.many.toFixed(0)} and ${job.ms.large.toFixed(0)} ms`,
      },
      {
        key: 'job_most_statements',
        what: 'Statements of one invocation on the day on which 1,000 offices of 20 users are suspended',
        value: job.suspended.most,
        most: 1000,
        how: `the most of ${job.suspended.invocations} invocations; ${job.suspended.seconds.toFixed(1)} s of CPU in all`,
      },
      {
        key: 'eligibility_500_s',
        what: 'Eligibility of 500 members pasted as one list, answered in one request and shown; seconds of the clock',
        value: eligibility.seconds,
        most: 5,
        how: `median of ${eligibility.rounds} rounds, the slowest ${eligibility.most.toFixed(2)} s`,
      },
      {
        key: 'worker_gzip_kb',
        what: 'The whole Worker, KB',
        value: await workerSize(),
        most: 600,
        how: 'as wrangler uploads it, gzip',
      },
      {
        key: 'first_page_kb',
        what: 'Sign-in page with an empty cache, KB',
        value: sizes.first,
        most: 30,
        how: 'HTML, styles and scripts, brotli',
      },
      { key: 'next_page_kb', what: 'Claims page after that, KB', value: sizes.next, most: 6, how: 'HTML, brotli' },
      ...(await sizeMeasures()),
    ],
    {
      node: process.version,
      workerd: packageVersion('workerd'),
      page_rounds: page.rounds,
      sign_in_rounds: signIn.rounds,
      job_rounds: job.rounds,
    },
  )
} finally {
  await Promise.all([portal.stop(), second.stop()])
  hangUp()
}

/** What the portal costs at a plan's size. */
async function sizeMeasures(): Promise<Measure[]> {
  say('a plan’s size')
  const { lists, import: imported, memory, sizes } = await measureSize()
  const { most, walked, lookedThrough, counted, over, slowest } = lists
  const full = `${sizes.large.claims.toLocaleString('en')} claims and ${sizes.large.audit.toLocaleString('en')} rows of the log`
  return [
    {
      key: 'list_rows_read_over_page',
      what: 'Rows that a list reads for each row of its page, beyond the 26 that it reads once; the most of all lists and searches',
      value: most.ratio,
      most: 2,
      how: `of ${full}: ${most.name}, ${most.rows} rows read`,
    },
    {
      key: 'lists_over_their_rows',
      what: 'Lists and counts that read more rows than they may, those among them that have a number of their own (test/size)',
      value: over.length,
      most: 0,
      how: `of ${lists.lists} lists and ${lists.counts} counts${over.length > 0 ? `: ${over.map(({ name, rows, may }) => `${name} (${rows} of ${may})`).join(', ')}` : ''}; of those that stay as they are at any size ${walked.name} reads most for a row, ${walked.ratio.toFixed(1)}, of those that look through all accounts or offices ${lookedThrough.name}, ${lookedThrough.rows} in all`,
    },
    {
      key: 'list_count_rows_read',
      what: 'Rows that a count above a list reads at most',
      value: counted.rows,
      most: 1130,
      how: counted.name,
    },
    {
      key: 'list_time_x1000',
      what: 'Time of a list beside the same one of a thousandth of the data',
      value: lists.time,
      most: 1.5,
      how: `median over the lists, each of ${lists.rounds} rounds in turns; the most is ${slowest.ratio.toFixed(2)}, ${slowest.name}`,
    },
    {
      key: 'import_vs_parse',
      what: 'Speed of importing changed claims into tables of a million records, beside reading the lines alone',
      value: imported.ratio,
      least: 0.15,
      most: 1,
      how: `CPU, median of ${imported.rounds} rounds of ${imported.records} records: ${imported.perSecond.stored.toFixed(0)} and ${imported.perSecond.read.toFixed(0)} a second`,
    },
    {
      key: 'import_memory_growth',
      what: 'Memory in the last third of a large file beside the third before it; of client and Worker the one that grows more',
      value: Math.max(memory.growth.client, memory.growth.worker),
      most: 1.2,
      how: `${memory.megabytes} MB: the client holds ${memory.most.client.toFixed(0)} MB at most, the Worker ${memory.most.worker.toFixed(0)} MB`,
    },
  ]
}

async function report(measures: Measure[], conditions: Record<string, string | number>): Promise<void> {
  const rounded = measures.map(roundedOff)
  const results = { ...Object.fromEntries(rounded.map(({ key, value }) => [key, value])), conditions }
  await writeFile('bench/results.json', `${JSON.stringify(results, null, 2)}\n`)
  const rows = rounded.map(
    ({ what, value, least, most, how }) =>
      `| ${what} | ${value} | ${least === undefined ? `≤ ${most}` : `${least} to ${most}`} | ${how} |`,
  )
  await writeFile(
    'bench/RESULTS.md',
    `# What it costs

\`npm run bench\` measured this with Node ${conditions.node} and workerd ${conditions.workerd}. Contestants take turns; a ratio is the median
of the ratios in each round, so it holds on other machines better than the milliseconds do.

| what | measured | limit | how |
|---|---|---|---|
${rows.join('\n')}
`,
  )
  tell(rounded)
}

function roundedOff(measure: Measure): Measure {
  return { ...measure, value: Math.round(measure.value * 1000) / 1000 }
}

/** Says of each whether it keeps its limit. */
function tell(measures: readonly Measure[]): void {
  for (const { key, value, least = 0, most, how } of measures.map(roundedOff)) {
    const kept = value >= least && value <= most
    process.stdout.write(kept ? `ok   ${key} ${value}\n` : `OVER ${key} ${value}: ${how}\n`)
    if (!kept) process.exitCode = 1
  }
}

function say(what: string): void {
  process.stdout.write(`Measuring ${what} …\n`)
}

function packageVersion(name: string): string {
  return (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version
}
