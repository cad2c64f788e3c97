import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Where `npm start` keeps what it made: databases, secrets, the demo plan. */
export const stateFolder = resolve(process.env.GATEHOUSE_STATE ?? '.gatehouse')

/** The file of secrets in the state folder: a line `NAME=value` each. */
export const secretsFile = join(stateFolder, '.dev.vars')

const secretNames = ['NAMES_KEY', 'SEAL_KEY', 'FEED_TOKEN']

/** Makes the state folder and its secrets when they are missing; those that are there stay, or nobody could sign in any more. */
export async function prepareState(): Promise<void> {
  await mkdir(stateFolder, { recursive: true, mode: 0o700 })
  const text = existsSync(secretsFile) ? await readFile(secretsFile, 'utf8') : ''
  const missing = secretNames.filter((name) => !new RegExp(`^${name}=`, 'm').test(text))
  if (missing.length === 0) return
  const lines = missing.map((name) => `${name}=${randomBytes(32).toString('base64url')}\n`)
  await writeFile(secretsFile, text + lines.join(''), { mode: 0o600 })
}
