/** The domains of e-mail addresses that a provider may speak for. */
import { done, refused, type Result } from '../../result.ts'

/** Mail for anybody: whoever had such a domain would speak for people of every office. */
const PUBLIC_MAIL = new Set(
  `126.com 163.com aim.com aol.com att.net bellsouth.net charter.net comcast.net cox.net duck.com earthlink.net fastmail.com
  frontier.com gmail.com gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.fr hushmail.com icloud.com
  juno.com live.com mac.com mail.com mail.ru mailinator.com me.com mindspring.com msn.com netzero.net optonline.net outlook.com
  passport.com pm.me proton.me protonmail.ch protonmail.com qq.com rediffmail.com roadrunner.com rocketmail.com rr.com sbcglobal.net
  spectrum.net tuta.com tutanota.com verizon.net web.de windstream.net yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com
  yahoo.com.mx yahoo.de yahoo.es yahoo.fr yandex.com yandex.ru ymail.com zoho.com zohomail.com`.split(/\s+/),
)

/** Names under which countries and hosts let others register theirs, of which there may be any number of owners. */
const SHARED_UNDER_A_COUNTRY = new Set(
  'ac co com edu go gob gov gouv govt gv id ltd me mil ne net nhs nom or org plc sch'.split(' '),
)
const SHARED_HOSTS = new Set(
  'azurewebsites.net github.io herokuapp.com netlify.app onmicrosoft.com pages.dev vercel.app workers.dev'.split(' '),
)

/** Why a text is no domain that a provider may have. */
export type DomainRefusal = 'no-domain' | 'public-mail' | 'shared-suffix'

/**
 * The domain in its one form: lower case, international names as punycode (RFC 5891), without the @ that people type
 * before it. Refused: what is no domain name with an extension, mail that anybody can have, and suffixes that several share.
 */
export function readDomain(typed: string): Result<string, DomainRefusal> {
  const text = typed.trim().replace(/^@/, '')
  // Letters and digits of any alphabet, dots and hyphens: nothing that an address would read as a port, a path or a user.
  if (!/^[\p{L}\p{M}\p{N}.-]{1,253}$/u.test(text)) return refused('no-domain')
  const ascii = /^[\x21-\x7e]+$/.test(text) ? text.toLowerCase() : punycode(text)
  if (ascii === null || ascii.length > 253 || !NAME.test(ascii)) return refused('no-domain')
  if (PUBLIC_MAIL.has(ascii)) return refused('public-mail')
  return isShared(ascii) ? refused('shared-suffix') : done(ascii)
}

// As in e-mail addresses (accounts/email.ts), so that an address can be of it.
const NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

function punycode(text: string): string | null {
  const address = `https://${text}`
  return URL.canParse(address) ? new URL(address).hostname : null
}

function isShared(domain: string): boolean {
  const [name = '', country = '', ...more] = domain.split('.')
  if (SHARED_HOSTS.has(domain)) return true
  if (more.length > 0 || !/^[a-z]{2}$/.test(country)) return false
  return SHARED_UNDER_A_COUNTRY.has(name) || (country === 'us' && /^[a-z]{2}$/.test(name))
}
