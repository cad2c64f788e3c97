import { time } from '../format.ts'
import type { PrintMark } from '../parts/print-sheet.tsx'
import { changesOf, type CheckShown, problemOf, type RowShown, standing } from './words.ts'

/** A whole check as rows of a file: who took it, when and what for, then each member as typed beside what was found. */
export function csvRows({
  mark,
  check,
  rows,
  zone,
}: {
  mark: PrintMark
  check: CheckShown
  rows: readonly RowShown[]
  zone: string
}) {
  return [
    ['Exported by', mark.user],
    ['Exported at', mark.time],
    ['Purpose', mark.purpose],
    ['Date of service', check.askedOn],
    ['Checked by', check.author],
    ['Checked at', time(check.madeAt, zone)],
    [
      'Line', 'Typed number', 'Typed last name', 'Typed first name', 'Typed birth date', 'Answer', 'Why none', 'Member number',
      'Last name', 'First name', 'Birth date', 'Plan', 'Product', 'Effective from', 'Effective until', 'Primary care provider',
      'Health network', 'Copayment', 'Changed since the last check', 'Last checked', 'As of',
    ], // prettier-ignore
    ...rows.map((row) => [
      row.line,
      row.askedNumber,
      row.askedLastName,
      row.askedFirstName,
      row.askedBirthDate,
      standing(row).word,
      problemOf(row),
      row.number,
      row.lastName,
      row.firstName,
      row.birthDate,
      row.planName,
      row.product,
      row.startsOn,
      row.endsOn,
      row.pcpName,
      row.network,
      row.copayCents === null ? null : (row.copayCents / 100).toFixed(2),
      changesOf(row).join('; '),
      row.checkedBeforeAt === null ? null : time(row.checkedBeforeAt, zone),
      row.asOf === null ? null : time(row.asOf, zone),
    ]),
  ]
}
