/** What `npm ci` needs on every platform, and what must not be in a repository that others install. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Package = {
  version?: string
  resolved?: string
  integrity?: string
  optional?: boolean
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Package> }
const project = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>
const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const

it('package.json names exact versions, and the lockfile the same', () => {
  for (const kind of kinds) {
    const named = (project[kind] ?? {}) as Record<string, string>
    expect(Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
    expect((lock.packages[''] as Record<string, unknown>)[kind] ?? {}).toEqual(named)
  }
})

/** Where Node would find the package that the one at `from` asks for. */
function found(from: string, name: string): Package | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    const one = lock.packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`]
    if (one || base === '') return one
  }
}

it('the lockfile has every package of every platform (docs/decisions/0008)', () => {
  const missing = Object.entries(lock.packages).flatMap(([from, one]) =>
    Object.keys({ ...one.dependencies, ...one.optionalDependencies })
      .filter((name) => !found(from, name))
      .map((name) => `${from} asks for ${name}`),
  )
  expect(missing).toEqual([])
})

it('what is installed anywhere has its digest; only other platforms’ linters may lack it', () => {
  const lacking = Object.entries(lock.packages).filter(([path, one]) => path !== '' && !one.integrity)
  expect(lacking.filter(([path, one]) => !one.optional || !/\/@(oxlint|oxfmt|oxlint-tsgolint)\//.test(path))).toEqual(
    [],
  )
  const here = `linux-${process.arch}`
  expect(lacking.filter(([path]) => path.endsWith(`${here}-gnu`) || path.endsWith(here))).toEqual([])
})

it('no address of a registry stands in a tracked file', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(existsSync)
  // Put together, or this file would bear one.
  const address = new RegExp(`"resolved": "|${['registry', 'npmjs', 'org'].join('\\.')}|_authToken|registry=http`)
  const bearing = tracked.filter(
    (path) => path !== 'test/house/packages.test.ts' && address.test(readFileSync(path, 'utf8')),
  )
  expect(bearing).toEqual([])
})
