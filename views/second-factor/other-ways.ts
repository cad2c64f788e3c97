/** What an account has for a second factor besides passcodes by e-mail. */
export type OtherWays = { questions: string | null; passkey: boolean; app: boolean; recovery: boolean }

const labels = {
  passkey: 'Use a passkey instead',
  app: 'Use your authenticator app instead',
  questions: 'Answer your security questions instead',
  recovery: 'Use a recovery code',
} as const

type Other = keyof typeof labels

/** Links to the other ways that the account has, below the address where its second factor is asked, the best first. */
export function otherWays(
  base: string,
  ways: OtherWays,
  next: string,
  { here }: { here?: Other } = {},
): { href: string; label: string }[] {
  return (Object.keys(labels) as Other[])
    .filter((way) => way !== here && ways[way] !== null && ways[way] !== false)
    .map((way) => ({ href: `${base}/${way}?${new URLSearchParams({ next })}`, label: labels[way] }))
}
