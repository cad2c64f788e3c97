import type { OwnIdentity } from '../../../src/profile/security/overview/overview.ts'
import type { PasskeyShown } from '../../../src/second-factor/passkeys/passkey.ts'
import { day, dayAt } from '../../format.ts'
import { ButtonLink, Buttons, PostButton } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Table } from '../../parts/table.tsx'

/** The password; of whoever has none, by what they come in. */
export function Password(props: {
  password: { setOn: string; endsOn: string } | null
  identities: readonly OwnIdentity[]
}) {
  const { password, identities } = props
  const manager = identities.find(({ isManaged }) => isManaged)
  return (
    <Card heading="Password">
      {password ? (
        <>
          <Facts
            facts={[
              { label: 'Set on', value: day(password.setOn) },
              { label: 'Ends on', value: day(password.endsOn) },
            ]}
          />
          <Buttons>
            <ButtonLink href="/password" kind="outline">
              Choose a new password
            </ButtonLink>
          </Buttons>
        </>
      ) : (
        <p>{manager ? `You need none here: you sign in with ${manager.provider}.` : 'You have none here.'}</p>
      )}
    </Card>
  )
}

const used = (at: number | null, zone: string) => (at === null ? 'Never' : dayAt(at, zone))

/** Passkeys, and where they are kept. */
export function Passkeys({ passkeys, zone }: { passkeys: readonly PasskeyShown[]; zone: string }) {
  return (
    <Card heading="Passkeys">
      {passkeys.length === 0 ? (
        <p>You have none yet. With a passkey your device proves that it is you, and no code has to be typed.</p>
      ) : (
        <Table
          caption="Your passkeys"
          captionHidden
          rows={passkeys}
          columns={[
            { head: 'Name', cell: (one) => one.name, long: true },
            { head: 'Added', cell: (one) => dayAt(one.addedAt, zone) },
            { head: 'Last used', cell: (one) => used(one.usedAt, zone) },
            {
              head: 'Stored',
              cell: (one) => (one.isSynced ? 'This device’s maker keeps it on all your devices' : 'Only on one device'),
            },
          ]}
        />
      )}
      <Buttons>
        <ButtonLink href="/profile/security/passkeys" kind="outline">
          {passkeys.length === 0 ? 'Add a passkey' : 'Add, rename or remove passkeys'}
        </ButtonLink>
      </Buttons>
    </Card>
  )
}

/** Sign-ins of organizations that open the account, too. */
export function Identities(props: { csrf: string; identities: readonly OwnIdentity[]; zone: string }) {
  const { csrf, identities, zone } = props
  return (
    <Card heading="Connected sign-ins">
      <Table
        caption="Organizations whose own sign-in opens your account"
        rows={identities}
        columns={[
          { head: 'Sign-in of', cell: (one) => one.provider, long: true },
          { head: 'Connected', cell: (one) => dayAt(one.linkedAt, zone) },
          { head: 'Last used', cell: (one) => used(one.usedAt, zone) },
          {
            head: 'No longer?',
            cell: (one) =>
              one.isManaged ? (
                'It can’t be disconnected: it made your account, which opens by it alone.'
              ) : (
                <PostButton
                  action="/profile/security/identities/unlinking"
                  csrf={csrf}
                  kind="plain"
                  fields={{ identity: String(one.id) }}
                >
                  Disconnect <span class="usa-sr-only">{one.provider}</span>
                </PostButton>
              ),
          },
        ]}
      />
      {identities.some(({ isManaged }) => !isManaged) && (
        <p>Whatever is open through a sign-in closes when you disconnect it.</p>
      )}
    </Card>
  )
}
