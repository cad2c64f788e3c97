// as src/claims/routes.tsx
claims.get('/', async (c) => {
  const { rows } = await page(c, {})
  return show(rows)
})
claims.get('/:id', async (c) => show(await claimPage(c)))
claims.post('/', async (c) => { // bad
  return show(c.req.query('s'))
})
signIn.get('/', (c) => show(c))

async function claimPage(c) {
  return page(c, {})
}
