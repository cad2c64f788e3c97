import type { Difference, Flaw } from '../../src/federation/providers/settings.ts'
import { departmentNames } from '../departments.ts'
import { number, time } from '../format.ts'
import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Table } from '../parts/table.tsx'
import { capabilityNames } from '../staff/words.ts'
import { Copied } from './copied.tsx'
import { ClientForm, OfficesForms, type ProviderPageProps, SwitchForms, TokenForms } from './provider-forms.tsx'
import { OnOrOff } from './providers-page.tsx'
import { flawWords, kindNames, obstacleWords } from './words.ts'

/** What a change did, by the word in the address. */
export const PROVIDER_DONE = {
  created: 'The provider is set up, switched off',
  changed: 'The settings are saved',
  'changed-and-off': 'The settings are saved, and the provider is switched off: its new issuer doesn’t work yet',
  same: 'Nothing was different',
  client: 'The client is saved',
  'office-added': 'The office is added',
  'office-removed': 'The office is taken out, and sessions through the provider have ended',
  'token-revoked': 'The directory’s token is no longer accepted',
  on: 'The provider is switched on',
  off: 'The provider is switched off, and sessions through it have ended',
  checked: 'The provider was asked what it publishes',
} as const

/** One identity provider. */
export function ProviderPage(props: ProviderPageProps) {
  const { csrf, zone, provider, obstacles, check, changes, errors } = props
  const path = `/staff/identity-providers/${provider.id}`
  return (
    <>
      <ErrorSummary errors={errors} />
      {obstacles.includes('policy') && <p class="notice">{obstacleWords.policy} Nobody signs in through it.</p>}
      {check && <Check found={check} />}
      <Card heading="Settings">
        <SettingsFacts {...props} />
        <Buttons>
          <ButtonLink href={`${path}/settings`} kind="outline">
            Change the settings
          </ButtonLink>
          <PostButton action={`${path}/check`} csrf={csrf}>
            Look it up again
          </PostButton>
        </Buttons>
      </Card>
      <Card heading="What to type at the provider">
        <AtTheProvider {...props} />
      </Card>
      <Card heading="Client" id="client">
        <ClientForm {...props} />
      </Card>
      {provider.kind === 'office' && (
        <Card heading="Offices that brought it">
          <OfficesForms {...props} />
        </Card>
      )}
      <Card heading="Directory (SCIM)">
        <TokenForms {...props} />
      </Card>
      <Card heading="Try it">
        <p>
          You sign in there, and see what the provider says of you and what it would lead to. Nothing is opened, linked
          or made by it. It works while the provider is off, too.
        </p>
        {provider.clientId === '' ? (
          <p class="notice">It needs the client first.</p>
        ) : (
          <PostButton action={`${path}/trial`} csrf={csrf}>
            Try it
          </PostButton>
        )}
      </Card>
      <Card heading={provider.disabledAt === null ? 'Switching it off' : 'Switching it on'}>
        <SwitchForms {...props} />
      </Card>
      <h2>Changes</h2>
      <Table
        caption="Changes, the newest first"
        captionHidden
        rows={changes}
        columns={[
          { head: 'When', short: true, cell: (one) => time(one.at, zone) },
          {
            head: 'What',
            long: true,
            cell: (one) => (
              <ul class="plain">
                {one.changes.map((difference) => (
                  <li>{inWords(difference)}</li>
                ))}
              </ul>
            ),
          },
          { head: 'By', cell: (one) => one.by },
          { head: 'Why', cell: (one) => one.reason },
        ]}
      />
    </>
  )
}

function Check({ found }: { found: readonly Flaw[] }) {
  if (found.length === 0) return <p class="notice">What the provider publishes is as it should be.</p>
  return (
    <div class="notice">
      <p>
        <strong>What the provider publishes:</strong>
      </p>
      <ul>
        {found.map((flaw) => (
          <li>{flawWords[flaw]}</li>
        ))}
      </ul>
    </div>
  )
}

function SettingsFacts({ provider, facts, roleNames, zone }: ProviderPageProps) {
  const { issuer, kind, domains, mfaWhen, groupsClaim, mappings, signals, disabledAt } = provider
  const names: Record<string, string> = { ...departmentNames, ...capabilityNames, ...roleNames }
  return (
    <>
      <Facts
        facts={[
          { label: 'State', value: <OnOrOff isOn={disabledAt === null} /> },
          { label: 'Whose', value: kindNames[kind] },
          { label: 'Issuer', value: issuer },
          { label: 'E-mail domains', value: domains.toSorted().join(', ') },
          { label: 'Counts as multi-factor', value: mfaWhen.join(', ') || 'Nothing: a second factor is asked for here' },
          { label: 'Shared Signals', value: signals ? signals.issuer : 'None' },
          { label: 'People linked', value: number(facts.linked) },
          { label: 'Last sign-in', value: facts.lastSignInAt === null ? 'Never' : time(facts.lastSignInAt, zone) },
          { label: 'Open sessions', value: number(facts.openSessions) },
        ]}
      />
      {mappings.length > 0 && (
        <Table
          caption={`Groups, by the claim ${groupsClaim}`}
          rows={mappings}
          columns={[
            { head: 'Group', long: true, cell: (one) => one.group },
            {
              head: kind === 'plan' ? 'Gives' : 'Suggests',
              cell: (one) => names[one.grant.slice(one.grant.indexOf(' ') + 1)] ?? one.grant,
            },
          ]}
        />
      )}
    </>
  )
} // prettier-ignore

function AtTheProvider({ addresses }: ProviderPageProps) {
  return (
    <>
      <p>Register this portal there as a confidential web application with the authorization code flow and PKCE.</p>
      <Copied
        texts={[
          { label: 'Redirect URI', text: addresses.callback },
          { label: 'Back-channel logout', text: addresses.backChannel },
          { label: 'Front-channel logout, if it offers no other', text: addresses.frontChannel },
          { label: 'After signing out (post-logout redirect URI)', text: addresses.signedOut },
          { label: 'Directory (SCIM 2.0), if it sends one', text: addresses.scim },
          { label: 'Shared Signals, if it sends them', text: addresses.signals },
        ]}
      />
    </>
  )
}

function inWords({ field, before, after }: Difference): string {
  const name = field[0]!.toUpperCase() + field.slice(1)
  if (field === 'client secret') return `${name}: set anew`
  if (field === 'offices') return after === null ? `Office taken out: ${before ?? ''}` : `Office added: ${after}`
  return `${name}: ${before === null ? '' : `from ${before} `}to ${after ?? 'nothing'}`
}
