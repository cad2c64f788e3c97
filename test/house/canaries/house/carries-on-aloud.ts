// as src/claims/routes.tsx
try {
  send()
} catch { // bad
  // never mind
}
await send().catch(() => undefined) // bad
this.last = turn.catch(() => undefined)
