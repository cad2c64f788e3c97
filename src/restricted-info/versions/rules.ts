/** A place in what versions changed: additions come before endings. `row` 0: at the beginning. */
export type Place = { change: 'added' | 'ended'; version: number; row: number }

/** The place that an address names; the beginning for anything else. */
export function readChangePlace(text: string | undefined): Place {
  const [, change, version, row] = /^(added|ended)-([1-9]\d{0,11})-([1-9]\d{0,11})$/.exec(text ?? '') ?? []
  return change === 'added' || change === 'ended'
    ? { change, version: Number(version), row: Number(row) }
    : { change: 'added', version: 0, row: 0 }
}

/** One page of both lists, and the place after which the next one begins, if there is one. */
export function pageOf<Row extends Place>(
  added: readonly Row[],
  ended: readonly Row[],
  size: number,
): { rows: Row[]; next: string | undefined } {
  const all = [...added, ...ended]
  const rows = all.slice(0, size)
  const last = all.length > size ? rows.at(-1) : undefined
  return { rows, next: last && `${last.change}-${last.version}-${last.row}` }
}
