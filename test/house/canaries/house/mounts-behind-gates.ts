// as src/routes.ts
export const mounts = [
  { prefix: '/help', gate: 'open', routes: help },
  { prefix: '/claims', routes: claims }, // bad
  { prefix: '/members', gate: 'open', routes: members }, // bad
  { prefix: '/home', gate: 'signed-in', routes: home },
]
