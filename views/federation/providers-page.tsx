import type { ListedProvider } from '../../src/federation/providers/settings.ts'
import { number, time } from '../format.ts'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { kindNames, obstacleWords } from './words.ts'

export type ProvidersPageProps = {
  providers: readonly (Omit<ListedProvider, 'domains'> & { domains: readonly string[] })[]
  /** The policy lets providers sign people in. */
  isAllowed: boolean
  zone: string
}

/** Every identity provider, on or off. */
export function ProvidersPage({ providers, isAllowed, zone }: ProvidersPageProps) {
  return (
    <>
      <p>
        Whose word signs people in. The plan’s own provider makes the accounts of its staff; an office’s signs in people
        who registered and were approved here.
      </p>
      {!isAllowed && <p class="notice">{obstacleWords.policy} Nobody signs in through any of these.</p>}
      {providers.length === 0 ? (
        <Empty heading="No identity provider is set up">
          <p>Everybody signs in with a password of this portal. Set one up, and it stands here, switched off.</p>
        </Empty>
      ) : (
        <Table
          caption="Identity providers by name"
          captionHidden
          rows={providers}
          columns={[
            { head: 'Name', cell: (one) => <a href={`/staff/identity-providers/${one.id}`}>{one.name}</a> },
            { head: 'Whose', cell: (one) => kindNames[one.kind] },
            { head: 'Issuer', long: true, cell: (one) => one.issuer },
            { head: 'Domains', long: true, cell: (one) => one.domains.join(', ') },
            { head: 'People', numeric: true, cell: (one) => number(one.linked) },
            {
              head: 'Last sign-in',
              short: true,
              cell: (one) => (one.lastSignInAt === null ? 'Never' : time(one.lastSignInAt, zone)),
            },
            { head: 'State', short: true, cell: (one) => <OnOrOff isOn={one.disabledAt === null} /> },
          ]}
        />
      )}
      <Buttons>
        <ButtonLink href="/staff/identity-providers/new">Set up a provider</ButtonLink>
      </Buttons>
    </>
  )
}

/** Whether a provider is switched on. */
export function OnOrOff({ isOn }: { isOn: boolean }) {
  return <Status feeling={isOn ? 'good' : 'neutral'} word={isOn ? 'On' : 'Off'} />
}
