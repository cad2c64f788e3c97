/** What the columns of a list are, told by the names in its first line, in the spellings of many programs. */

/** `either`: a number or a name, as the cell has it. */
export type Kind = 'number' | 'last' | 'first' | 'birth' | 'name' | 'either'

const WHOSE = '(?:member|mem|mbr|patient|pat|pt|subscriber|subscr|sub|insured|ins|beneficiary|client|person)?s?'
const NUMBER = '(?:id|no|nr|num|nbr|number|idno|idnr|idnum|idnumber|identifier|identification|identificationnumber)'

const names: readonly (readonly [Kind, RegExp])[] = [
  ['number', new RegExp(`^(?:member|mem|mbr|subscriber|subscr|sub|insured|insurance|beneficiary|policy|card|plan|healthplan|medicaid|medicare|medical|cin|hic)${NUMBER}$`)],
  ['number', new RegExp(`^(?:primary|health)?(?:policy|insurance|plan)?(?:member|subscriber)${NUMBER}$|^${NUMBER}$|^cin$|^mid$|^subscriber$|^policy$`)],
  ['last', new RegExp(`^${WHOSE}(?:last|lastname|lastnm|lname|ln|lastn|surname|sname|family|familyname|namelast)$`)],
  ['first', new RegExp(`^${WHOSE}(?:first|firstname|firstnm|fname|fn|firstn|given|givenname|givennames|forename|namefirst)$`)],
  ['birth', new RegExp(`^${WHOSE}(?:dob|birth|birthdate|birthdt|birthday|bdate|bday|born|bornon|dateofbirth|dateborn|dtofbirth|birthdatemmddyyyy|dobmmddyyyy|dobyyyymmdd)$`)],
  ['name', new RegExp(`^${WHOSE}(?:name|nm|fullname|names|namelastfirst|lastfirst|lastcommafirst|lastnamefirstname|lastfirstname|lastfirstmi)$`)],
  ['either', /^(?:member|patient|pt|who|insured)s?$/],
] // prettier-ignore

/** The kind of each column, null for one that isn't needed; null in all where the line has no names of columns. */
export function columnsOf(cells: readonly string[]): (Kind | null)[] | null {
  // A line with a date or a long number in it is a row already.
  if (cells.some((cell) => /\d{3}/.test(cell))) return null
  const kinds = cells.map(kindOf)
  if (!kinds.some((kind) => kind !== null && kind !== 'either') && !(kinds.includes('either') && cells.length > 1)) {
    return null
  }
  // Of two columns of a kind the first counts.
  return kinds.map((kind, place) => (kind !== null && kinds.indexOf(kind) === place ? kind : null))
}

function kindOf(cell: string): Kind | null {
  const word = cell
    .toLowerCase()
    .replaceAll('#', 'no')
    .replaceAll(/[^a-z]/g, '')
  return names.find(([, spelling]) => spelling.test(word))?.[0] ?? null
}
