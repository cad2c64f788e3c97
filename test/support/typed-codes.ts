/** Authenticator apps and recovery codes of a person, as the pages leave them; and the codes an app would show. */
import { env } from 'cloudflare:workers'
import { generateHOTP } from '@oslojs/otp'
import { APP_SECRET } from '../../src/account-guard/rules.ts'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { randomText, sha256 } from '../../src/digest.ts'
import { newId } from '../../src/ids.ts'
import { keyName, seal } from '../../src/seal.ts'

const STEP_MS = 30_000

/** What an app with the secret (base64url) shows now, or so many steps from now. */
export function shown(secret: string, stepsFromNow = 0): string {
  const step = Math.floor(instant().getTime() / STEP_MS) + stepsFromNow
  return generateHOTP(new Uint8Array(Buffer.from(secret, 'base64url')), BigInt(step), 6)
}

/** A code that the app shows at none of the steps taken now. */
export function notShown(secret: string): string {
  const right = [-1, 0, 1].map((step) => shown(secret, step))
  return ['000000', '000001', '000002', '000003'].find((code) => !right.includes(code))!
}

/** Gives the person an app; answers its secret and public id. */
export async function withApp<P extends { account: number }>(
  person: P,
  secret = randomText(20),
): Promise<P & { secret: string; app: string }> {
  const { sealKeys } = readConfig(env)
  const app = newId('authenticator-app')
  await env.DB.prepare(
    `INSERT INTO authenticator_app (public_id, account_id, name, sealed, sealed_by, last_step, added_at)
     VALUES (?, ?, 'My telephone', ?, ?, 0, 1)`,
  )
    .bind(app, person.account, await seal(secret, sealKeys, APP_SECRET, app), keyName(sealKeys.present))
    .run()
  return { ...person, secret, app }
}

/** Ten recovery codes, in letters. */
export const RECOVERY = Array.from('ABCDEFGHIJ', (letter) => letter.repeat(15) + '2')

/** Gives the person those of RECOVERY. */
export async function withRecoveryCodes<P extends { account: number }>(person: P): Promise<P> {
  await env.DB.prepare(
    'INSERT INTO recovery_code (account_id, code_hash, made_at) SELECT ?, value, 1 FROM json_each(?)',
  )
    .bind(person.account, JSON.stringify(RECOVERY.map(sha256)))
    .run()
  return person
}
