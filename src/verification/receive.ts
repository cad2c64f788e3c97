/** The prompt to verify reaches an office: its 15 days begin (III.H.1, III.H.2). */
import type { Change } from '../accounts/account.ts'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { promptReceived } from '../offices/verification/store.ts'
import type { Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import { nextActOn } from './rules.ts'

/** Of which office and due day, and how: an administrator saw the banner, the provider took the mail, or seven days are over. */
export type Receipt = { office: number; dueOn: Day; on: Day; how: 'banner' | 'mail' | 'latest' }

/** Keeps the receipt, of which the first counts; answers whether it was the first. */
export async function receive(
  db: Database,
  { office, dueOn, on, how }: Receipt,
  policy: Policy,
  { at, by, reason: _reason, ...from }: Change,
): Promise<boolean> {
  const { changes } = await batch(db, [
    promptReceived(office, dueOn, on, nextActOn(on, 0, policy)),
    recordedIfChanged({
      name: 'verification.prompt_received',
      at,
      account: by,
      office,
      clause: 'III.H.1',
      detail: { dueOn, on, how },
      ...from,
    }),
  ])
  return changes[0] === 1
}
