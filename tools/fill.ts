import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { referralsUpTo } from '../demo/calendar.ts'
import { generate } from '../demo/generate.ts'
import { ended } from './processes.ts'
import { stateFolder } from './state.ts'

/** Fills an empty portal at the address: the demo plan through the feed, which brings the starting list of restricted codes, then its people. */
export async function fill(address: string): Promise<void> {
  const folder = join(stateFolder, 'demo')
  process.stdout.write('Filling the demo plan …\n')
  await generate(folder, referralsUpTo(Date.now()))
  await tool('feed', ['import', folder, '--to', address])
  await tool('codes', ['import', 'demo/codes.csv', '--to', address])
  const answer = await fetch(`${address}/dev/people/demo`, { method: 'POST' })
  if (!answer.ok) throw new Error(`The demo people could not be set up: ${await answer.text()}`)
}

async function tool(name: string, args: string[]): Promise<void> {
  const code = await ended(spawn(process.execPath, [`tools/${name}.ts`, ...args], { stdio: 'inherit' }))
  if (code !== 0) throw new Error(`npm run ${name} ${args.join(' ')} ended with ${code}.`)
}
