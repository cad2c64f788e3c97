/** Everything that can befall a person or their office, as it comes about (T3): by the program's own verb, or by stored dates alone. */
import { env } from 'cloudflare:workers'
import { transition } from '../../src/accounts/transition.ts'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { officesTerminated } from '../../src/feed/offices/store.ts'
import { addDays } from '../../src/policy/calendar.ts'
import { suspend } from '../../src/suspension/suspend.ts'
import { revokeAccess } from '../../src/termination/revoke-access.ts'
import { attempt } from '../support/guard.ts'
import { today } from '../support/people.ts'

/** A person, their membership and office (rows), of which the state is. */
export type Subject = { account: number; guard: string; email: string; office: number; membership: number }

const sql = (text: string, ...params: unknown[]) =>
  env.DB.prepare(text)
    .bind(...params)
    .run()
const now = () => ({ at: Date.now(), by: null })
const ago = (days: number) => addDays(today(), -days)
const before = async (subject: Subject, change: Parameters<typeof transition>[2]) =>
  transition(env.DB, subject.account, change, now())

/** An office whose users were to be verified, the prompt received so many days ago; no job ever looked at it. */
const prompted = (office: number, days: number) =>
  sql(
    'UPDATE office SET verify_due_on = ?1, prompt_received_on = ?1, verify_act_on = ?1 WHERE id = ?2',
    ago(days),
    office,
  )

export const states = {
  nothing: async () => undefined,
  locked: async ({ guard }: Subject) => {
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(guard, 'wrong')
  },
  suspended: ({ account }: Subject) => suspend(env.DB, { account }, now()),
  'incident after a disabling': async (subject: Subject) => {
    await before(subject, { to: 'disabled', clause: 'III.M.2' })
    await before(subject, { to: 'suspended', clause: 'III.K.5' })
  },
  disabled: (subject: Subject) => before(subject, { to: 'disabled', clause: 'III.M.2' }),
  terminated: (subject: Subject) => before(subject, { to: 'terminated', clause: 'III.M.2' }),
  // Closed by the stored word alone: whatever ends sessions has missed these.
  'suspended, its sessions left': ({ account }: Subject) =>
    sql("UPDATE account SET suspended_at = 1, suspended_for = 'incident' WHERE id = ?", account),
  'disabled, its sessions left': ({ account }: Subject) =>
    sql("UPDATE account SET suspended_at = 1, suspended_for = 'disabled' WHERE id = ?", account),
  'terminated, its sessions left': ({ account }: Subject) =>
    sql('UPDATE account SET terminated_at = 1 WHERE id = ?', account),
  'membership disabled, its sessions left': ({ membership }: Subject) =>
    sql("UPDATE membership SET suspended_at = 1, suspended_for = 'disabled' WHERE id = ?", membership),
  'office suspended, its sessions left': ({ office }: Subject) =>
    sql('UPDATE office SET suspended_at = 1 WHERE id = ?', office),
  'office suspended': ({ office }: Subject) => suspend(env.DB, { office }, now()),
  'office suspended, by dates': ({ office }: Subject) => prompted(office, 17),
  'office suspended, nobody prompted': ({ office }: Subject) =>
    sql(
      'UPDATE office SET verify_due_on = ?1, prompt_received_on = NULL, verify_act_on = ?1 WHERE id = ?2',
      ago(24),
      office,
    ),
  'office terminated': async ({ office }: Subject) => {
    // As the feed does it.
    await sql("INSERT OR IGNORE INTO feed_import (id, started_at) VALUES ('core', 0)")
    await sql(
      `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version)
       SELECT 'Organization', source_id, 'core', '', 0, '{"terminated":1}', '[]', 1 FROM office WHERE id = ?`,
      office,
    )
    await batch(env.DB, officesTerminated(today(), Date.now()))
  },
  'office terminated, by dates': ({ office }: Subject) =>
    sql('UPDATE office SET terminated_on = ? WHERE id = ?', today(), office),
  'office without access yet': ({ office }: Subject) =>
    sql('UPDATE office SET access_on = ? WHERE id = ?', addDays(today(), 1), office),
  'membership ended': (subject: Subject) => revoked(subject, 'ended'),
  'membership ended, by dates': ({ membership }: Subject) =>
    sql('UPDATE membership SET ended_on = ? WHERE id = ?', today(), membership),
  'membership disabled': (subject: Subject) => revoked(subject, 'disabled'),
  'membership unverified': ({ membership }: Subject) =>
    sql("UPDATE membership SET suspended_at = 1, suspended_for = 'unverified' WHERE id = ?", membership),
  dormant: ({ account }: Subject) => sql('UPDATE account SET last_used_on = ? WHERE id = ?', ago(61), account),
  'password ended': ({ account }: Subject) =>
    sql('UPDATE credential SET set_on = ? WHERE account_id = ?', ago(60), account),
  untrained: ({ account }: Subject) =>
    sql("UPDATE training_attestation SET attested_on = date(?, '-1 year', '-1 day') WHERE account_id = ?", today(), account), // prettier-ignore
  'agreement due': ({ account }: Subject) => sql('DELETE FROM agreement_acceptance WHERE account_id = ?', account),
  'administrator restricted': ({ office }: Subject) => prompted(office, 16),
} satisfies Record<string, (subject: Subject) => Promise<unknown>>
export type State = keyof typeof states

const revoked = (whose: Subject, kind: 'ended' | 'disabled') =>
  revokeAccess(
    { env, config: readConfig(env), today: today() },
    whose,
    { kind, changedOn: today(), reason: null },
    now(),
  )

/** Attestations and agreements are kept as they were: here alone they can be made old. */
export const attestationsMayChange = () =>
  env.DB.batch([
    env.DB.prepare('DROP TRIGGER training_attestation_never_changes'),
    env.DB.prepare('DROP TRIGGER agreement_acceptance_never_goes'),
  ])
