import { spawn } from 'node:child_process'
import { ended } from './processes.ts'

/** `npm run fix`: mends what the linter can mend, and formats. */
for (const [name, ...args] of [['oxlint', '--fix'], ['oxfmt']]) {
  const code = await ended(spawn(`node_modules/.bin/${name}`, args, { stdio: 'inherit' }))
  if (code !== 0) process.exitCode = code
}
