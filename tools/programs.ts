import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { output } from './processes.ts'

/** Where one of the programs is on the path; null if none is. */
export function find(names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return places.find(isProgram) ?? null
}

/** Finds one of the programs, or installs the package with apt-get where that is there and allowed. */
export async function findOrInstall(names: readonly string[], packageName: string): Promise<string | null> {
  const found = find(names)
  if (found || process.getuid?.() !== 0 || !find(['apt-get'])) return found
  process.stdout.write(`Installing ${packageName} …\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', packageName]
  for (const args of [install, ['update'], install]) {
    const { code, text } = await output(spawn('apt-get', args, { env, stdio: ['ignore', 'pipe', 'pipe'] }))
    if (code === 0 && args === install) break
    if (code !== 0 && args[0] === 'update') process.stdout.write(text)
  }
  return find(names)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
