/** Bindings that count what a request asks of them, and can be made to fail. */
import { env } from 'cloudflare:workers'

export type Counted = { d1: number; guard: number; overlapped: boolean; bindings: Env; failOn: (n: number) => boolean }

/** The tests' bindings behind counters: calls to D1 (a batch is one) and to account guards, and whether both were under way at once. */
export function counting(): Counted {
  const counted: Counted = { d1: 0, guard: 0, overlapped: false, bindings: env, failOn: () => false }
  let atD1 = 0
  let atGuard = 0
  const during = async <T>(where: 'd1' | 'guard', call: () => Promise<T>): Promise<T> => {
    counted[where] += 1
    if (where === 'd1') atD1 += 1
    else atGuard += 1
    if (atD1 > 0 && atGuard > 0) counted.overlapped = true
    try {
      if (where === 'd1' && counted.failOn(counted.d1)) throw new Error('D1 is down')
      return await call()
    } finally {
      if (where === 'd1') atD1 -= 1
      else atGuard -= 1
    }
  }
  const DB = {
    prepare: (sql: string) => env.DB.prepare(sql),
    batch: (statements: D1PreparedStatement[]) => during('d1', () => env.DB.batch(statements)),
  }
  const ACCOUNT_GUARD = {
    getByName: (name: string) => {
      const stub = env.ACCOUNT_GUARD.getByName(name)
      const methods = stub as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
      return new Proxy(stub, {
        get:
          (_target, method: string) =>
          (...args: unknown[]) =>
            during('guard', () => methods[method]!(...args)),
      })
    },
  }
  counted.bindings = {
    ...env,
    DB: DB as unknown as D1Database,
    ACCOUNT_GUARD: ACCOUNT_GUARD as unknown as Env['ACCOUNT_GUARD'],
  }
  return counted
}

/** The tests' bindings with another way for calls to D1 that write much; what only reads goes through. */
export function batching(send: (statements: D1PreparedStatement[]) => Promise<unknown>): Env {
  const batch = (statements: D1PreparedStatement[]) =>
    statements.length > 20 ? send(statements) : env.DB.batch(statements)
  return { ...env, DB: { prepare: (sql: string) => env.DB.prepare(sql), batch } as unknown as D1Database }
}

/** The tests' bindings where a statement that cannot run comes right before the k-th (from 0) of all that D1 is sent. */
export function failingAt(k: number): { bindings: Env; failed: boolean } {
  const failing = { bindings: env, failed: false }
  let sent = 0
  const batch = (statements: D1PreparedStatement[]) => {
    const at = k - sent
    sent += statements.length
    if (at < 0 || at >= statements.length) return env.DB.batch(statements)
    failing.failed = true
    return env.DB.batch(statements.toSpliced(at, 0, env.DB.prepare('INSERT INTO feed_work (kind) VALUES (NULL)')))
  }
  const DB = { prepare: (sql: string) => env.DB.prepare(sql), batch } as unknown as D1Database
  failing.bindings = { ...env, DB }
  return failing
}
