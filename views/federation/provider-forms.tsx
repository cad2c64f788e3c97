import type { Provider } from '../../src/federation/provider.ts'
import type {
  Difference,
  Flaw,
  Obstacle,
  OfficeChoice,
  ProviderFacts,
} from '../../src/federation/providers/settings.ts'
import { count, time } from '../format.ts'
import { Button, Buttons, PostButton } from '../parts/button.tsx'
import { Radios } from '../parts/choice.tsx'
import type { FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Table } from '../parts/table.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { obstacleWords } from './words.ts'

type Addresses = Record<'callback' | 'backChannel' | 'frontChannel' | 'signedOut' | 'scim' | 'signals', string>

export type ProviderPageProps = {
  csrf: string
  zone: string
  provider: Omit<Provider, 'sealedSecret' | 'mfaWhen' | 'mappings'> & {
    mfaWhen: readonly string[]
    mappings: readonly { group: string; grant: string }[]
  }
  facts: ProviderFacts
  offices: readonly OfficeChoice[]
  roleNames: Readonly<Record<string, string>>
  addresses: Addresses
  obstacles: readonly Obstacle[]
  /** What its metadata was just found to lack; null: it wasn't asked. */
  check: readonly Flaw[] | null
  changes: readonly { at: number; by: string; changes: readonly Difference[]; reason: string | null }[]
  longest: { name: number; clientId: number; secret: number; reason: number }
  /** What was typed in the forms of the page. */
  client: { clientId: string }
  words: string
  found: readonly OfficeChoice[]
  reason: string
  errors: FieldErrors
}

const pathOf = ({ provider }: ProviderPageProps) => `/staff/identity-providers/${provider.id}`
const versionOf = ({ facts }: ProviderPageProps) => ({ version: String(facts.changedAt) })

/** The client that the provider gave this portal. Its secret is typed and never shown. */
export function ClientForm(props: ProviderPageProps) {
  const { csrf, provider, longest, client, errors } = props
  const hasOne = provider.clientId !== ''
  return (
    <Form action={`${pathOf(props)}/client`} csrf={csrf}>
      <Hidden fields={versionOf(props)} />
      <Field
        name="clientId"
        label="Client id"
        hint={hasOne ? 'Another one ends the sessions through the provider.' : undefined}
        value={client.clientId}
        error={errors.clientId}
        maxlength={longest.clientId}
        autocomplete="off"
      />
      <Field
        name="clientSecret"
        type="password"
        label={hasOne ? 'New client secret' : 'Client secret'}
        hint={hasOne ? 'One is set, and shown to nobody. Leave this empty to keep it.' : 'It is kept encrypted, and shown to nobody.'}
        error={errors.clientSecret}
        maxlength={longest.secret}
        autocomplete="off"
        optional={hasOne ? 'told' : undefined}
      />
      <Buttons>
        <Button kind={hasOne ? 'outline' : 'primary'}>Save the client</Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore

/** The offices that brought the provider: one more by name or NPI, or one less. */
export function OfficesForms(props: ProviderPageProps) {
  const { csrf, provider, longest, offices, words, found, errors } = props
  const action = `${pathOf(props)}/offices`
  return (
    <>
      <p>Whoever comes in through the provider works for these offices alone, as far as they were approved there.</p>
      {offices.length > 0 && (
        <Table
          caption="Offices that brought the provider"
          captionHidden
          rows={offices}
          columns={[
            { head: 'Office', cell: (one) => one.name },
            { head: 'City', cell: (one) => one.city },
            { head: 'NPI', short: true, cell: (one) => one.npi },
            {
              head: 'Take out',
              cell: (one) => (
                <PostButton
                  action={`${action}/removal`}
                  csrf={csrf}
                  kind="plain"
                  fields={{ ...versionOf(props), office: one.id }}
                >
                  Take out<span class="usa-sr-only"> {one.name}</span>
                </PostButton>
              ),
            },
          ]}
        />
      )}
      {found.length > 1 ? (
        <Form action={action} csrf={csrf}>
          <Hidden fields={{ ...versionOf(props), words }} />
          <Radios
            name="office"
            label={`Offices with “${words}” in their name`}
            choices={found.map(({ id, name, city, npi }) => ({
              value: id,
              label: name,
              hint: [city, npi && `NPI ${npi}`].filter(Boolean).join(', '),
            }))}
            error={errors.office}
          />
          <Buttons>
            <Button>Add this office</Button>
          </Buttons>
        </Form>
      ) : null}
      <Form action={action} csrf={csrf}>
        <Hidden fields={versionOf(props)} />
        <Field
          name="words"
          label={found.length > 1 ? 'Or search again' : 'Add an office'}
          hint="Words of its name, or its NPI."
          value={words}
          error={errors.words}
          maxlength={longest.name}
          width="medium"
          autocomplete="off"
        />
        <Buttons>
          <Button kind={provider.offices.length > 0 || found.length > 1 ? 'outline' : 'primary'}>Find and add</Button>
        </Buttons>
      </Form>
    </>
  )
}

/** The bearer token of the provider's directory. */
export function TokenForms(props: ProviderPageProps) {
  const { csrf, zone, facts } = props
  const path = `${pathOf(props)}/directory-token`
  const hasOne = facts.scimTokenAt !== null
  return (
    <>
      <p>
        {hasOne
          ? `Its token was made ${time(facts.scimTokenAt, zone)}. A new one voids it at once.`
          : 'The directory ends people’s access here as soon as they leave there. It needs a token, which is shown once.'}
      </p>
      <Buttons>
        <PostButton action={path} csrf={csrf} fields={versionOf(props)}>
          {hasOne ? 'Make a new token' : 'Make a token'}
        </PostButton>
        {hasOne && (
          <PostButton action={`${path}/revocation`} csrf={csrf} kind="danger" fields={versionOf(props)}>
            Revoke the token
          </PostButton>
        )}
      </Buttons>
    </>
  )
}

/** Switches the provider on, or says what to do first; or off, with why. */
export function SwitchForms(props: ProviderPageProps) {
  const { csrf, provider, facts, obstacles, longest, reason, errors } = props
  if (provider.disabledAt === null) {
    const open = facts.openSessions
    return (
      <Form action={`${pathOf(props)}/switching-off`} csrf={csrf}>
        <p>
          Nobody signs in through it from that moment.{' '}
          {open > 0 && `${count(open, 'session')} through it ${open === 1 ? 'ends' : 'end'} at once.`}
          {facts.managed > 0 && ` ${count(facts.managed, 'account')} it made can’t come in until it is on again.`}
        </p>
        <Textarea
          name="reason"
          label="Why"
          hint="It is kept with the change."
          rows={2}
          maxlength={longest.reason}
          value={reason}
          error={errors.reason}
        />
        <Buttons>
          <Button kind="danger">Switch it off</Button>
        </Buttons>
      </Form>
    )
  }
  if (obstacles.length > 0) {
    return (
      <>
        <p>To be done first:</p>
        <ul>
          {obstacles.map((one) => (
            <li>{obstacleWords[one]}</li>
          ))}
        </ul>
      </>
    )
  }
  return (
    <>
      <p>What the provider publishes is looked at once more. From then on the sign-in page leads its people there.</p>
      <PostButton action={`${pathOf(props)}/switching-on`} csrf={csrf} kind="primary" fields={versionOf(props)}>
        Switch it on
      </PostButton>
    </>
  )
}
