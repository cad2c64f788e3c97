// as src/claims/store.ts
await c.env.DB.prepare('SELECT 1 AS one').all() // bad
await db.batch(statements) // bad
await batch(c.env.DB, statements)
