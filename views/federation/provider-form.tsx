import type { ProviderKind } from '../../src/federation/provider.ts'
import type { TypedSettings } from '../../src/federation/providers/form.ts'
import { departmentNames } from '../departments.ts'
import { count } from '../format.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { type Choice, Radios, Select } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { capabilityNames } from '../staff/words.ts'
import { kindNames } from './words.ts'

export type ProviderFormProps = {
  csrf: string
  /** Null: a new one, of which only who it is is asked. */
  id: string | null
  kind: ProviderKind | null
  /** Why the kind can't be chosen any more. */
  kindHeldBy: 'on' | 'people' | 'offices' | 'mappings' | null
  /** So many sessions through it are open, which a change of who may come in ends. */
  openSessions: number
  /** The roles, as people call them. */
  roleNames: Readonly<Record<string, string>>
  longest: { name: number; address: number; group: number; claim: number }
  typed: TypedSettings
  errors: FieldErrors
}

/** So many rows for more mappings stand below those there are, up to so many in all. */
const EMPTY_ROWS = 3
const MOST_ROWS = 30

const held = {
  on: 'It can be chosen anew while the provider is off and has no people, offices or groups.',
  people: 'It stays: people are linked to the provider. Set up another provider instead.',
  offices: 'To choose it anew, take the provider’s offices out first.',
  mappings: 'To choose it anew, empty the groups below and save first.',
} as const

const kinds: Choice[] = [
  { value: 'plan', label: kindNames.plan, hint: 'It signs in the plan’s staff, makes their accounts, and gives them their departments.' },
  { value: 'office', label: kindNames.office, hint: 'It signs in people who registered and were approved here, for the offices that brought it.' },
] // prettier-ignore

/** What is typed of a provider; its client, offices and directory token have forms of their own on its page. */
export function ProviderForm(props: ProviderFormProps) {
  const { csrf, id, openSessions, typed, errors } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      {openSessions > 0 && (
        <p class="notice">
          {count(openSessions, 'session')} through this provider {openSessions === 1 ? 'is' : 'are'} open. A change that
          narrows who may come in, or as what, ends them at once.
        </p>
      )}
      <Form action={id ? `/staff/identity-providers/${id}/settings` : '/staff/identity-providers'} csrf={csrf}>
        <Hidden fields={{ version: typed.version }} />
        <WhoItIs {...props} />
        {id && <WhoComesIn {...props} />}
        {id && <SharedSignals {...props} />}
        <Buttons>
          <Button>{id ? 'Save' : 'Set it up'}</Button>
        </Buttons>
      </Form>
    </>
  )
}

function WhoItIs({ id, kind, kindHeldBy, longest, typed, errors }: ProviderFormProps) {
  return (
    <Card heading="The provider">
      <Field
        name="name"
        label="Name"
        hint="As people know it: it stands on the button that leads there."
        value={typed.name}
        error={errors.name}
        maxlength={longest.name}
      />
      {kind && kindHeldBy ? (
        <p>
          <strong>Whose it is:</strong> {kindNames[kind].toLowerCase()}. {held[kindHeldBy]}
        </p>
      ) : (
        <Radios name="kind" label="Whose it is" choices={kinds} value={typed.kind} error={errors.kind} />
      )}
      <Field
        name="issuer"
        label="Issuer"
        hint="The provider’s address for OpenID Connect, letter for letter, such as https://login.practice.example. It is looked up when you save."
        value={typed.issuer}
        error={errors.issuer}
        maxlength={longest.address}
        autocomplete="off"
      />
      {!id && <p class="usa-hint">It is set up switched off. The next page shows what to type at the provider, and what is missing.</p>}
    </Card>
  )
} // prettier-ignore

function WhoComesIn({ kind, longest, roleNames, typed, errors }: ProviderFormProps) {
  const choices = grantChoices(typed.kind === 'plan' || typed.kind === 'office' ? typed.kind : kind, roleNames)
  const rows = Math.min(MOST_ROWS, typed.mappings.length + EMPTY_ROWS)
  return (
    <>
      <Card heading="Who comes in">
        <Textarea
          name="domains"
          label="E-mail domains"
          hint="One a line, such as practice.example. Addresses of these are led to the provider, and it may speak of no others."
          rows={4}
          value={typed.domains}
          error={errors.domains}
          optional="told"
        />
        <Textarea
          name="mfa"
          label="What says that more than one factor was given"
          hint="One a line: amr or acr, a blank, and the value, such as: amr mfa. Without one of these in the ID token the portal asks for its own second factor (III.F.1)."
          rows={3}
          value={typed.mfa}
          error={errors.mfa}
          optional="told"
        />
      </Card>
      <Card heading="Groups">
        <p>
          {kind === 'plan'
            ? 'What each group of the provider’s gives the plan’s staff. Of several departments the first in this list counts. Whoever has no department by these doesn’t come in.'
            : 'What role each group of the provider’s suggests to whoever approves a request. It gives nothing by itself.'}
        </p>
        <Field
          name="groupsClaim"
          label="Name of the claim that lists the groups"
          value={typed.groupsClaim}
          error={errors.groupsClaim}
          maxlength={longest.claim}
          width="medium"
        />
        {Array.from({ length: rows }, (_, place) => {
          const n = place + 1
          const row = typed.mappings[place]
          return (
            <div class="pair">
              <Field
                name={`group${n}`}
                label={`Group ${n}`}
                value={row?.group}
                error={errors[`group${n}`]}
                maxlength={longest.group}
                optional="told"
              />
              <Select
                name={`grant${n}`}
                label={`Group ${n} ${kind === 'plan' ? 'gives' : 'suggests'}`}
                empty="Nothing"
                choices={choices}
                value={row?.grant}
                error={errors[`grant${n}`]}
                optional="told"
              />
            </div>
          )
        })}
        {rows < MOST_ROWS && <p>For more rows, save and open this page again.</p>}
      </Card>
    </>
  )
}

function grantChoices(kind: ProviderKind | null, roleNames: Readonly<Record<string, string>>): Choice[] {
  const ofPlan = [
    ...Object.entries(departmentNames).map(([value, label]) => ({ value: `department ${value}`, label: `Department: ${label}` })),
    ...Object.entries(capabilityNames).map(([value, label]) => ({ value: `capability ${value}`, label: `Capability: ${label.toLowerCase()}` })),
  ] // prettier-ignore
  const ofOffices = Object.entries(roleNames).map(([value, label]) => ({
    value: `role ${value}`,
    label: `Role: ${label}`,
  }))
  return kind === 'plan' ? ofPlan : kind === 'office' ? ofOffices : [...ofPlan, ...ofOffices]
}

function SharedSignals({ longest, typed, errors }: ProviderFormProps) {
  return (
    <Card heading="Shared Signals">
      <p>
        By these the provider tells at once that a session of its own ended or that an account is in danger (CAEP,
        RISC). Leave all three empty if it sends none.
      </p>
      <Field
        name="signalsIssuer"
        label="Issuer of the signals"
        value={typed.signalsIssuer}
        error={errors.signalsIssuer}
        maxlength={longest.address}
        optional="told"
        autocomplete="off"
      />
      <Field
        name="signalsAudience"
        label="Audience they are made for"
        value={typed.signalsAudience}
        error={errors.signalsAudience}
        maxlength={longest.address}
        optional="told"
        autocomplete="off"
      />
      <Field
        name="signalsJwksUri"
        label="Address of the issuer’s keys (JWKS)"
        value={typed.signalsJwksUri}
        error={errors.signalsJwksUri}
        maxlength={longest.address}
        optional="told"
        autocomplete="off"
      />
    </Card>
  )
}
