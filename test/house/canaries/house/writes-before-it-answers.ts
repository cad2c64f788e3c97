// as src/claims/routes.tsx
c.executionCtx.waitUntil(batch(c.env.DB, [recorded(event)])) // bad
c.executionCtx.waitUntil(guard.forget(id))
