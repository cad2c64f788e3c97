// as src/feed/routes.tsx
export const feed = new Hono() // bad
  .get('/parts', (c) => c.json({}))
