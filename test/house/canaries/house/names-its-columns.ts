// as src/claims/store.ts
const shown = columns({ id: claim.id })
export const good = () => query.select(shown).from(member)
export const better = () => query.select(columns({ id: member.id })).from(member)
export const counted = () => query.select({ n: sql`count(*)`.as('n') }).from(member)
export const all = () => query.select().from(member) // bad
export const two = () => query.select({ id: claim.id, memberId: member.id }).from(claim) // bad
export const misnamed = () => query.select({ n: sql`count(*)`.as('m') }).from(member) // bad
