/** The configuration of one deployment, read and judged once: what is wrong stops everything, in plain sentences. */
import { AppError } from './errors.ts'
import { type Carrier, type Channel, isSafe, judgeMail, type MailVars, readHeaders } from './mail-config.ts'
import { type Day, isZone, readDay, readHolidays } from './policy/calendar.ts'
import { type Policy, readPolicy } from './policy/profiles.ts'
import { done, refused, type Result } from './result.ts'
import type { SealKeys } from './seal.ts'

/** OWASP's N for scrypt with r = 8, p = 5: 16 MiB for each password looked at. */
const OWASP_COST = 2 ** 14

/** Have I Been Pwned's range of hashes by their first five characters: nothing of a password can be read from it. */
const BREACHES = 'https://api.pwnedpasswords.com/range/'

/** The core system's FHIR endpoint for referrals, without a slash at its end; its token is among the headers. */
export type CoreSystem = { url: string; headers: Record<string, string> }

/** What the program is told about the plan, the policy and its own address. */
export type Config = {
  /** Where links lead; never taken from a request (T10). */
  origin: string
  /** False for development on http://localhost: cookies go without `__Host-` and Secure. */
  secure: boolean
  plan: { name: string; telephone: string }
  zone: string
  holidays: ReadonlySet<Day>
  policy: Policy
  /** The day of the year ("MM-DD") on which everybody's training is due, if the plan set one earlier than a year. */
  trainingOn: string | null
  /** The e-mail address of the first Enterprise Administrator; null: nobody is invited by the program. */
  firstAdministrator: string | null
  /** Where uploads are scanned for malware; null: nowhere. */
  scanUrl: string | null
  /** Where known-breached passwords are asked for, by the beginning of a hash (PASSWORD_NOT_BREACHED). */
  breachUrl: string
  /** scrypt's N. */
  scryptCost: number
  sealKeys: SealKeys
  namesKey: string
  carriers: Record<Channel, Carrier>
  /** Where submitted referrals go; null: nowhere, and they wait. */
  core: CoreSystem | null
}

/** Secrets, and what only tests and development set; the rest is in wrangler.toml. */
export type Vars = Pick<
  Env,
  | 'ORIGIN'
  | 'PLAN_NAME'
  | 'PLAN_PHONE'
  | 'PLAN_ZONE'
  | 'PLAN_HOLIDAYS'
  | 'POLICY_PROFILE'
  | 'POLICY_OVERRIDES'
  | 'POLICY_DEVIATIONS'
> & {
  TRAINING_ON?: string
  FIRST_ADMINISTRATOR?: string
  SCAN_URL?: string
  CORE_URL?: string
  CORE_HEADERS?: string
  BREACH_URL?: string
  NAMES_KEY?: string
  SEAL_KEY?: string
  SEAL_KEY_PREVIOUS?: string
  FEED_TOKEN?: string
  FEED_TOKEN_PREVIOUS?: string
  SCRYPT_COST?: string
} & MailVars

const read = new WeakMap<object, Config>()

/** The configuration of this Worker. Throws `misconfigured` with a sentence for each mistake. */
export function readConfig(vars: Vars): Config {
  const known = read.get(vars)
  if (known) return known
  const judged = judgeConfig(vars)
  if (!judged.ok) throw new AppError({ kind: 'misconfigured', sentences: judged.refusal })
  read.set(vars, judged.value)
  return judged.value
}

/** The configuration, or what is wrong with it. */
export function judgeConfig(vars: Vars): Result<Config, string[]> {
  const wrong: string[] = []
  const { NAMES_KEY: namesKey = '', SEAL_KEY: sealKey = '', SEAL_KEY_PREVIOUS: previous } = vars
  const origin = URL.canParse(vars.ORIGIN) ? new URL(vars.ORIGIN) : null
  const loopback = origin?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(origin.hostname)
  if (!origin || origin.origin !== vars.ORIGIN || (origin.protocol !== 'https:' && !loopback)) {
    wrong.push('ORIGIN has to be the portal’s address, such as https://portal.example.org; http only on localhost.')
  }
  if (vars.PLAN_NAME.trim() === '') wrong.push('PLAN_NAME is empty.')
  if (!/^\+1\d{10}$/.test(vars.PLAN_PHONE)) wrong.push('PLAN_PHONE has to be a telephone number such as +17145550100.')
  if (!isZone(vars.PLAN_ZONE)) wrong.push('PLAN_ZONE has to be a time zone such as America/Los_Angeles.')
  const holidays = readHolidays(vars.PLAN_HOLIDAYS)
  if (!holidays.ok) wrong.push(...holidays.refusal)
  const { TRAINING_ON: trainingOn = '' } = vars
  if (trainingOn !== '' && !readDay(`2023-${trainingOn}`)) {
    wrong.push('TRAINING_ON has to be a month and a day such as 01-31, or empty; not February 29.')
  }
  const { FIRST_ADMINISTRATOR: first = '', SCAN_URL: scanUrl = '' } = vars
  if (first !== '' && !/^[\w.%+-]+@([a-z\d-]+\.)+[a-z]{2,63}$/i.test(first))
    wrong.push('FIRST_ADMINISTRATOR has to be an e-mail address, or empty.')
  if (scanUrl !== '' && !isScanner(scanUrl)) {
    wrong.push(
      'SCAN_URL has to be an address such as https://scan.example.org/files, or empty; http only on localhost.',
    )
  }
  const { BREACH_URL: breachUrl = BREACHES } = vars
  if (!/^https:\/\/.+\/$/.test(breachUrl) || !URL.canParse(breachUrl)) {
    wrong.push('BREACH_URL has to be an https address that ends in a slash.')
  }
  const policy = readPolicy(vars)
  if (!policy.ok) wrong.push(...policy.refusal)
  const secrets = {
    NAMES_KEY: namesKey,
    SEAL_KEY: sealKey,
    ...(previous ? { SEAL_KEY_PREVIOUS: previous } : {}),
    // Without one nobody comes in by the feed; a short one could be guessed.
    ...(vars.FEED_TOKEN ? { FEED_TOKEN: vars.FEED_TOKEN } : {}),
    ...(vars.FEED_TOKEN_PREVIOUS ? { FEED_TOKEN_PREVIOUS: vars.FEED_TOKEN_PREVIOUS } : {}),
  }
  for (const [name, key] of Object.entries(secrets)) {
    if (key.length < 32) wrong.push(`${name} has to be a secret of 32 characters or more: wrangler secret put ${name}`)
  }
  // .test is reserved (RFC 6761): nothing that people reach can be served there with cheap hashes.
  const scryptCost = Number(vars.SCRYPT_COST ?? OWASP_COST)
  const isTest = origin?.hostname.endsWith('.test') ?? false
  if (!Number.isInteger(Math.log2(scryptCost)) || (scryptCost < OWASP_COST && !isTest)) {
    wrong.push(`SCRYPT_COST has to be a power of two, ${OWASP_COST} or more.`)
  }
  const carriers = judgeMail(vars, loopback || isTest, wrong)
  const core = judgeCore(vars, loopback || isTest, wrong)
  if (wrong.length > 0 || !origin || !holidays.ok || !policy.ok) return refused(wrong)
  return done({
    origin: origin.origin,
    secure: !loopback,
    plan: { name: vars.PLAN_NAME, telephone: vars.PLAN_PHONE },
    zone: vars.PLAN_ZONE,
    holidays: holidays.value,
    policy: policy.value,
    trainingOn: trainingOn || null,
    firstAdministrator: first || null,
    scanUrl: scanUrl || null,
    breachUrl,
    scryptCost,
    sealKeys: { present: sealKey, previous },
    namesKey,
    carriers,
    core,
  })
}

/** Where submitted referrals go; a sentence for each mistake is added to `wrong`. */
function judgeCore({ CORE_URL: url = '', CORE_HEADERS: text = '' }: Vars, onLoopback: boolean, wrong: string[]) {
  if (url === '') return null
  if (!isSafe(url, onLoopback) || /[?#]/.test(url)) {
    wrong.push('CORE_URL has to be the core system’s FHIR address, such as https://core.example.org/fhir, or empty.')
  }
  const headers = readHeaders(text === '' ? '{}' : text)
  if (!headers) wrong.push('CORE_HEADERS has to be a JSON object of headers: wrangler secret put CORE_HEADERS')
  return headers && { url: url.replace(/\/+$/, ''), headers }
}

function isScanner(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname))
}
