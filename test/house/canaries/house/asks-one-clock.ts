// as src/sessions/store.ts
export const now = Date.now() // bad
export const today = new Date() // bad
export const given = (at: number): Date => new Date(at)
export const late = 'UPDATE session SET ended_at = unixepoch() WHERE id = ?' // bad
export const before = "date('now')" // bad
export const took = performance.now() // bad
