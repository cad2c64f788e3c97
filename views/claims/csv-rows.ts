import { time } from '../format.ts'
import type { PrintMark } from '../parts/print-sheet.tsx'
import { statusWords } from './words.ts'

type Row = {
  number: string
  status: string
  memberNumber: string | null
  lastName: string | null
  firstName: string | null
  providerName: string | null
  servicedFrom: string | null
  servicedTo: string | null
  receivedOn: string | null
  paidOn: string | null
  billedCents: number | null
  allowedCents: number | null
  paidCents: number | null
  memberCents: number | null
  asOf: number
}

/** A list of claims as rows of a spreadsheet: who exported it, when and for what (II.E), then one row a claim, amounts in dollars. */
export function csvRows(list: { mark: PrintMark; claims: readonly Row[]; isCut: boolean; zone: string }) {
  const { mark, claims, isCut, zone } = list
  return [
    ['Exported by', mark.user],
    ['Exported at', mark.time],
    ['Purpose', mark.purpose],
    ['Source', 'core system'],
    ...(isCut
      ? [['Not all', 'More claims fit than one file takes. Narrow the list by days and export the rest.']]
      : []),
    [
      'Claim',
      'Status',
      'Member number',
      'Last name',
      'First name',
      'Provider',
      'Service from',
      'Service to',
      'Received',
      'Paid on',
      'Billed',
      'Allowed',
      'Paid',
      'Member’s share',
      'As of',
    ],
    ...claims.map((claim) => [
      claim.number,
      statusWords[claim.status]?.word ?? claim.status,
      claim.memberNumber,
      claim.lastName,
      claim.firstName,
      claim.providerName,
      claim.servicedFrom,
      claim.servicedTo,
      claim.receivedOn,
      claim.paidOn,
      dollars(claim.billedCents),
      dollars(claim.allowedCents),
      dollars(claim.paidCents),
      dollars(claim.memberCents),
      time(claim.asOf, zone),
    ]),
  ]
}

function dollars(cents: number | null): number | null {
  return cents === null ? null : cents / 100
}
