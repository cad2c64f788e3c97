/** Amounts of a claim in cents, by the codes of their adjudication. */
import { objectAt, objectsAt, textAt, WrongType, type JsonObject } from '../../json.ts'
import type { Facts } from '../feed.ts'
import { centsAt, codingsOf } from './element.ts'

/** Amounts of a claim or line in cents; null where the core system gives none. */
export type Amounts = {
  billedCents: number | null
  allowedCents: number | null
  paidCents: number | null
  memberCents: number | null
}

/**
 * Names of an amount, the most exact first. CMS writes its own field names beside the general codes, and gives some
 * general codes to several amounts of one line.
 */
const billed = [
  'line_sbmtd_chrg_amt',
  'rev_cntr_tot_chrg_amt',
  'clm_line_sbmt_chrg_amt',
  'clm_tot_chrg_amt',
  'submitted',
]
const allowed = ['line_alowd_chrg_amt', 'clm_line_alowd_chrg_amt', 'clm_alowd_chrg_amt', 'eligible', 'allowed']
const paid = ['line_nch_pmt_amt', 'benefit', 'paidtoprovider', 'line_prvdr_pmt_amt']
const member = ['memberliability', 'paidbypatient']
const shares = [['deductible', 'line_bene_ptb_ddctbl_amt'], ['coinsurance', 'line_coinsrnc_amt'], ['copay']]

type Named = { names: string[]; cents: number }

function namedAmounts(entries: JsonObject[]): Named[] {
  return entries.flatMap((entry) => {
    const cents = centsAt(entry, 'amount')
    const codes = codingsOf(objectAt(entry, 'category')).map(({ code }) => code.split('/').at(-1)!.toLowerCase())
    return cents === null ? [] : [{ names: codes, cents }]
  })
}

function pick(amounts: Named[], wanted: readonly string[]): number | null {
  for (const name of wanted) {
    const found = amounts.find(({ names }) => names.includes(name))
    if (found) return found.cents
  }
  return null
}

/** The member's own part: as stated, else the sum of deductible, coinsurance and copayment. */
function memberPart(amounts: Named[]): number | null {
  const stated = pick(amounts, member)
  if (stated !== null) return stated
  const parts = shares.map((names) => pick(amounts, names)).filter((cents) => cents !== null)
  return added(parts)
}

/** The amounts of one line, and the code it was denied with when nothing was paid. */
export function amountOf(item: JsonObject): Amounts & { denialCode: string | null } {
  const entries = objectsAt(item, 'adjudication')
  const amounts = namedAmounts(entries)
  const paidCents = pick(amounts, paid)
  return {
    billedCents: pick(amounts, billed) ?? centsAt(item, 'net'),
    allowedCents: pick(amounts, allowed),
    paidCents,
    memberCents: memberPart(amounts),
    denialCode: paidCents ? null : denialOf(entries),
  }
}

/** The claim adjustment reason code (CARC): a number, sometimes after its group. 0 says that there is none. */
function denialOf(entries: JsonObject[]): string | null {
  const reasons = entries.filter((entry) =>
    codingsOf(objectAt(entry, 'category')).some(({ code }) => code.toLowerCase() === 'denialreason'),
  )
  const codes = reasons.flatMap((entry) => codingsOf(objectAt(entry, 'reason')))
  const carc = codes.find(({ system }) => /carc|claim-adjustment-reason/i.test(system)) ?? codes[0]
  const code = carc?.code ?? ''
  return code !== '0' && /^[A-Z0-9-]{1,8}$/i.test(code) ? code.toUpperCase() : null
}

/** The amounts of the whole claim: its totals and payment, else the sum of its lines. */
export function adjudicated(claim: JsonObject, lines: Facts[]): Amounts {
  const totals = Array.isArray(claim.total) ? namedAmounts(objectsAt(claim, 'total')) : []
  const payment = objectAt(claim, 'payment')
  const stated = Array.isArray(claim.total) ? null : centsAt(claim, 'total')
  return {
    billedCents: stated ?? pick(totals, billed) ?? sumOf(lines, 'billedCents'),
    allowedCents: pick(totals, allowed) ?? sumOf(lines, 'allowedCents'),
    paidCents: (payment ? centsAt(payment, 'amount') : null) ?? pick(totals, paid) ?? sumOf(lines, 'paidCents'),
    memberCents: memberPart(totals) ?? sumOf(lines, 'memberCents'),
  }
}

function sumOf(lines: Facts[], name: string): number | null {
  const values = lines.map((line) => line[name]).filter((value) => typeof value === 'number')
  return added(values)
}

/** The sum of cents; null of none. Throws `WrongType` for a sum that no integer column holds. */
function added(cents: number[]): number | null {
  const sum = cents.reduce((some, more) => some + more, 0)
  if (!Number.isSafeInteger(sum)) throw new WrongType('amount')
  return cents.length > 0 ? sum : null
}

/** Where the claim stands, as far as the record tells. */
export function statusOf(claim: JsonObject, { paidCents }: Amounts, lines: Facts[]): string {
  const status = textAt(claim, 'status')
  if (status === 'cancelled' || status === 'entered-in-error') return status
  if (textAt(claim, 'resourceType') === 'Claim' || status === 'draft') return 'received'
  if (textAt(claim, 'outcome') === 'queued') return 'received'
  const isDenied = lines.some((line) => line.denialCode !== null)
  if (paidCents) return isDenied ? 'partly-paid' : 'paid'
  return isDenied ? 'denied' : 'paid'
}
