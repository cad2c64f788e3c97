import { Copied } from './copied.tsx'

export type TokenPageProps = { name: string; token: string; base: string; hadOne: boolean }

/** The token of a provider's directory, this one time. */
export function TokenPage({ name, token, base, hadOne }: TokenPageProps) {
  return (
    <>
      <p>
        Copy it into the directory of {name} now: it is shown this once and can’t be read again.
        {hadOne && ' The one before it is no longer accepted.'}
      </p>
      <Copied
        texts={[
          { label: 'Bearer token', text: token },
          { label: 'Address of the directory here (SCIM 2.0)', text: base },
        ]}
      />
      <p class="notice">Whoever has it can end the access of the provider’s people. If it gets lost, make a new one.</p>
    </>
  )
}
