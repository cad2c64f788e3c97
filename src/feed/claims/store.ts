/** Rows of claims and their lines, made of the records that changed (`feed_work`). */
import { prepared, type Prepared } from '../../db/client.ts'
import { referralsMade } from '../referrals/store.ts'
import { newPublicId } from '../statement.ts'

/** Identity from the Claim `c`, amounts and payment from the ExplanationOfBenefit `e`; either alone gives both. */
const fromClaim = (name: string) => `coalesce(c.facts ->> '${name}', e.facts ->> '${name}')`
const fromBenefit = (name: string) => `coalesce(e.facts ->> '${name}', c.facts ->> '${name}')`

const columns: [column: string, made: string][] = [
  ['eob_source_id', 'e.source_id'],
  ['number', `coalesce(c.facts ->> 'number', e.facts ->> 'number', c.source_id, e.source_id)`],
  ['member_source_id', fromClaim('memberSourceId')],
  // The Claim's provider is the office; the other record names the person.
  ['provider_source_id', fromBenefit('providerSourceId')],
  ['provider_name', fromBenefit('providerName')],
  ['type', fromClaim('type')],
  [
    'status',
    `CASE WHEN c.facts ->> 'status' IN ('cancelled', 'entered-in-error') THEN c.facts ->> 'status'
       ELSE ${fromBenefit('status')} END`,
  ],
  // Lists page by it: a claim without a day stands at the end.
  ['serviced_from', `coalesce(${fromClaim('servicedFrom')}, '')`],
  ['serviced_to', fromClaim('servicedTo')],
  ['received_on', fromClaim('receivedOn')],
  ['paid_on', fromBenefit('paidOn')],
  ['billed_cents', fromBenefit('billedCents')],
  ['allowed_cents', fromBenefit('allowedCents')],
  ['paid_cents', fromBenefit('paidCents')],
  ['member_cents', fromBenefit('memberCents')],
  ['as_of', 'max(coalesce(c.received_at, 0), coalesce(e.received_at, 0))'],
]

/** The claims that changed records belong to: by the Claim's id where there is one, else by the other record's. */
const keys = `SELECT DISTINCT coalesce(r.pair_source_id, CASE r.type WHEN 'Claim' THEN r.source_id END) AS claim_key,
    CASE WHEN r.type = 'ExplanationOfBenefit' AND r.pair_source_id IS NULL THEN r.source_id END AS eob_key
  FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id
  WHERE w.kind = 'changed' AND r.type IN ('Claim', 'ExplanationOfBenefit')`

/** The two records of each key. Of several for one Claim the latest counts; all of them share its fate. */
const pairs = `(${keys}) k
  LEFT JOIN feed_record c ON c.type = 'Claim' AND c.source_id = k.claim_key
  LEFT JOIN feed_record e ON e.id = CASE WHEN k.claim_key IS NULL
    THEN (SELECT id FROM feed_record WHERE type = 'ExplanationOfBenefit' AND source_id = k.eob_key)
    ELSE (SELECT id FROM feed_record WHERE type = 'ExplanationOfBenefit' AND pair_source_id = k.claim_key
      ORDER BY facts ->> 'created' DESC, source_id DESC LIMIT 1) END`

const inWork = `id IN (SELECT id FROM feed_work WHERE kind = 'claim')`

/** A record moved to another claim leaves the row it was in; the row is made anew if anything is left for it. */
const left = `SELECT x.id FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id JOIN claim x ON x.eob_source_id = r.source_id
  WHERE w.kind = 'changed' AND r.type = 'ExplanationOfBenefit' AND x.claim_source_id IS NOT r.pair_source_id`

/** Rows of claims and referrals. Run after the records and people; before offices and judging. */
export const claimsMade: Prepared<never>[] = [
  prepared(`DELETE FROM claim_line WHERE claim_id IN (${left})`),
  prepared(`DELETE FROM claim WHERE id IN (${left})`),
  prepared(
    `INSERT INTO claim (public_id, claim_source_id, ${columns.map(([column]) => column).join(', ')})
     SELECT ${newPublicId('clm')}, k.claim_key, ${columns.map(([, made]) => made).join(', ')}
     FROM ${pairs} WHERE c.id IS NOT NULL OR e.id IS NOT NULL
     ON CONFLICT (claim_source_id) DO UPDATE SET ${updates(columns)}
     ON CONFLICT (eob_source_id) DO UPDATE SET ${updates(columns)}`,
  ),
  prepared(
    `INSERT OR IGNORE INTO feed_work (kind, id) SELECT 'claim', x.id FROM (${keys}) k JOIN claim x
       ON x.claim_source_id = k.claim_key OR (k.claim_key IS NULL AND x.eob_source_id = k.eob_key)`,
  ),
  prepared(`DELETE FROM claim_line WHERE claim_${inWork}`),
  prepared(
    `INSERT INTO claim_line (claim_id, line, code, code_system, modifiers, serviced_from, serviced_to, units,
       billed_cents, allowed_cents, paid_cents, member_cents, denial_code)
     SELECT x.id, l.value ->> 'line', l.value ->> 'code', l.value ->> 'codeSystem', l.value ->> 'modifiers',
       l.value ->> 'servicedFrom', l.value ->> 'servicedTo', l.value ->> 'units', l.value ->> 'billedCents',
       l.value ->> 'allowedCents', l.value ->> 'paidCents', l.value ->> 'memberCents', l.value ->> 'denialCode'
     FROM claim x
     LEFT JOIN feed_record c ON c.type = 'Claim' AND c.source_id = x.claim_source_id
     LEFT JOIN feed_record e ON e.type = 'ExplanationOfBenefit' AND e.source_id = x.eob_source_id
     JOIN json_each(CASE WHEN json_array_length(e.facts -> 'lines') > 0 THEN e.facts -> 'lines' ELSE c.facts -> 'lines'
       END) l
     WHERE x.${inWork}`,
  ),
  ...referralsMade,
]

function updates(of: [column: string, made: string][]): string {
  return of.map(([column]) => `${column} = excluded.${column}`).join(', ')
}
