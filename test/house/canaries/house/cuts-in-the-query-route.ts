// as src/claims/routes.tsx
const shown = rows.filter((row) => row.shownUnder !== null) // bad
