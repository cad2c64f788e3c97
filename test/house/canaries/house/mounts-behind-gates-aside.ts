// as src/claims/routes.tsx
claims.route('/lines', lines) // bad
