/** Rows of claims and their lines, made of the records that changed (`feed_work`). */
import { prepared, type Prepared } from '../../db/client.ts'
import { referralsMade } from '../referrals/store.ts'
import { newPublicId } from '../statement.ts'

type Made = [column: string, made: string]

/** Identity from the Claim `c`, amounts and payment from the ExplanationOfBenefit `e`; either alone gives both. */
const fromClaim = (name: string) => `coalesce(c.facts ->> '${name}', e.facts ->> '${name}')`
const fromBenefit = (name: string) => `coalesce(e.facts ->> '${name}', c.facts ->> '${name}')`

/** Columns that lists look claims up by, so that indexes hold them. */
const indexed: Made[] = [
  ['eob_source_id', 'e.source_id'],
  ['number', `coalesce(c.facts ->> 'number', e.facts ->> 'number', c.source_id, e.source_id)`],
  ['member_source_id', fromClaim('memberSourceId')],
  // The Claim's provider is the office; the other record names the person.
  ['provider_source_id', fromBenefit('providerSourceId')],
  [
    'status',
    `CASE WHEN c.facts ->> 'status' IN ('cancelled', 'entered-in-error') THEN c.facts ->> 'status'
       ELSE ${fromBenefit('status')} END`,
  ],
  // Lists page by it: a claim without a day stands at the end.
  ['serviced_from', `coalesce(${fromClaim('servicedFrom')}, '')`],
]
const others: Made[] = [
  ['provider_name', fromBenefit('providerName')],
  ['type', fromClaim('type')],
  ['serviced_to', fromClaim('servicedTo')],
  ['received_on', fromClaim('receivedOn')],
  ['paid_on', fromBenefit('paidOn')],
  ['billed_cents', fromBenefit('billedCents')],
  ['allowed_cents', fromBenefit('allowedCents')],
  ['paid_cents', fromBenefit('paidCents')],
  ['member_cents', fromBenefit('memberCents')],
  ['as_of', 'max(coalesce(c.received_at, 0), coalesce(e.received_at, 0))'],
]
const columns = [...indexed, ...others]

/** The claims that changed records belong to: by the Claim's id where there is one, else by the other record's. */
const keys = `SELECT DISTINCT coalesce(r.pair_source_id, CASE r.type WHEN 'Claim' THEN r.source_id END) AS claim_key,
    CASE WHEN r.type = 'ExplanationOfBenefit' AND r.pair_source_id IS NULL THEN r.source_id END AS eob_key
  FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id
  WHERE w.kind = 'changed' AND r.type IN ('Claim', 'ExplanationOfBenefit')`

/** The two records of each key. Of several for one Claim the latest counts; all of them share its fate. */
const pairs = `INSERT INTO claim_work (claim_source_id, eob_source_id, claim_record_id, eob_record_id)
  SELECT k.claim_key, k.eob_key,
    (SELECT id FROM feed_record WHERE type = 'Claim' AND source_id = k.claim_key),
    CASE WHEN k.claim_key IS NULL
      THEN (SELECT id FROM feed_record WHERE type = 'ExplanationOfBenefit' AND source_id = k.eob_key)
      ELSE (SELECT id FROM feed_record WHERE type = 'ExplanationOfBenefit' AND pair_source_id = k.claim_key
        ORDER BY facts ->> 'created' DESC, source_id DESC LIMIT 1) END
  FROM (${keys}) k`

/** Which rows the claims in work have: sought once, and again for those that are made. */
const rowsFound = prepared<never>(
  `UPDATE claim_work SET claim_id = CASE WHEN claim_source_id IS NULL
     THEN (SELECT x.id FROM claim x WHERE x.eob_source_id = claim_work.eob_source_id)
     ELSE (SELECT x.id FROM claim x WHERE x.claim_source_id = claim_work.claim_source_id) END
   WHERE claim_id IS NULL`,
)

const records = `LEFT JOIN feed_record c ON c.id = w.claim_record_id LEFT JOIN feed_record e ON e.id = w.eob_record_id`
const isAny = '(w.claim_record_id IS NOT NULL OR w.eob_record_id IS NOT NULL)'

/** A record moved to another claim leaves the row it was in; the row is made anew if anything is left for it. */
const left = `SELECT x.id FROM feed_work w CROSS JOIN feed_record r ON r.id = w.id JOIN claim x ON x.eob_source_id = r.source_id
  WHERE w.kind = 'changed' AND r.type = 'ExplanationOfBenefit' AND x.claim_source_id IS NOT r.pair_source_id`

/** Rows of claims and referrals. Run after the records and people; before offices and judging. */
export const claimsMade: Prepared<never>[] = [
  prepared(`DELETE FROM claim_line WHERE claim_id IN (${left})`),
  prepared(`DELETE FROM claim WHERE id IN (${left})`),
  prepared(pairs),
  rowsFound,
  prepared(
    `INSERT INTO claim (public_id, claim_source_id, ${columns.map(([column]) => column).join(', ')})
     SELECT ${newPublicId('clm')}, w.claim_source_id, ${columns.map(([, made]) => made).join(', ')}
     FROM claim_work w ${records} WHERE w.claim_id IS NULL AND ${isAny}`,
  ),
  updated(
    // The name of a person who is known by an id is found with the offices.
    others.map(([column, made]) =>
      column === 'provider_name'
        ? [column, `iif(${fromBenefit('providerSourceId')} IS NULL, ${made}, x.provider_name)`]
        : [column, made],
    ),
    'true',
  ),
  // Written again, a column costs a look into every index that holds it.
  updated(indexed, indexed.map(([column]) => `claim.${column} IS NOT k.${column}`).join(' OR ')),
  rowsFound,
  prepared(
    `INSERT OR IGNORE INTO feed_work (kind, id) SELECT 'claim', claim_id FROM claim_work WHERE claim_id IS NOT NULL`,
  ),
  prepared(`DELETE FROM claim_line WHERE claim_id IN (SELECT claim_id FROM claim_work)`),
  prepared(
    `INSERT INTO claim_line (claim_id, line, code, code_system, modifiers, serviced_from, serviced_to, units,
       billed_cents, allowed_cents, paid_cents, member_cents, denial_code)
     SELECT w.claim_id, l.value ->> 'line', l.value ->> 'code', l.value ->> 'codeSystem', l.value ->> 'modifiers',
       l.value ->> 'servicedFrom', l.value ->> 'servicedTo', l.value ->> 'units', l.value ->> 'billedCents',
       l.value ->> 'allowedCents', l.value ->> 'paidCents', l.value ->> 'memberCents', l.value ->> 'denialCode'
     FROM claim_work w ${records}
     JOIN json_each(CASE WHEN json_array_length(e.facts -> 'lines') > 0 THEN e.facts -> 'lines' ELSE c.facts -> 'lines'
       END) l
     WHERE w.claim_id IS NOT NULL`,
  ),
  prepared('DELETE FROM claim_work'),
  ...referralsMade,
]

/** Fills the columns of the rows in work that were there before, where the condition on `claim` and what is made, `k`, holds. */
function updated(of: Made[], where: string): Prepared<never> {
  return prepared(
    `UPDATE claim SET ${of.map(([column]) => `${column} = k.${column}`).join(', ')}
     FROM (SELECT w.claim_id AS row, ${of.map(([column, made]) => `${made} AS ${column}`).join(', ')}
       FROM claim_work w CROSS JOIN claim x ON x.id = w.claim_id ${records} WHERE ${isAny}) k
     WHERE claim.id = k.row AND (${where})`,
  )
}
