/** Who agreed to which version of the User Agreement, when and from where (III.A.1.c.iv). */
import { type Prepared, prepared } from '../db/client.ts'

/** An agreement to a version; `at` in ms UTC, `document` its row. */
export type Acceptance = { account: number; document: number; version: number; at: number; ip: string }

/** Keeps the agreement; once for each version, however often the form is sent. */
export function acceptanceKept({ account, document, version, at, ip }: Acceptance): Prepared<never> {
  return prepared(
    `INSERT INTO agreement_acceptance (account_id, document_id, version, at, ip) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account_id, version) DO NOTHING`,
    account,
    document,
    version,
    at,
    ip,
  )
}
