import type { Capability, Department } from '../../src/accounts/account.ts'
import type { AnswerRefusal } from '../../src/federation/flow/flow.ts'
import type { ProviderKind } from '../../src/federation/provider.ts'
import type { Leading, TrialAccount } from '../../src/federation/providers/trial/trial.ts'
import { departmentNames } from '../departments.ts'
import { PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { capabilityNames } from '../staff/words.ts'

export type TriedPageProps = {
  csrf: string
  provider: { id: string; name: string; kind: ProviderKind }
  claims: readonly { name: string; value: string }[]
  /** Claims that something here is read off, and that are missing. */
  missing: readonly string[]
  isMultiFactor: boolean
  leading: Leading
  department: Department | null
  capabilities: readonly Capability[]
  /** The roles suggested, as people call them. */
  roles: readonly string[]
  /** Names of the provider's offices that the account may work for. */
  offices: readonly string[]
}

/** What a provider said of whoever tried it, and what that would lead to. */
export function TriedPage(props: TriedPageProps) {
  const { csrf, provider, claims, missing, isMultiFactor } = props
  return (
    <>
      <p>It was only tried: no session was opened, nothing was linked, and nobody got an account.</p>
      <Card heading="What it would lead to">
        <Led {...props} />
        <Facts
          facts={[
            {
              label: 'Second factor (III.F)',
              value: isMultiFactor ? (
                <Status feeling="good" word="Given there" />
              ) : (
                <Status feeling="waiting" word="Asked for here" />
              ),
            },
            ...granted(props),
          ]}
        />
        <PostButton action={`/staff/identity-providers/${provider.id}/trial`} csrf={csrf}>
          Try it again
        </PostButton>
      </Card>
      {missing.length > 0 && (
        <Card heading="Missing">
          <p>The provider did not say these, or not as they have to be. Add them to what it tells this portal.</p>
          <ul>
            {missing.map((name) => (
              <li>
                <code>{name}</code>
                {missingWords[name] && `: ${missingWords[name]}`}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <h2>What the provider says of you</h2>
      <Table
        caption="Claims"
        captionHidden
        rows={claims}
        columns={[
          { head: 'Claim', long: true, cell: (one) => <code>{one.name}</code> },
          { head: 'Value', long: true, cell: (one) => one.value },
        ]}
      />
    </>
  )
}

const missingWords: Record<string, string | undefined> = {
  sub: 'who the person is there',
  email: 'the address that an account here is found or made by',
  email_verified: 'true, as a yes of its own and not as text: without it the address is not believed',
  given_name: 'of somebody who gets an account by the provider',
  family_name: 'of somebody who gets an account by the provider',
  amr: 'how they signed in, which you named as the sign of several factors',
  acr: 'how strongly they signed in, which you named as the sign of several factors',
}

function Led({ leading, provider }: TriedPageProps) {
  switch (leading.to) {
    case 'linked':
      return (
        <p class="lead">
          To the account of <Account {...leading.account} />, which is linked.
        </p>
      )
    case 'linking':
      return (
        <p class="lead">
          To linking the account of <Account {...leading.account} />, by a code to its mailbox.
        </p>
      )
    case 'new-account':
      return <p class="lead">To a new account of the plan’s staff, which {provider.name} manages from then on.</p>
    case 'nowhere':
      return (
        <p class="lead">
          <strong>Nowhere:</strong> {nowhereWords[leading.why]}
        </p>
      )
    default:
      return leading satisfies never
  }
}

const nowhereWords: Record<Extract<Leading, { to: 'nowhere' }>['why'], string> = {
  'no-subject': 'the provider does not say who it is.',
  'no-address':
    'no account is linked, and the provider vouches for no address of its domains by which one could be found.',
  'other-account':
    'the address has an account here that can’t be linked: of other offices, of the plan’s staff, or made by another provider.',
  'not-registered': 'nobody has registered with the address. They register and are approved here first.',
  'no-department': 'none of the groups gives a department.',
  ended: 'none of the groups gives a department any more, so the account would end.',
}

function Account({ id, name, kind }: TrialAccount) {
  const path = kind === 'staff' ? '/staff/people' : '/staff/accounts'
  return <a href={`${path}/${id}`}>{name}</a>
}

function granted({ provider, department, capabilities, roles, offices }: TriedPageProps) {
  if (provider.kind === 'plan') {
    return [
      { label: 'Department', value: department ? departmentNames[department] : 'None' },
      { label: 'Capabilities', value: capabilities.map((one) => capabilityNames[one]).join(', ') || 'None' },
    ]
  }
  return [
    { label: 'May work for', value: offices.join(', ') || 'None of its offices' },
    { label: 'Suggested roles', value: roles.join(', ') || 'None' },
  ]
}

/** Nothing came back from a trial, or not for this person. */
export function UntriedPage({ csrf, id }: { csrf: string; id: string }) {
  return (
    <Empty heading="There is nothing to show">
      <p>What came of a trial is shown once, to whoever tried.</p>
      <PostButton action={`/staff/identity-providers/${id}/trial`} csrf={csrf}>
        Try it
      </PostButton>
    </Empty>
  )
}

const refusedWords: Record<AnswerRefusal | 'no-client', (name: string) => string> = {
  'not-begun': () => 'The answer belongs to no trial that waits in this browser: it took too long, or was used before.',
  malformed: (name) => `${name} sent an answer with parameters missing or doubled.`,
  issuer: (name) => `Another provider than ${name} answered, or it did not say which one it is.`,
  denied: (name) => `${name} said no: you may not come here by it, or you stopped it there.`,
  exchange: (name) =>
    `${name} did not take the code. Most often the client id or the client secret is not the right one, or the redirect URI differs.`,
  'token-wrong': (name) =>
    `The ID token from ${name} can’t be believed: its signature, issuer, audience, nonce or time is not right.`,
  'provider-down': (name) => `${name} did not answer in time.`,
  off: () => 'The plan’s policy has identity providers switched off (PROVIDERS, III.E.1).',
  'no-client': (name) => `${name} needs its client id and secret first.`,
}

/** Why a trial came to nothing, in the words of whoever can put it right. */
export function TrialRefused({ why, name }: { why: AnswerRefusal | 'no-client'; name: string }) {
  return (
    <Card>
      <p class="lead">{refusedWords[why](name)}</p>
      <p>Nothing was opened, linked or made.</p>
    </Card>
  )
}
