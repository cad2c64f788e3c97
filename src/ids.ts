/** Public ids: what stands in addresses. Tables join on integers instead. */

const prefixes = {
  account: 'acc',
  membership: 'mbs',
  office: 'off',
  session: 'ses',
  member: 'mem',
  claim: 'clm',
  referral: 'ref',
  'referral-draft': 'rdr',
  attachment: 'att',
  'directory-entry': 'dir',
  'eligibility-check': 'elc',
  mail: 'msg',
  document: 'doc',
  'office-request': 'orq',
  invitation: 'inv',
  registration: 'reg',
  'access-request': 'req',
  link: 'lnk',
  'kept-form': 'frm',
  flow: 'flw',
  verification: 'ver',
  revocation: 'rvk',
  passkey: 'pky',
  'authenticator-app': 'app',
  'identity-provider': 'idp',
  'scim-user': 'scu',
  'scim-group': 'scg',
} as const

/** The kinds of thing that have a public id. */
export type Kind = keyof typeof prefixes

/** A public id of one kind: its prefix, and 24 random letters and digits; those that SQLite makes are hexadecimal. */
export type Id<K extends Kind> = `${(typeof prefixes)[K]}_${string}`

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new public id of the kind: 120 random bits in base 32. */
export function newId<K extends Kind>(kind: K): Id<K> {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return `${prefixes[kind]}_${[...bytes].map((byte) => alphabet[byte & 31]).join('')}` as Id<K>
}

/** Whether the text has the shape of a public id of the kind; says nothing of its existence. */
export function isId<K extends Kind>(kind: K, text: string): text is Id<K> {
  return text.startsWith(`${prefixes[kind]}_`) && /^[0-9a-z]{24}$/.test(text.slice(prefixes[kind].length + 1))
}

/** The id that an address names; for any other text one that nothing bears, so that every wrong address goes the same way (T15). */
export function readId<K extends Kind>(kind: K, text: string): Id<K> {
  return isId(kind, text) ? text : (`${prefixes[kind]}_` as Id<K>)
}

/** A new confirmation number, as people read it out: `GH-` and ten of Crockford's letters and digits, 50 random bits. */
export function newConfirmation(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return `GH-${[...bytes].map((byte) => alphabet[byte & 31]).join('')}`.toUpperCase()
}
