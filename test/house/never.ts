/** The Never list of docs/decisions/0001, as far as a text can be held to it. Imports and SQL have files of their own. */
import { numbers } from '../../src/policy/numbers.ts'
import { roleOf } from './roles.ts'
import {
  bracketed,
  type Check,
  declarations,
  each,
  type File,
  type Finding,
  importsOf,
  lineOf,
  reaching,
} from './tree.ts'

const inProgram = ({ path }: File) => /^(src|views|dev)\/.*\.tsx?$/.test(path)
const policyNames = Object.keys(numbers).join('|')

/** Spans that the policy has no say in, each with its reason. */
const ofTheMachine = new Map([['WAITS_AT_MOST_MS', 'how long a message may wait for its provider']])

/** Never 1: numbers that the policy fixes stand in src/policy alone. */
export const keepsNumbersInPolicy: Check = (file) => {
  const role = roleOf(file.path)
  if (!/^(src|views)\//.test(file.path) || role === 'policy') return []
  const words = 'a number of the policy: take it from policy.…'
  const renamed = each(file, new RegExp(`\\b(const|let|static|readonly)\\s+(${policyNames})\\b`, 'g'), words)
  const spans = [...file.code.matchAll(/\b[\w.]+(?:\s*\*\s*[\w.]+)+/g)]
    .filter(([product]) => isSpan(product.split('*').map((factor) => factor.trim())))
    .map(({ index }) => ({ path: file.path, line: lineOf(file.code, index), words }))
  // A threshold of a decision is a number of the policy; 0 and 1 are none and some.
  const deciding = ['rules', 'verb', 'object', 'job'].includes(role)
  const compared = deciding ? each(file, /(?<![<>=])[<>]=?\s*(?!1\b)[1-9][\d_]*\b(?!\s*\*\*)/g, words) : []
  return [...renamed, ...spans, ...compared].filter(({ line }) => !plain(file, line))
}

/** So many of a unit of time, `60 * DAY` or `90 * 24 * 60 * 60`; a number of the policy times its unit is none. */
function isSpan(factors: string[]): boolean {
  const isUnit = (factor: string) => unitName.test(factor) || unitLength.test(factor)
  return factors.some(isUnit) && factors.filter((factor) => isUnit(factor) || /^\d/.test(factor)).length > 1
}
const unitName = /^(?:SECOND|MINUTE|HOUR|DAY|WEEK)S?(?:_MS|_SECONDS)?$/
const unitLength = /^(?:24|60|1_?000|3_?600|60_?000|86_?400|3_?600_?000|86_?400_?000)$/
const unitDeclared = /\bconst (?:SECOND|MINUTE|HOUR|DAY|WEEK)S?(?:_MS|_SECONDS)? =/

/** A unit of time itself; and lengths and sizes, which are bounds of the machine, not of the policy. */
function plain({ code }: File, line: number): boolean {
  const words = code.split('\n')[line - 1] ?? ''
  const name = /\bconst (\w+) =/.exec(words)?.[1] ?? ''
  return unitDeclared.test(words) || ofTheMachine.has(name) || /\.(length|size)\b/.test(words)
}

/** Never 2: the clock is src/clock.ts; SQL has none. */
export const asksOneClock: Check = (file) => {
  if (file.path === 'src/clock.ts') return []
  const clock = /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\)|\bperformance\.now\b|\bTemporal\.Now\b/g
  const inSql =
    /\b(CURRENT_(TIMESTAMP|DATE|TIME)|unixepoch\(|julianday\(|strftime\(|datetime\(|date\('now|time\('now)/gi
  const words = 'time comes from src/clock.ts as an argument'
  if (file.path.startsWith('migrations/')) return each(file, inSql, words)
  if (!inProgram(file) && !file.path.startsWith('demo/')) return []
  return [...each(file, clock, words), ...each(file, inSql, words)]
}

/** Never 2: the clock is asked once per request, job or alarm. */
export const asksTheClockOnce: Check = (file) => {
  const may = file.path === 'src/schedule.ts' || ['http', 'object', 'job'].includes(roleOf(file.path))
  if (may || !/^(src|views)\//.test(file.path)) return []
  return importsOf(file)
    .filter(({ to, names }) => to === 'src/clock.ts' && names.includes('instant'))
    .map(({ line }) => ({ path: file.path, line, words: 'takes now as an argument; only the doors ask the clock' }))
}

/** Never 5: an account's status changes in accounts/transition.ts alone. */
export const leavesStatusToTransition: Check = (file) => {
  if (!file.path.startsWith('src/')) return []
  const words = "an account's status is changed by accounts/transition.ts"
  const written = file.path.startsWith('src/accounts/')
    ? []
    : each(file, /\bUPDATE account SET[^`']*\b(suspended_at|terminated_at)\s*=(?!=)|\.update\(account\)/gi, words)
  const called = file.path === 'src/accounts/transition.ts' ? [] : importsOf(file)
  return [
    ...written,
    ...called
      .filter(({ names }) => names.includes('statusChanged'))
      .map(({ line }) => ({ path: file.path, line, words })),
  ]
}

/** Never 7: names that say nothing, and names that aren't kebab-case. */
export const isNamedForOneIdea: Check = ({ path }) => {
  const parts = path.replace(/^docs\/decisions\/\d{4}-/, '').split('/')
  const empty = /^(utils?|helpers?|common|shared|lib|misc|core|manager|service)(\.|$)/
  const kebab = /^_?[a-z0-9]+(-[a-z0-9]+)*(\.(rules|object|config))?(\.(test|spec))?(\.[a-z]+)?$/
  if (/^(README|bench\/RESULTS)\.md$/.test(path)) return []
  if (parts.some((part) => empty.test(part))) return [{ path, line: 1, words: 'is named for no idea' }]
  const named = path.startsWith('migrations/') ? [(parts.at(-1) ?? '').replaceAll('_', '-')] : parts
  return named.every((part) => kebab.test(part)) ? [] : [{ path, line: 1, words: 'is not in kebab-case' }]
}

/** URL prefixes that anyone reaches: a new one is added here on purpose (never 8). */
const openPrefixes = [
  '/forgot-password', '/forgot-password/passkey', '/healthz', '/help', '/invitation', '/office-access', '/password/check', '/password/set-up',
  '/privacy', '/register', '/sign-in', '/sign-in/organization', '/sign-in/passkey', '/sign-in/second-factor', '/sign-in/second-factor/passkey',
  '/sign-in/signed-out', '/sign-in/with',
] // prettier-ignore

/** Never 8: every mount has a gate, and the open ones are known. */
export const mountsBehindGates: Check = (file) => {
  if (file.path !== 'src/routes.ts') {
    const mounted = file.path.startsWith('src/') && file.path !== 'src/http/app.tsx'
    return mounted ? each(file, /\.(route|mount)\(\s*['"`]/g, 'is mounted in src/routes.ts') : []
  }
  return [...file.code.matchAll(/\{[^{}]*\bprefix:[^{}]*\}/g)].flatMap(({ 0: mount, index }) => {
    const prefix = /prefix: '([^']+)'/.exec(mount)?.[1] ?? ''
    const gate = /gate: '([^']+)'/.exec(mount)?.[1]
    const line = lineOf(file.code, index)
    if (gate === undefined) return [{ path: file.path, line, words: `${prefix} has no gate` }]
    if ((gate === 'open') === openPrefixes.includes(prefix)) return []
    return [
      { path: file.path, line, words: `${prefix} is ${gate}: is that meant? test/house/never.ts lists what is open` },
    ]
  })
}

/** Handlers behind a gate that ask nobody in, each with its reason. */
const ungated = new Map([
  ['src/sessions/routes.tsx session.get /closed', 'looks whether the session is closed without touching it'],
])

/** Mounts behind `bearer` that ask for no token in a header, each with where the one in the body is verified. */
const signedBodies = new Map([['signals', 'src/federation/signals/receive.ts']])

/** Never 8: a handler behind a gate passes it: `page` for reading, `act` for changing. */
export const passesTheGate: Check = (file, tree) => {
  const mounts = tree.get('src/routes.ts')?.code ?? ''
  if (roleOf(file.path) !== 'routes') return []
  const byToken = [...mounts.matchAll(/gate: 'bearer', routes: (\w+)/g)].map(([, name = '']) => name)
  const opened = declarations(file.code)
    .filter(({ name, body }) => byToken.includes(name) && !signedBodies.has(name) && !/\.use\(bearer\)/.test(body))
    .map(({ name, at }) => ({ path: file.path, line: lineOf(file.code, at), words: `${name} asks for no token` }))
  const gated = [...mounts.matchAll(/gate: '(?!open|bearer)[\w-]+', routes: (\w+)/g)].map(([, name = '']) => name)
  const passing = [...reaching(file.code, /\b(page|act)\(/), 'page', 'act']
  const handlers = [...file.code.matchAll(/^(\w+)\.(get|post|put|patch|delete|all|on|use)\(\s*'([^']*)'/gm)]
  const unasked = handlers.flatMap(({ 0: start, 1: app = '', 2: method, 3: path, index }) => {
    const body = bracketed(file.code, index + start.indexOf('('))
    const open = !gated.includes(app) || ungated.has(`${file.path} ${app}.${method} ${path}`)
    if (open || passing.some((name) => new RegExp(`\\b${name}\\(`).test(body))) return []
    return [{ path: file.path, line: lineOf(file.code, index), words: `${method} ${path} passes no gate` }]
  })
  return [...opened, ...unasked]
}

/** What an address may carry in plain sight; everything else is sealed in `s`, or no business of an address. */
const inAddresses = [
  's',
  // On paper or as a file.
  'as',
  'again',
  'next',
  'closed',
  'sent',
  'purpose',
  'on',
  'after',
  'done',
  'link',
  'iss',
  'sid',
  'state',
]

/** Never 9: nothing personal in addresses, errors and logs. */
export const namesNobody: Check = (file) => {
  if (!file.path.startsWith('src/')) return []
  const queries = [...file.code.matchAll(/\.query\(\s*'([^']+)'\s*\)/g)]
    .filter(([, name = '']) => !inAddresses.includes(name))
    .map(({ 1: name, index }) => ({
      path: file.path,
      line: lineOf(file.code, index),
      words: `${name} stands in an address`,
    }))
  return [
    ...queries,
    ...each(
      file,
      /\bnew (?:\w*Error)\(\s*(?:`[^`]*\$\{|[^)'`]*'[^']*'\s*\+)/g,
      'an error says what kind it is, without data',
    ),
    ...each(file, /\bconsole\.\w+\((?!\s*JSON\.stringify\()/g, 'the log takes one line of JSON with ids'),
  ]
}

/** Never 10: a catch does something; a comment doesn't count. */
export const carriesOnAloud: Check = (file) => {
  if (!/\.(tsx?|mjs)$/.test(file.path)) return []
  return [
    ...each(file, /\bcatch\s*(\([^)]*\))?\s*\{\s*\}/g, 'a catch carries on silently'),
    ...each(file, /\.catch\(\s*\(\w*\)\s*=>\s*(\{\s*\}|undefined)\s*\)/g, 'a catch carries on silently').filter(
      ({ line }) => !isMutex(file, line),
    ),
  ]
}

/** `this.last = turn.catch(…)`: the next in line waits for the end, whoever asked gets the failure itself. */
function isMutex({ code }: File, line: number): boolean {
  return /^\s*this\.\w+ = \w+\.catch\(\(\) => undefined\)$/.test(code.split('\n')[line - 1] ?? '')
}

/** platform.md: waitUntil loses rows. */
export const writesBeforeItAnswers: Check = (file) =>
  inProgram(file)
    ? [...file.code.matchAll(/\bwaitUntil\(/g)]
        .filter(({ index }) =>
          /\b(batch|recorded\w*|visited|listed|withheld|DB)\b/.test(bracketed(file.code, index + 9)),
        )
        .map(({ index }) => ({
          path: file.path,
          line: lineOf(file.code, index),
          words: 'a write is awaited before the answer',
        }))
    : []

/** Never 11: restricted records are left out where they are read; who reads them anew goes through the cut. */
export const cutsInTheQuery: Check = (file) => {
  const role = roleOf(file.path)
  const restrictedOwn = /^src\/(restricted-info|feed|db)\//.test(file.path)
  if (restrictedOwn || !inProgram(file)) return []
  const words = 'restricted records are cut in the query, by shownNow'
  if (role === 'routes' || role === 'view' || role === 'verb') {
    return each(file, /\b(shownUnder|shown_under|ownReason|own_reason|isRestricted|restrictedCode)\b/g, words)
  }
  if (role !== 'store') return []
  const cut = reaching(file.code, /\bshownNow\(/)
  return declarations(file.code).flatMap(({ name, body, at }): Finding[] => {
    const reads = /\.from\(\s*(claim|claimLine|referral)\b|\bFROM (claim|claim_line|referral)\b/.test(body)
    return reads && !cut.has(name) ? [{ path: file.path, line: lineOf(file.code, at), words: `${name}: ${words}` }] : []
  })
}

/** Scripts and styles come from files alone: the content security policy allows no other. A mail has no file, and its styles in itself. */
export const hasNoInlineScript: Check = (file) =>
  file.path.startsWith('views/') && file.path !== 'views/mail/layout.tsx' && /\.tsx?$/.test(file.path)
    ? each(
        file,
        /\bstyle=|\son[a-z]+=|\bhx-on\b|\bhx-vals=['"`{]+js:|\bjavascript:|<style\b|\bjs:|<script(?![^>]*\bsrc=)/g,
        'the content security policy forbids it: use a class, or views/public/gatehouse.js',
      )
    : []
