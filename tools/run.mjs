// The way in of every npm script, for whatever Node 20 or newer is on the path:
// installs when node_modules is missing or older than the lockfile, then runs
// tools/<command>.ts with the Node that the project brings.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const [command, ...rest] = process.argv.slice(2)

const [major, minor] = process.versions.node.split('.').map(Number)
const newEnough = major > 22 || (major === 22 && minor >= 12)
if (process.platform !== 'linux' && !newEnough) {
  process.stderr.write(`Gatehouse needs Node 22.12 or newer on this system; this is ${process.version}.\n`)
  process.exit(1)
}

const installed = 'node_modules/.package-lock.json'
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs) {
  process.stderr.write('Installing packages …\n')
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] })
  if (install.status !== 0) process.exit(install.status ?? 1)
}

const own = 'node_modules/.bin/node'
const node = existsSync(own) ? own : process.execPath
const path = `${root}node_modules/.bin:${process.env.PATH}`
const run = spawn(node, [`tools/${command}.ts`, ...rest], { stdio: 'inherit', env: { ...process.env, PATH: path } })
// Ctrl-C reaches the whole group by itself; what is sent to this process alone is passed on.
for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => run.kill(name))
process.on('SIGINT', () => {})
// npm ends its shell, and the shell ends without a word to what it runs.
const parent = process.ppid
setInterval(() => process.ppid !== parent && run.kill('SIGTERM'), 500).unref()
run.on('close', (code) => process.exit(code ?? 1))
