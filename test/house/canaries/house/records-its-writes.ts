// as src/sign-in/sign-in.ts
await batch(db, [revokeDevices(account, at)]) // bad
await batch(db, [
  revokeDevices(account, at),
  recorded({ name: 'device.revoked', at, detail: { why: '(copied' + ')' } }),
])
await batch(db, [factsOfSession(key, today), usedOn(key, today)])
this.later.keep([lockedCopy(account, null)]) // bad
