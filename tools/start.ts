import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fill } from './fill.ts'
import { end, output, wrangler } from './processes.ts'
import { prepareState, secretsFile, stateFolder } from './state.ts'
import { buildStyles } from './styles.ts'

/** `npm start`: builds, migrates, fills an empty state folder with the demo plan, and serves on PORT until stopped. */
const port = Number(process.env.PORT ?? 8787)
const address = `http://localhost:${port}`
const HOUR_MS = 3_600_000
const STARTS_WITHIN_MS = 60_000

await start().catch((failure: Error) => {
  complain(failure)
  process.exit(1)
})

async function start(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT has to be a number, not ${process.env.PORT}.`)
  if (!(await isFree(port))) {
    throw new Error(`Port ${port} is taken: stop what uses it, or choose another with PORT=${port + 1} npm start.`)
  }
  await prepareState()
  const [migrated] = await Promise.all([migrate(), buildStyles()])
  if (migrated.code !== 0) throw new Error(`The database could not be brought up to date.\n${migrated.text}`)
  const server = serve()
  let stopping = false
  const stop = async (code: number) => {
    stopping = true
    await end(server)
    process.exit(code)
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void stop(0))
  // Whoever started this may be killed without a word.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) void stop(0)
  }, 1000)
  server.once('close', () => {
    if (stopping) return
    process.stderr.write('The server has ended.\n')
    process.exit(1)
  })
  try {
    await answering()
    const filled = join(stateFolder, 'filled')
    if (!existsSync(filled)) {
      await fill(address)
      await writeFile(filled, '')
    }
    await present()
  } catch (failure) {
    complain(failure as Error)
    await stop(1)
  }
  // What a deployed portal's cron trigger does.
  setInterval(() => void ask('/cdn-cgi/local/scheduled').catch(complain), HOUR_MS)
}

function complain(failure: Error): void {
  process.stderr.write(`${failure.message}\n`)
}

function isFree(wanted: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(wanted, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function migrate(): Promise<{ code: number; text: string }> {
  const args = ['d1', 'migrations', 'apply', 'gatehouse', '--local', '--persist-to', stateFolder]
  return output(wrangler(args, { stdio: ['ignore', 'pipe', 'pipe'] }))
}

function serve() {
  const listen = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0']
  const keep = ['--persist-to', stateFolder, '--env-file', secretsFile, '--var', `ORIGIN:${address}`]
  const say = ['--show-interactive-dev-session=false', '--log-level', process.env.GATEHOUSE_LOG ?? 'error']
  return wrangler(['dev', 'dev/index.tsx', ...listen, ...keep, ...say], { stdio: ['ignore', 'inherit', 'inherit'] })
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${address}${path}`, { headers: { Accept: 'application/json' }, ...init })
}

async function answering(): Promise<void> {
  const until = performance.now() + STARTS_WITHIN_MS
  for (;;) {
    const answer = await ask('/healthz').catch(() => null)
    if (answer?.ok) return
    if (performance.now() > until)
      throw new Error(`The server does not answer: ${(await answer?.text()) ?? 'nothing came'}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function present(): Promise<void> {
  const people = (await (await ask('/dev/people')).json()) as {
    email: string
    password: string
    scenario: string
    office: string | null
  }[]
  const first = people.filter((person, place) => people.findIndex((one) => one.scenario === person.scenario) === place)
  const width = Math.max(...first.map((person) => person.email.length))
  const lines = first.map(
    ({ email, scenario, office }) => `  ${email.padEnd(width)}  ${scenario.padEnd(28)}  ${office ?? ''}`,
  )
  process.stdout.write(`
Gatehouse answers on ${address}

People to sign in as; everybody's password is ${first[0]?.password ?? 'not set: nobody is here'}:
${lines.join('\n')}

All of them and one more: ${address}/dev/people
Codes and mail:           ${address}/dev/mailbox
Let time pass:            ${address}/dev/clock
Stop with Ctrl-C.
`)
}
