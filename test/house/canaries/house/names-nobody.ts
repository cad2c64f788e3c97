// as src/members/routes.tsx
const search = c.req.query('s')
const name = c.req.query('name') // bad
throw new Error(`no member ${number}`) // bad
throw new AppError({ kind: 'not_found' })
console.error(failure) // bad
console.error(JSON.stringify({ level: 'error', request: id }))
