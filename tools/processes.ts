import { type ChildProcess, spawn, spawnSync, type SpawnOptions } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Wrangler without telemetry, questions, or calls to the network. */
const quiet = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false', CI: 'true' }

/** Starts wrangler with the Node that runs this. */
export function wrangler(args: string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, ['node_modules/wrangler/bin/wrangler.js', ...args], { env: quiet, ...options })
}

/** Waits for the end of a process; answers its exit code, 1 if a signal ended it or it could not start. */
export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a command to its end and answers its exit code and all it printed. */
export async function output(child: ChildProcess): Promise<{ code: number; text: string }> {
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await ended(child)
  return { code, text: Buffer.concat(chunks).toString() }
}

/** The process and everything it started, by the system's table of processes. */
function family(pid: number): number[] {
  const rows = processes()
  const members = [pid]
  for (const member of members) {
    for (const [child, parent] of rows) if (child && parent === member) members.push(child)
  }
  return members
}

/** Every process with its parent; a small Linux has no `ps`, but always /proc. */
function processes(): (number | undefined)[][] {
  if (process.platform === 'linux') return readdirSync('/proc').filter(Number).map(parentOf)
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  return stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
}

function parentOf(pid: string): number[] {
  try {
    // The name stands in brackets and may hold anything; state and parent come after it.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return [Number(pid), Number(parent)]
  } catch {
    // It has ended since it was listed.
    return []
  }
}

/** Ends a process and all that it started: asks first, and insists after 5 seconds. */
export async function end(child: ChildProcess): Promise<void> {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return
  const members = family(child.pid)
  const gone = ended(child)
  signal(members, 'SIGTERM')
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000).unref())])
  signal(members, 'SIGKILL')
}

function signal(pids: number[], name: 'SIGTERM' | 'SIGKILL'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch (failure) {
      // Ended by itself meanwhile, which is what is wanted.
      if ((failure as NodeJS.ErrnoException).code !== 'ESRCH') throw failure
    }
  }
}
