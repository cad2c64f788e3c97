// as src/claims/store.ts
function visible(session) {
  return and(eq(claim.officeId, officeOf(session)), shownNow(claim.shownUnder))
}
export function listedClaims(session) {
  return query.select(columns({ id: claim.id })).from(claim).where(visible(session))
}
export function countedClaims(session) { // bad
  return query.select(columns({ id: claim.id })).from(claim).where(eq(claim.officeId, officeOf(session)))
}
export const totals = prepared('SELECT count(*) AS n FROM claim') // bad
