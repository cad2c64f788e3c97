/** A contestant: one Worker in a workerd process of its own, reached without Miniflare in between. */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptionsShape } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as optionsOf } from 'wrangler'
import type { Database } from '../src/db/client.ts'

export type Contestant = {
  url: URL
  database: () => Promise<Database>
  /** Seconds of CPU its process has used so far, all threads, user and system. */
  cpu: () => number
  /** Megabytes of memory that its process holds now. */
  memory: () => number
  stop: () => Promise<void>
}

/** Keys for the benchmark alone. */
export const keys = {
  NAMES_KEY: 'benchmark names key, 32 bytes or more',
  SEAL_KEY: 'benchmark seal key, 32 bytes or more',
  FEED_TOKEN: 'benchmark feed token, 32 bytes or more',
}

/**
 * Starts the Worker of the entry file with the bindings of wrangler.toml; `audited: false` takes the audit row out of it, `bare` the bindings.
 * `folder` keeps what it stores for the next that is started with it.
 */
export async function start(
  entry: string,
  { audited = true, bare = false, folder }: { audited?: boolean; bare?: boolean; folder?: string } = {},
): Promise<Contestant> {
  const { modulesRules: _rules, assets: _assets, ...rest } = optionsOf('wrangler.toml').workerOptions
  const bound: V4WorkerOptionsShape = rest
  const { compatibilityDate = '', compatibilityFlags = [] } = bound
  const options = bare
    ? { compatibilityDate, compatibilityFlags }
    : { ...bound, bindings: { ...bound.bindings, ...keys } }
  const before = runtimes()
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...options,
      log: new Log(LogLevel.ERROR),
      ...(folder ? { resourcePersistencePath: folder } : {}),
      modules: [{ type: 'ESModule', path: 'index.js', contents: await bundle(entry, audited) }],
      // Its requests come straight from here, so they may name the address they come from.
      stripCfConnectingIp: false,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    }),
  )
  await miniflare.ready
  const [pid, ...others] = runtimes().filter((child) => !before.includes(child))
  if (!pid || others.length > 0) throw new Error('a contestant is not one process')
  return {
    url: await miniflare.unsafeGetDirectURL(),
    database: () => miniflare.getD1Database('DB') as unknown as Promise<Database>,
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
    stop: () => miniflare.dispose(),
  }
}

/** Bundles as wrangler does for production. */
async function bundle(entry: string, audited: boolean): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    keepNames: true,
    plugins: audited ? [] : [withoutAudit],
  })
  return outputFiles[0]!.text
}

const withoutAudit: Plugin = {
  name: 'without-audit',
  setup: (builder) =>
    builder.onResolve({ filter: /\/(audit\/statement|db\/client)\.ts$/ }, ({ importer }) =>
      importer.endsWith('bench/no-audit.ts') || importer.endsWith('audit/statement.ts')
        ? null
        : { path: resolve('bench/no-audit.ts') },
    ),
}

/** The program's name, then the fields of /proc/<pid>/stat from the state on (proc(5)). */
function stat(pid: number): string[] {
  const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  return [name, ...rest.split(' ')]
}

function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const spent = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return spent.reduce((sum, ns) => sum + ns, 0) / 1e9
}

function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1000
}

/** The workerd processes that this one started. */
function runtimes(): number[] {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return all.filter((pid) => {
    try {
      const [name, , parent] = stat(pid)
      return name === 'workerd' && Number(parent) === process.pid
    } catch (failure) {
      // Ended between the listing and the look.
      if (['ENOENT', 'ESRCH'].includes((failure as NodeJS.ErrnoException).code ?? '')) return false
      throw failure
    }
  })
}
