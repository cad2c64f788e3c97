import type { Context } from 'hono'
import { readAtMost } from '../src/http/form.ts'
import type { App } from '../src/http/context.ts'

/** Whether a program asks, not a browser. */
export function wantsJson(c: Context<App>): boolean {
  return c.req.header('Accept')?.includes('application/json') ?? false
}

/** The posted fields; unlike the product's forms, a field may come several times. */
export async function postedFields(c: Context<App>): Promise<URLSearchParams> {
  return new URLSearchParams(new TextDecoder().decode(await readAtMost(c.req.raw.body, 64 * 1024)))
}
