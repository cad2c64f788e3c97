/** What security event tokens (RFC 8417) mean here: pure decisions about claims, whoever signed them. */
import { normalEmail } from '../../accounts/email.ts'
import { isObject } from '../../json.ts'
import { done, refused, type Result } from '../../result.ts'
import { isName } from '../logout/rules.ts'
import type { Claims, Signals } from '../provider.ts'
import type { Effects, Fault, Signal, SignalEvent, SignalSubject } from './signal.ts'

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/'
const RISC = 'https://schemas.openid.net/secevent/risc/event-type/'
const meanings = new Map<string, SignalEvent>([
  [`${CAEP}session-revoked`, 'session-revoked'],
  [`${CAEP}credential-change`, 'credential-change'],
  [`${RISC}account-disabled`, 'account-disabled'],
  // Whoever is gone there for good is out here until a person decides: nobody's record ends by a signal.
  [`${RISC}account-purged`, 'account-disabled'],
  ['https://schemas.openid.net/secevent/ssf/event-type/verification', 'verification'],
])

const TYPE = /^(application\/)?secevent\+jwt$/i

/** What is wrong with a token by what it says of itself, before its signature is looked at; null: nothing. `now` in ms UTC. */
export function faultOf(
  header: Claims,
  claims: Claims,
  expected: Pick<Signals, 'issuer' | 'audience'> & { maxAge: number; tolerance: number },
  now: number,
): Fault | null {
  const { iss, aud, iat, jti, events } = claims
  if (typeof header['typ'] !== 'string' || !TYPE.test(header['typ'])) return invalid('The type is not secevent+jwt.')
  if (!isName(jti)) return invalid('There is no jti.')
  if (!isObject(events) || Object.keys(events).length === 0) return invalid('There are no events.')
  if (iss !== expected.issuer) return { err: 'invalid_issuer', description: 'It is of another issuer.' }
  if (!(Array.isArray(aud) ? aud : [aud]).includes(expected.audience)) {
    return { err: 'invalid_audience', description: 'It is for another audience.' }
  }
  const seconds = Math.floor(now / 1000)
  const isInTime =
    typeof iat === 'number' &&
    iat <= seconds + expected.tolerance &&
    iat >= seconds - expected.maxAge - expected.tolerance
  return isInTime ? null : invalid('It was issued too long ago, in the future, or never.')
}

/**
 * What verified claims say, and of whom; `issuer` is the provider's own. Events that are unknown here are left out, and so
 * is a subject that is written in another way. All events of a token are of one subject (RFC 8417, section 2).
 */
export function signalIn(claims: Claims, issuer: string): Result<Signal, Fault> {
  const events = isObject(claims['events']) ? claims['events'] : {}
  const known = Object.entries(events).flatMap(([uri, payload]) => {
    const event = meanings.get(uri)
    return event ? [{ event, payload }] : []
  })
  if (!known.every(({ payload }) => isObject(payload))) return refused(invalid('An event is not an object.'))
  const subjects = known
    .filter(({ event }) => event !== 'verification')
    // Transmitters of older drafts say it inside the event.
    .map(({ payload }) => subjectIn(claims['sub_id'] ?? (payload as Claims)['subject'], issuer))
  if (new Set(subjects.map((one) => JSON.stringify(one))).size > 1) {
    return refused(invalid('The events are of several subjects.'))
  }
  return done({ events: [...new Set(known.map(({ event }) => event))], about: subjects[0] ?? nobody })
}

/** What is to happen to the person's account. A session that was revoked by its name is that one alone. */
export function effectsOf({ events, about }: Signal): Effects {
  const all = events.includes('credential-change') || (events.includes('session-revoked') && about.sid === null)
  return {
    sessions: all ? 'all' : events.includes('session-revoked') ? 'of-sid' : 'none',
    forgetsDevices: events.includes('credential-change'),
    suspends: events.includes('account-disabled') && about.person !== null,
  }
}

const nobody: SignalSubject = { person: null, sid: null }

/** A subject identifier (RFC 9493), or a complex one, of a user and a session (SSF 1.0). */
function subjectIn(value: unknown, issuer: string): SignalSubject {
  if (!isObject(value)) return nobody
  const { format, user, session } = value
  if (format !== undefined && format !== 'complex') return { person: personIn(value, issuer), sid: null }
  const person = personIn(user, issuer)
  // Somebody was named who is nobody here: then the session is none of theirs, either.
  if (user !== undefined && person === null) return nobody
  return {
    person,
    sid: isObject(session) && session['format'] === 'opaque' && isName(session['id']) ? session['id'] : null,
  }
}

function personIn(value: unknown, issuer: string): SignalSubject['person'] {
  if (!isObject(value)) return null
  const { format, iss, sub, email } = value
  // Who a person is, is (issuer, subject): a provider speaks of its own people (T18).
  if (format === 'iss_sub') return iss === issuer && isName(sub) ? { by: 'subject', subject: sub } : null
  const address = format === 'email' && typeof email === 'string' ? normalEmail(email) : null
  return address === null ? null : { by: 'email', email: address }
}

function invalid(description: string): Fault {
  return { err: 'invalid_request', description }
}
