/** What is typed of a provider, and the sentence for each mistake. */
import * as z from 'zod/mini'
import { capabilities, departments } from '../../accounts/account.ts'
import { readNpi } from '../../offices/identifiers.ts'
import { ROLES } from '../../policy/roles.ts'
import { type Mapping, type MfaSign, type ProviderKind, providerKinds, type Signals } from '../provider.ts'
import { type DomainRefusal, readDomain } from './domain.ts'
import { LONGEST, MOST, type Settings } from './settings.ts'

type Errors = Record<string, string>
const text = z.catch(z.string().check(z.trim()), '')

const typedSettings = z.object({
  version: text,
  name: text,
  kind: text,
  issuer: text,
  domains: text,
  mfa: text,
  groupsClaim: text,
  signalsIssuer: text,
  signalsAudience: text,
  signalsJwksUri: text,
})

/** A row of the mappings as typed: `grant` is `department privacy`, `capability audit.read` or `role claims`. */
export type TypedMapping = { group: string; grant: string }

/** What was typed in the form of a provider. */
export type TypedSettings = z.infer<typeof typedSettings> & { mappings: TypedMapping[] }

/** What a mapping can give or suggest, by the word in the form. */
export const grants: Record<string, { department: (typeof departments)[number] } | { capability: (typeof capabilities)[number] } | { role: keyof typeof ROLES }> =
  Object.fromEntries([
    ...departments.map((department) => [`department ${department}`, { department }]),
    ...capabilities.map((capability) => [`capability ${capability}`, { capability }]),
    ...Object.keys(ROLES).map((role) => [`role ${role}`, { role: role as keyof typeof ROLES }]),
  ]) // prettier-ignore

/** What judging an issuer takes; `held`: the kind that it stays, null where it may be chosen. */
export type Judging = { isIssuer: (text: string) => boolean; origin: string; held: ProviderKind | null }

/** Reads the form of a provider; `errors` by field, those of a row of mappings by its number: `group1`. */
export function readSettings(
  form: URLSearchParams,
  { isIssuer, origin, held }: Judging,
): { typed: TypedSettings; settings: Settings; errors: Errors } {
  const mappings = rowsOf(form)
  const typed = { ...typedSettings.parse(Object.fromEntries(form)), mappings }
  const errors: Errors = {}
  const kind = held ?? providerKinds.find((one) => one === typed.kind) ?? null
  if (typed.name === '') errors.name = 'Type a name, as people know it.'
  if (typed.name.length > LONGEST.name) errors.name = tooLong(LONGEST.name)
  if (hasControls(typed.name)) errors.name = 'Type the name on one line, without control characters.'
  if (kind === null) errors.kind = 'Choose whose it is.'
  const issuerIsWrong = addressError(typed.issuer, isIssuer, origin, 'https://login.example.org')
  if (issuerIsWrong) errors.issuer = issuerIsWrong
  const settings: Settings = {
    name: typed.name,
    kind: kind ?? 'office',
    issuer: typed.issuer,
    domains: domainsIn(typed.domains, errors),
    mfaWhen: signsIn(typed.mfa, errors),
    groupsClaim: typed.groupsClaim || 'groups',
    mappings: mappingsIn(mappings, kind, errors),
    signals: signalsIn(typed, isIssuer, origin, errors),
  }
  if (!/^[\x21-\x7e]+$/.test(settings.groupsClaim) || settings.groupsClaim.length > LONGEST.claim)
    errors.groupsClaim = 'Type the name of one claim, such as groups: letters, digits and signs without blanks.'
  return { typed, settings, errors }
}

/** The settings as the form shows them before anything is typed. */
export function asTyped(settings: Settings, version: number, grantOf: (mapping: Mapping) => string): TypedSettings {
  const { name, kind, issuer, domains, mfaWhen, groupsClaim, mappings, signals } = settings
  return {
    version: String(version),
    name,
    kind,
    issuer,
    domains: domains.toSorted().join('\n'),
    mfa: mfaWhen.map(({ claim, value }) => `${claim} ${value}`).join('\n'),
    groupsClaim,
    mappings: mappings.map((mapping) => ({ group: mapping.group, grant: grantOf(mapping) })),
    signalsIssuer: signals?.issuer ?? '',
    signalsAudience: signals?.audience ?? '',
    signalsJwksUri: signals?.jwksUri ?? '',
  }
}

/** The rows of mappings, those that are empty left out; none after the last that is taken. */
function rowsOf(form: URLSearchParams): TypedMapping[] {
  const places = Array.from({ length: MOST.mappings }, (_, n) => n + 1)
  return places
    .map((n) => ({ group: (form.get(`group${n}`) ?? '').trim(), grant: (form.get(`grant${n}`) ?? '').trim() }))
    .filter(({ group, grant }) => group !== '' || grant !== '')
}

const lines = (typed: string) => typed.split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line !== '') // prettier-ignore

const domainWords: Record<DomainRefusal, string> = {
  'no-domain': 'is no domain name such as practice.example.',
  'public-mail': 'gives addresses to anybody. Only a domain of the organization’s own tells who its people are.',
  'shared-suffix': 'is shared by many owners. Type the organization’s own domain under it.',
}

function domainsIn(typed: string, errors: Errors): string[] {
  const found = new Set<string>()
  for (const line of lines(typed)) {
    const domain = readDomain(line)
    if (domain.ok) found.add(domain.value)
    else errors.domains ??= `“${shortened(line)}” ${domainWords[domain.refusal]}`
  }
  if (found.size > MOST.domains) errors.domains = `Type at most ${MOST.domains} domains.`
  return [...found]
}

function signsIn(typed: string, errors: Errors): MfaSign[] {
  const found = new Map<string, MfaSign>()
  for (const line of lines(typed)) {
    const [, claim, value = ''] = /^(amr|acr)\s+(\S+)$/.exec(line) ?? []
    if ((claim !== 'amr' && claim !== 'acr') || value.length > LONGEST.sign || hasControls(value)) {
      errors.mfa ??= `“${shortened(line)}” is not amr or acr, a blank and one value, such as: amr mfa`
      continue
    }
    found.set(`${claim} ${value}`, { claim, value })
  }
  if (found.size > MOST.signs) errors.mfa = `Type at most ${MOST.signs} lines.`
  return [...found.values()]
}

function mappingsIn(rows: readonly TypedMapping[], kind: ProviderKind | null, errors: Errors): Mapping[] {
  const found = new Map<string, Mapping>()
  for (const [place, { group, grant }] of rows.entries()) {
    const meant = Object.hasOwn(grants, grant) ? grants[grant] : undefined
    const n = place + 1
    if (group === '') errors[`group${n}`] = 'Type the group, as the provider calls it.'
    if (group.length > LONGEST.group) errors[`group${n}`] = tooLong(LONGEST.group)
    if (hasControls(group)) errors[`group${n}`] = 'Type the group on one line, without control characters.'
    if (!meant) errors[`grant${n}`] = 'Choose what the group stands for.'
    else if (kind !== null && 'role' in meant !== (kind === 'office')) {
      errors[`grant${n}`] =
        kind === 'plan' ? 'The plan’s own provider gives departments and capabilities, no roles.' : 'An office’s provider suggests roles alone.' // prettier-ignore
    } else found.set(`${grant} ${group}`, { group, ...meant })
  }
  return [...found.values()]
}

function signalsIn(
  { signalsIssuer: issuer, signalsAudience: audience, signalsJwksUri: jwksUri }: TypedSettings,
  isIssuer: (text: string) => boolean,
  origin: string,
  errors: Errors,
): Signals | null {
  if (issuer === '' && audience === '' && jwksUri === '') return null
  const issuerIsWrong = addressError(issuer, isIssuer, origin, 'https://login.example.org')
  const keysAreWrong = addressError(jwksUri, isIssuer, origin, 'https://login.example.org/signals/keys')
  if (issuerIsWrong) errors.signalsIssuer = issuerIsWrong
  if (keysAreWrong) errors.signalsJwksUri = keysAreWrong
  if (!/^[\x21-\x7e]+$/.test(audience))
    errors.signalsAudience = 'Type the audience that signals to this portal are made for, without blanks.'
  if (audience.length > LONGEST.address) errors.signalsAudience = tooLong(LONGEST.address)
  return { issuer, audience, jwksUri }
}

/** What is wrong with an address at a provider; null: nothing. */
function addressError(typed: string, isIssuer: (text: string) => boolean, origin: string, such: string): string | null {
  if (typed === '') return `Type an address such as ${such}.`
  if (typed.length > LONGEST.address) return tooLong(LONGEST.address)
  // Written as it is compared later, letter for letter: no blanks, backslashes or other alphabets that a URL would be read from all the same.
  if (!/^https?:\/\/[\x21-\x5b\x5d-\x7e]+$/.test(typed) || !isIssuer(typed))
    return `Type an address that begins with https:// and has no question mark, # or password in it, such as ${such}.`
  return new URL(typed).origin === origin ? 'This is the portal’s own address. Type the provider’s.' : null
}

const typedClient = z.object({ version: text, clientId: text })

/** What was typed of the client; its secret is never shown again, not even this once. */
export type TypedClient = z.infer<typeof typedClient>

/** Reads the client's id and secret; '' for a secret: the one there is stays, where there is one. */
export function readClient(form: URLSearchParams, hasSecret: boolean) {
  const typed = typedClient.parse(Object.fromEntries(form))
  const secret = form.get('clientSecret') ?? ''
  const errors: Errors = {}
  if (!/^[\x20-\x7e]+$/.test(typed.clientId)) errors.clientId = 'Type the client id that the provider gave this portal.'
  if (typed.clientId.length > LONGEST.clientId) errors.clientId = tooLong(LONGEST.clientId)
  if (secret === '' && !hasSecret) errors.clientSecret = 'Type the client secret that the provider gave this portal.'
  else if (secret !== '' && !/^[\x20-\x7e]+$/.test(secret))
    errors.clientSecret = 'Type the secret as the provider showed it: one line of plain letters, digits and signs.'
  if (secret.length > LONGEST.secret) errors.clientSecret = tooLong(LONGEST.secret)
  return { typed, secret, errors }
}

const typedOffice = z.object({ version: text, words: text, office: text })

/** What was typed to add an office: words of its name or its NPI, or one of those that were found. */
export type TypedOffice = z.infer<typeof typedOffice>

/** Reads which office to add: chosen by its public id, or to be found by words or by NPI. */
export function readOffice(form: URLSearchParams): { typed: TypedOffice; words: string; npi: string; error?: string } {
  const typed = typedOffice.parse(Object.fromEntries(form))
  const isNumber = /^[\d\s-]+$/.test(typed.words)
  const npi = isNumber ? (readNpi(typed.words) ?? '') : ''
  const read = { typed, words: isNumber ? '' : typed.words.toLowerCase(), npi }
  if (typed.office !== '') return read
  if (typed.words === '') return { ...read, error: 'Type the office’s name or its NPI.' }
  if (typed.words.length > LONGEST.name) return { ...read, error: tooLong(LONGEST.name) }
  return isNumber && npi === ''
    ? { ...read, error: 'An NPI has ten digits, the last of which checks the others.' }
    : read
}

const typedReason = z.object({ version: text, reason: text })
export type TypedReason = z.infer<typeof typedReason>

/** Reads why a provider is switched off. */
export function readReason(form: URLSearchParams): { typed: TypedReason; error?: string } {
  const typed = typedReason.parse(Object.fromEntries(form))
  if (typed.reason === '') return { typed, error: 'Write why, in a sentence.' }
  return typed.reason.length > LONGEST.reason ? { typed, error: tooLong(LONGEST.reason) } : { typed }
}

/** The version of the provider that a form was made of. */
export function readVersion(form: URLSearchParams): string {
  return form.get('version') ?? ''
}

const tooLong = (most: number) => `Write at most ${most} characters.`
const shortened = (line: string) => (line.length > 60 ? `${line.slice(0, 60)}…` : line)
const hasControls = (line: string) => /\p{Cc}|\p{Cf}|[\u2028\u2029]/u.test(line)
