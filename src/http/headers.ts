/** Security headers of every answer (security.md, Headers). Static assets have theirs from `_headers`. */
import type { MiddlewareHandler } from 'hono'
import type { App } from './context.ts'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A file to save: were it opened in a browser after all, nothing in it could act or load anything. */
const policyOfFiles = "default-src 'none'; frame-ancestors 'none'; sandbox"

export const securityHeaders: MiddlewareHandler<App> = async (c, next) => {
  await next()
  const { headers } = c.res
  const isFile = headers.get('Content-Disposition')?.startsWith('attachment') ?? false
  headers.set('Content-Security-Policy', isFile ? policyOfFiles : policy)
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Referrer-Policy', 'same-origin')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
  headers.set('X-Robots-Tag', 'noindex, nofollow')
  // No page is cached by a browser or proxy (II.D–E).
  headers.set('Cache-Control', 'no-store')
  headers.append('Vary', 'Cookie, HX-Request-Type')
  if (c.var.config.secure) headers.set('Strict-Transport-Security', 'max-age=63072000; includeSubDomains')
}
