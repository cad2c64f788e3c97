import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fill } from './fill.ts'
import { end, output, wrangler } from './processes.ts'
import { prepareState, secretsFile, stateFolder } from './state.ts'
import { buildStyles } from './styles.ts'

/** `npm start`: builds, migrates, fills an empty state folder with the demo plan, and serves on PORT until stopped. */
const port = Number(process.env.PORT ?? 8787)
const filled = join(stateFolder, 'filled')
const HOUR_MS = 3_600_000
const STARTS_WITHIN_MS = 60_000

let server: ChildProcess | undefined
let stopping = false

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void stop(0))
// Whoever started this may be killed without a word.
const parent = process.ppid
setInterval(() => process.ppid !== parent && void stop(0), 1000)

await start().catch((failure: Error) => {
  complain(failure)
  return stop(1)
})

async function start(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PORT has to be a number from 1 to 65535, not ${process.env.PORT}.`)
  }
  if ((await freePort(port)) === null) {
    throw new Error(`Port ${port} is taken: stop what uses it, or choose another: PORT=${port + 1} npm start`)
  }
  await prepareState()
  const [migrated] = await Promise.all([migrate(), buildStyles()])
  if (migrated.code !== 0) throw new Error(`The database could not be brought up to date.\n${migrated.text}`)
  if (!existsSync(filled)) await fillAside()
  const address = await serve(port)
  await present(address)
  // What the cron trigger of a deployed portal does.
  setInterval(() => void ask(address, '/cdn-cgi/local/scheduled').catch(complain), HOUR_MS)
}

/** Fills on a port of its own: whoever waits for PORT to answer finds everything there. */
async function fillAside(): Promise<void> {
  await fill(await serve((await freePort(0)) ?? 0, `http://localhost:${port}`))
  const aside = server
  server = undefined
  if (aside) await end(aside)
  await writeFile(filled, '')
}

async function stop(code: number): Promise<void> {
  stopping = true
  if (server) await end(server)
  process.exit(code)
}

function complain(failure: Error): void {
  if (!stopping) process.stderr.write(`${failure.message}\n`)
}

/** The port if nobody listens on it, else null; 0 asks for any. */
function freePort(wanted: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(wanted, '127.0.0.1', () => {
      const { port: found } = probe.address() as AddressInfo
      probe.close(() => resolve(found))
    })
  })
}

function migrate(): Promise<{ code: number; text: string }> {
  const args = ['d1', 'migrations', 'apply', 'gatehouse', '--local', '--persist-to', stateFolder]
  return output(wrangler(args, { stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** Serves on the port; answers the address once the portal answers there. Links in mails lead to `origin`. */
async function serve(on: number, origin = `http://localhost:${on}`): Promise<string> {
  const address = `http://localhost:${on}`
  const listen = ['--ip', '127.0.0.1', '--port', String(on), '--inspector-port', '0']
  const keep = ['--persist-to', stateFolder, '--env-file', secretsFile, '--var', `ORIGIN:${origin}`]
  const say = ['--show-interactive-dev-session=false', '--log-level', process.env.GATEHOUSE_LOG ?? 'error']
  const started = wrangler(['dev', 'dev/index.tsx', ...listen, ...keep, ...say], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  server = started
  started.once('close', () => {
    if (server !== started || stopping) return
    complain(new Error('The server has ended.'))
    process.exit(1)
  })
  const until = performance.now() + STARTS_WITHIN_MS
  for (;;) {
    const answer = await ask(address, '/healthz').catch(() => null)
    if (answer?.ok) return address
    if (performance.now() > until) {
      throw new Error(`The server does not answer: ${(await answer?.text()) ?? 'nothing came'}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function ask(address: string, path: string): Promise<Response> {
  return fetch(`${address}${path}`, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(5000) })
}

async function present(address: string): Promise<void> {
  type Person = { email: string; password: string; scenario: string; office: string | null }
  const people = (await (await ask(address, '/dev/people')).json()) as Person[]
  const first = people.filter((person, place) => people.findIndex((one) => one.scenario === person.scenario) === place)
  const width = Math.max(...first.map((person) => person.email.length))
  const lines = first.map(
    ({ email, scenario, office }) => `  ${email.padEnd(width)}  ${scenario.padEnd(28)}  ${office ?? 'the plan'}`,
  )
  process.stdout.write(`
Gatehouse answers on ${address}

People to sign in as, each with the password ${first[0]?.password}:
${lines.join('\n')}

Everybody, and a way to add one  ${address}/dev/people
Codes and other mail             ${address}/dev/mailbox
Let time pass                    ${address}/dev/clock

Stop with Ctrl-C.
`)
}
