import { normalEmail } from '../../src/accounts/email.ts'
import { ROLES, type Role } from '../../src/policy/roles.ts'
import { done, refused, type Result } from '../../src/result.ts'

/** Somebody to make, as asked for. `office` is an Organization id of the core system. */
export type Asked = { email: string; password: string; office: string; roles: Role[] }

/** Reads the form: whom to make, or a sentence for each field. `roles` come comma-separated, repeated, or both. */
export function readAsked(form: URLSearchParams): Result<Asked, Record<string, string>> {
  const errors: Record<string, string> = {}
  const email = normalEmail(form.get('email') ?? '')
  const password = form.get('password') ?? ''
  const office = (form.get('office') ?? '').trim()
  const names = form.getAll('roles').flatMap((value) => value.split(','))
  const wanted = new Set(names.map((name) => name.trim()).filter((name) => name !== ''))
  const roles = Object.keys(ROLES).filter((role): role is Role => wanted.delete(role))
  if (!email) errors.email = 'Say an e-mail address.'
  if (password === '' || password.length > 128) errors.password = 'Say a password of at most 128 characters.'
  if (office === '') errors.office = 'Say the id of an Organization of the feed.'
  if (wanted.size > 0 || roles.length === 0) errors.roles = `Say one or more of ${Object.keys(ROLES).join(', ')}.`
  if (!email || Object.keys(errors).length > 0) return refused(errors)
  return done({ email, password, office, roles })
}
