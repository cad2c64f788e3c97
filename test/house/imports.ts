/** Who may import whom: layers by role, tiers by feature, packages, and no circles. */
import { featureOf, leaves, type Role, roleOf } from './roles.ts'
import { type Check, type File, type Finding, type Import, importsOf, type Tree } from './tree.ts'

/** What one role may import: each role whole, for its types alone, or of its own feature alone. */
type Allowance = Partial<Record<Role, 'all' | 'types' | 'own' | 'types of own' | readonly string[]>>

const data: Allowance = { leaf: 'all', policy: 'all', noun: 'all' }
const verb: Allowance = { ...data, rules: 'all', client: 'all', store: 'all', verb: 'all' }

/** The table of docs/decisions/0001. A list names the features, or the beginnings of views, that may be imported. */
export const layers: Record<Exclude<Role, 'door' | 'outside'>, Allowance> = {
  policy: { policy: 'all' },
  leaf: { leaf: 'all', policy: 'all', noun: 'types' },
  noun: { ...data, rules: 'types', form: 'types of own' },
  rules: { ...data, rules: 'all' },
  client: { leaf: 'all', client: 'all' },
  schema: { schema: 'all' },
  store: { ...data, rules: 'all', client: 'all', schema: 'all', store: 'all' },
  verb,
  job: { ...verb, job: 'own' },
  object: { ...verb, object: 'own' },
  form: { ...data, form: 'own' },
  routes: { ...verb, form: 'own', routes: 'own', view: 'all', http: 'all' },
  view: { view: 'all', noun: 'types', form: 'types' },
  http: {
    ...data,
    rules: 'all',
    client: 'all',
    store: ['sessions', 'standing', 'roles', 'accounts', 'audit', 'kept-forms'],
    view: ['views/layout.tsx', 'views/departments.ts', 'views/problem/', 'views/standing/'],
    http: 'all',
  },
  deliver: {
    ...data,
    rules: 'own',
    client: 'all',
    store: 'all',
    view: ['views/**/mail/', 'views/mail/', 'views/format.ts'],
  },
}

/** The packages a role may import, besides Node's own; those that aren't named import none. */
const packages: Partial<Record<Role, readonly string[]>> = {
  client: ['drizzle-orm'],
  schema: ['drizzle-orm'],
  store: ['drizzle-orm'],
  rules: ['@oslojs/otp', '@oslojs/encoding'],
  verb: ['@simplewebauthn/server', 'openid-client', 'jose'],
  object: ['cloudflare:workers'],
  form: ['zod/mini'],
  routes: ['hono', '@hono/zod-validator'],
  http: ['hono'],
  view: ['hono/jsx', 'hono/html', 'qr'],
}

export const followsLayers: Check = (file) => {
  const role = roleOf(file.path)
  if (role === 'door' || role === 'outside' || !/\.tsx?$/.test(file.path)) return []
  return importsOf(file)
    .filter((one) => !(one.to.startsWith('.') || isPath(one.to) ? mayImport(role, file, one) : mayUse(role, one.to)))
    .map(({ to, line }) => ({
      path: file.path,
      line,
      words: `a ${role} file may not import ${to}${isPath(to) ? ` (a ${roleOf(to)} file)` : ''}; a new verb goes into the list in test/house/roles.ts`,
    }))
}

function isPath(to: string): boolean {
  return /^(src|views|test|tools|demo|dev|bench)\//.test(to)
}

function mayImport(role: Exclude<Role, 'door' | 'outside'>, file: File, { to, typeOnly }: Import): boolean {
  const target = roleOf(to)
  const own = featureOf(file.path) === featureOf(to)
  const allowance = layers[role][target]
  if (allowance === undefined) return false
  if (allowance === 'all') return true
  if (allowance === 'types') return typeOnly
  if (allowance === 'own') return own
  if (allowance === 'types of own') return own && typeOnly
  if (target === 'view') {
    return allowance.some((place) => (place.includes('**') ? to.includes('/mail/') : to.startsWith(place)))
  }
  return allowance.includes(featureOf(to))
}

function mayUse(role: Role, name: string): boolean {
  if (name.startsWith('node:')) return ['leaf', 'noun', 'rules'].includes(role)
  return packages[role]?.some((one) => name === one || name.startsWith(`${one}/`)) ?? false
}

/** Leaves are known by name: a new one is a decision (docs/decisions/0006). */
export const knowsItsLeaves: Check = ({ path }) =>
  roleOf(path) === 'leaf' && !leaves.includes(path.slice('src/'.length).replace(/\.tsx?$/, ''))
    ? [
        {
          path,
          line: 1,
          words: 'is no leaf: it belongs into a feature, or into the list in test/house/roles.ts and 0006',
        },
      ]
    : []

/** Features in their tiers, the lowest first: one imports its own tier and those below. */
export const tiers: readonly (readonly string[])[] = [
  ['audit', 'mail', 'documents', 'runs'],
  ['offices', 'accounts', 'standing', 'address-guard', 'account-guard'],
  ['links', 'kept-forms', 'notices', 'sessions', 'passwords', 'second-factor', 'sign-in', 'roles'],
  [
    'profile', 'registration', 'approval', 'onboarding', 'invitations', 'agreements', 'training', 'verification', 'suspension', 'termination', 'dormancy',
    'incidents', 'privacy',
  ], // prettier-ignore
  ['restricted-info', 'members', 'eligibility-checks', 'claims', 'directory', 'service-codes', 'referrals', 'feed'],
  ['federation', 'scim', 'staff', 'home', 'help', 'health'],
]

/** Files that count in another tier than their feature (docs/decisions/0001). */
const ownTiers = new Map([
  // Imports nothing, and passwords are looked at inside the account's object.
  ['src/passwords/hash.ts', 0],
  // The search of the log is a screen of the staff; nothing but src/routes.ts imports it.
  ['src/audit/form.ts', 5],
  ['src/audit/routes.tsx', 5],
  ['src/mail/routes.tsx', 5],
  // Signing out of a session through a provider goes on there; nothing but src/routes.ts imports it.
  ['src/sessions/routes.tsx', 5],
  // The page of the hourly run is one, too.
  ['src/runs/routes.tsx', 5],
  // Which providers a grant may be limited to is read off the office's claims; nothing but src/routes.ts imports them.
  ['src/approval/routes.tsx', 5],
  ['src/approval/users/routes.tsx', 5],
  ['src/approval/users/verified/routes.tsx', 5],
  // The way through an identity provider ends where every other way in does; nothing but src/routes.ts imports them.
  ['src/sign-in/organization/routes.tsx', 5],
  ['src/sign-in/with/routes.tsx', 5],
])

const noFeature = ['policy', 'db', 'http']

export const importsDownward: Check = (file) => {
  const from = featureOf(file.path)
  if (!file.path.startsWith('src/') || from === '' || noFeature.includes(from)) return []
  const tier = tierOf(file.path)
  if (tier === -1) return [{ path: file.path, line: 1, words: `${from} is in no tier of test/house/imports.ts` }]
  return importsOf(file).flatMap(({ to, line }) => {
    const feature = to.startsWith('src/') ? featureOf(to) : ''
    if (feature === '' || noFeature.includes(feature) || tierOf(to) <= tier) return []
    return [{ path: file.path, line, words: `${from} imports ${feature}, which is above it` }]
  })
}

function tierOf(path: string): number {
  return ownTiers.get(path) ?? tiers.findIndex((tier) => tier.includes(featureOf(path)))
}

/** Routes, form, job and object belong to their feature alone (never 6). */
export const keepsToItself: Check = (file) => {
  if (!/^(src|views)\//.test(file.path) || roleOf(file.path) === 'door') return []
  return importsOf(file)
    .filter(
      ({ to }) => ['routes', 'form', 'job', 'object'].includes(roleOf(to)) && featureOf(to) !== featureOf(file.path),
    )
    .map(({ to, line }) => ({ path: file.path, line, words: `${to} belongs to its own feature` }))
}

/** No barrels: a name is imported from where it is declared (never 6). */
export const hasNoBarrel: Check = (file) => {
  const exempt = ['src/index.ts', 'src/db/schema/index.ts']
  if (exempt.includes(file.path) || !/^(src|views)\/.*\.tsx?$/.test(file.path)) return []
  const named = /(^|\/)index\.tsx?$/.test(file.path)
    ? [{ path: file.path, line: 1, words: 'is a barrel, or named as one' }]
    : []
  const passedOn = importsOf(file).filter((one) => one.reExport)
  return [...named, ...passedOn.map(({ to, line }) => ({ path: file.path, line, words: `passes ${to} on` }))]
}

/** Imports that lead back to where they began, types among them. */
export function circles(tree: Tree): Finding[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: Finding[] = []
  const visit = (path: string, way: string[]): void => {
    if (state.get(path) === 'done') return
    const file = tree.get(path)
    if (!file) return
    state.set(path, 'open')
    for (const { to, line } of importsOf(file)) {
      if (state.get(to) === 'open') {
        const circle = [...way.slice(way.indexOf(to)), path, to].filter((one, n, all) => n === 0 || one !== all[n - 1])
        found.push({ path, line, words: `imports in a circle: ${circle.join(' → ')}` })
      } else visit(to, [...way, path])
    }
    state.set(path, 'done')
  }
  for (const path of tree.keys()) visit(path, [])
  return found
}

/** An import that names no file of the tree: a test of the reading itself. */
export const importsExist: Check = (file, tree) =>
  importsOf(file)
    .filter(({ to }) => isPath(to) && /\.tsx?$/.test(to) && !tree.has(to))
    .map(({ to, line }) => ({ path: file.path, line, words: `imports ${to}, which isn't there` }))
