/** The outcome of a use case: done, or refused for an expected reason. */
export type Result<Done, Refusal> = { ok: true; value: Done } | { ok: false; refusal: Refusal }

/** A use case that did what was asked. */
export function done<Done>(value: Done): { ok: true; value: Done } {
  return { ok: true, value }
}

/** A use case that was refused for a reason a person can be told. */
export function refused<Refusal>(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal }
}
