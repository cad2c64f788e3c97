/** What a file is for, told by its place and name (docs/decisions/0001, 0006, 0007, 0010). */

export type Role =
  | 'policy' | 'leaf' | 'noun' | 'rules' | 'client' | 'schema' | 'store' | 'verb' | 'form' | 'job' | 'object'
  | 'routes' | 'view' | 'http' | 'deliver' | 'door' | 'outside' // prettier-ignore

/** Files of one idea that everything may import; they import nothing of a feature but types. */
export const leaves = [
  'clock',
  'config',
  'csv',
  'digest',
  'errors',
  'ids',
  'json',
  'mail-config',
  'result',
  'seal',
  'session-key',
]

/** Use cases, as the policy names them, alone or with what they concern (`grant-access`). A file of a feature that isn't among the roles or here is a noun. */
export const verbs = [
  'accept', 'add', 'admit', 'approve', 'attest', 'change', 'complete', 'connect', 'create', 'decide', 'deliver', 'deny', 'disable', 'discover', 'end', 'enrol',
  'export', 'find', 'follow', 'grant', 'import', 'invite', 'judge', 'limit', 'make', 'move', 'open', 'publish', 'receive', 'record',
  'register', 'reinstate', 'reject', 'remind', 'report', 'request', 'reset', 'restrict', 'revoke', 'run', 'scan', 'sign-in', 'store', 'submit',
  'suppress', 'suspend', 'sweep', 'terminate', 'transition', 'unlink', 'unlock', 'upload', 'verify', 'warn', 'withdraw',
] // prettier-ignore

/** Stores under a telling name (docs/decisions/0010). */
export const namedStores = ['src/mail/outbox.ts', 'src/restricted-info/shown.ts']

/** Pure decisions under a telling name (docs/decisions/0010). */
export const namedRules = [
  'src/restricted-info/judge.ts',
  'src/restricted-info/list-file.ts',
  'src/restricted-info/verdict.ts',
]

/** The program's own entries: they may import everything. */
const doors = ['src/index.ts', 'src/routes.ts', 'src/schedule.ts']

export function roleOf(path: string): Role {
  if (doors.includes(path)) return 'door'
  if (path.startsWith('views/')) return 'view'
  if (!path.startsWith('src/')) return 'outside'
  if (namedStores.includes(path)) return 'store'
  if (namedRules.includes(path)) return 'rules'
  if (path.startsWith('src/policy/')) return 'policy'
  if (path.startsWith('src/db/')) return path.startsWith('src/db/schema/') ? 'schema' : 'client'
  if (path.startsWith('src/http/')) return 'http'
  if (path === 'src/mail/deliver.ts') return 'deliver'
  if (path.split('/').length === 2) return 'leaf'
  const name = path.replace(/^.*\//, '').replace(/\.tsx?$/, '')
  if (name === 'statement') return 'store'
  if (name === 'rules' || name === 'store' || name === 'form' || name === 'job' || name === 'routes') return name
  if (name === 'object' || name.endsWith('.object')) return 'object'
  return verbs.some((verb) => name === verb || name.startsWith(`${verb}-`)) ? 'verb' : 'noun'
}

/** The feature a file belongs to: its folder below src or views. */
export function featureOf(path: string): string {
  return /^(?:src|views|test)\/([^/]+)\//.exec(path)?.[1] ?? ''
}
