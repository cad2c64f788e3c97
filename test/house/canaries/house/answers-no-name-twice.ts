// as src/claims/store.ts
export const good = prepared(`SELECT c.id AS id, m.id AS memberId, max(c.a, c.b) AS most FROM claim c`)
export const doubled = prepared(`SELECT c.id, m.id FROM claim c`) // bad
export const aliased = prepared('SELECT c.id AS id, m.number AS id FROM claim c') // bad
