import { Checkbox } from '../parts/choice.tsx'
import type { FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'

/** A role as a form offers it, and what is chosen of it. */
export type RoleChoice = {
  role: string
  name: string
  /** What it shows, in a sentence. */
  hint: string
  /** Records of this role name a provider, so it can be limited to some. */
  limitable: boolean
  ticked: boolean
  endsOn: string
  providers: readonly number[]
}

export type ProviderChoice = { id: number; name: string; npi: string | null }

type GrantFieldsProps = {
  roles: readonly RoleChoice[]
  providers: readonly ProviderChoice[]
  /** What is attested, word for word. */
  attestation: string
  errors: FieldErrors
}

/** Roles to grant, each with a last day and a limit where wanted; and the attestation (III.B.6 to III.B.9). */
export function GrantFields(props: GrantFieldsProps) {
  const { roles, providers, attestation, errors } = props
  return (
    <>
      {roles.map((choice) => (
        <RoleFields choice={choice} providers={choice.limitable ? providers : []} errors={errors} />
      ))}
      <Checkbox name="attests" label={attestation} error={errors.attests} />
    </>
  )
}

function RoleFields(props: { choice: RoleChoice; providers: readonly ProviderChoice[]; errors: FieldErrors }) {
  const { choice, providers, errors } = props
  const { role, name, hint, ticked, endsOn } = choice
  const isNarrowed = endsOn !== '' || choice.providers.length > 0
  return (
    <div class="grant">
      <Checkbox name={`role-${role}`} label={name} hint={hint} checked={ticked} error={errors[`role-${role}`]} />
      <details open={isNarrowed || errors[`ends-${role}`] !== undefined}>
        <summary>
          {providers.length > 0 ? 'Only until a day, or only some providers' : 'Only until a day'}
          <span class="usa-sr-only">: {name}</span>
        </summary>
        <Field
          name={`ends-${role}`}
          label="Last day"
          type="date"
          value={endsOn}
          error={errors[`ends-${role}`]}
          optional
          width="medium"
        />
        {providers.length > 0 && (
          <fieldset class="usa-fieldset usa-form-group">
            <legend class="usa-label">Only these providers (tick none for all of them)</legend>
            {providers.map((provider) => (
              <Checkbox
                name={`limit-${role}-${provider.id}`}
                label={provider.npi ? `${provider.name} (NPI ${provider.npi})` : provider.name}
                checked={choice.providers.includes(provider.id)}
                optional
              />
            ))}
          </fieldset>
        )}
      </details>
    </div>
  )
}
