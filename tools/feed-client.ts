/** Speaking to a portal's feed, and showing how far it has come. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { readFileSync } from 'node:fs'
import type { Judging } from '../src/feed/judge-again.ts'
import type { Published } from '../src/restricted-info/publish.ts'
import { feedToken } from './local-state.ts'

/** The list every portal begins with: code numbers that are free to pass on. */
export const STARTER_LIST = 'src/restricted-info/starter-list.csv'

/** Something the person at the terminal can act on. */
export class Complaint extends Error {}

/** A portal's feed at an address. */
export type Portal = { ask<Answer>(path: string, body?: Uint8Array, headers?: Record<string, string>): Promise<Answer> }

/** The portal at the address. Requests are repeated when the connection or the portal fails: all of them may be. */
export function portalAt(address: string): Portal {
  const token = feedToken()
  if (!token) throw new Complaint('No token for the feed: run npm start first, or set GATEHOUSE_FEED_TOKEN.')
  return {
    async ask<Answer>(path: string, body?: Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
      const digest = body && createHash('sha256').update(body).digest('base64')
      for (let attempt = 1; ; attempt += 1) {
        const response = await fetch(`${address}/feed${path}`, {
          method: body ? 'POST' : 'GET',
          headers: {
            Authorization: `Bearer ${token}`,
            ...headers,
            ...(digest && { 'Content-Digest': `sha-256=:${digest}:` }),
          },
          ...(body && { body: body as Uint8Array<ArrayBuffer> }),
        }).catch(() => null)
        if (response?.ok) return (await response.json()) as Answer
        const error = response
          ? await response.json().then(
              (answer) => (answer as { error?: string }).error,
              () => '',
            )
          : ''
        if (response?.status === 401) throw new Complaint(`The portal at ${address} refuses the feed's token.`)
        if (response && response.status < 500) throw new Complaint(`The portal answered ${response.status}: ${error}`)
        if (attempt === 4) {
          throw new Complaint(response ? `The portal answered ${response.status}.` : `No portal answers at ${address}.`)
        }
        await new Promise((resolve) => setTimeout(resolve, attempt * 300))
      }
    },
  }
}

/** Adds a list file to the list in force, the starter list before it on a portal that has none. */
export async function publishList(portal: Portal, file: string): Promise<Published> {
  const { version } = await portal.ask<{ version: number }>('/restricted-codes')
  if (version === 0 && file !== STARTER_LIST) await publishList(portal, STARTER_LIST)
  return portal.ask<Published>('/restricted-codes', readFileSync(file), {
    'X-List-Source': encodeURIComponent(basename(file)),
    'X-List-Reason': 'imported file',
  })
}

/** Has every stored record judged under the list in force. */
export async function judgeAll(next: (after: number) => Promise<Judging>): Promise<void> {
  for (let after: number | null = 0; after !== null;) {
    const judging: Judging = await next(after)
    if (after > 0 || judging.after !== null) showProgress('Judging again', judging.all - judging.left, judging.all)
    after = judging.after
  }
  endProgress()
}

let shown = false

/** Draws the bar anew on a terminal; says nothing elsewhere. */
export function showProgress(what: string, done: number, all: number): void {
  if (!process.stderr.isTTY) return
  const share = all === 0 ? 1 : Math.min(1, done / all)
  const filled = Math.round(share * 30)
  const bar = '█'.repeat(filled) + '░'.repeat(30 - filled)
  process.stderr.write(`\r\u001B[K${what} ${bar} ${Math.floor(share * 100)} %`)
  shown = true
}

/** Ends the bar's line. */
export function endProgress(): void {
  if (shown) process.stderr.write('\n')
  shown = false
}

/** Runs a command: a complaint is one line and exit code 1. */
export async function command(run: () => Promise<void> | void): Promise<void> {
  try {
    await run()
  } catch (error) {
    endProgress()
    if (!(error instanceof Complaint || isWrongOption(error))) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

function isWrongOption(error: unknown): error is Error {
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
}
