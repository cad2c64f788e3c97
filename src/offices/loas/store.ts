/** What makes somebody an office's Local Office Administrator at this moment, as SQL for the statements that ask (III.A.1.b). */

/** SQL for the tables of offices' LOAs: `l` the membership, `la` its account, `lo` the office. */
export const loas = `membership l JOIN account la ON la.id = l.account_id JOIN office lo ON lo.id = l.office_id`

/** SQL for: that LOA is one on the day, whatever became of the office. `today` is SQL itself, as in `?3`. */
export function isLoa(today: string): string {
  return `l.is_loa = 1 AND l.suspended_at IS NULL AND (l.ended_on IS NULL OR l.ended_on > ${today})
    AND la.suspended_at IS NULL AND la.terminated_at IS NULL`
}

/**
 * SQL for: that LOA can decide on the day. A lock or a long pause is theirs to end; a closed membership, account or office
 * is not.
 */
export function isLiveLoa(today: string): string {
  return `${isLoa(today)} AND lo.suspended_at IS NULL
    AND lo.access_on <= ${today} AND (lo.terminated_on IS NULL OR lo.terminated_on > ${today})`
}

/** SQL for: the office has an LOA who can decide on the day. `office` and `today` are SQL themselves. */
export function hasLiveLoa(office: string, today: string): string {
  return `EXISTS (SELECT 1 FROM ${loas} WHERE l.office_id = ${office} AND ${isLiveLoa(today)})`
}

/** SQL for: the accounts of the office's LOAs who can decide on the day, as a JSON list. */
export function liveLoasOf(office: string, today: string): string {
  return `(SELECT json_group_array(l.account_id) FROM ${loas} WHERE l.office_id = ${office} AND ${isLiveLoa(today)})`
}
