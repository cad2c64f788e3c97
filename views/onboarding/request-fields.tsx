import type { TypedRequest } from '../../src/onboarding/form.ts'
import { Card } from '../parts/card.tsx'
import { Select } from '../parts/choice.tsx'
import type { FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'

type RequestFieldsProps = { typed: Partial<TypedRequest>; errors: FieldErrors; states: readonly string[] }

/** What an office tells of itself, its manager and its administrators, online and on paper (III.A.1.a, III.A.1.b). */
export function RequestFields(props: RequestFieldsProps) {
  return (
    <>
      <Card heading="The office">
        <OfficeFields {...props} />
      </Card>
      <Card heading="The office manager">
        <p>We write to this person about the request, and keep them as the office’s contact.</p>
        <ManagerFields {...props} />
      </Card>
      <Card heading="Local Office Administrator">
        <p>
          This person decides who of the office may use the portal, and for what. It can be the office manager.
          Everybody else registers once this person has.
        </p>
        <NomineeFields {...props} who="loa" />
        <h3>A second one (optional)</h3>
        <p>So that somebody can decide when the first is away.</p>
        <NomineeFields {...props} who="second" optional />
      </Card>
    </>
  )
}

function OfficeFields({ typed, errors, states }: RequestFieldsProps) {
  return (
    <>
      <Text name="legalName" label="Legal name" autocomplete="organization" typed={typed} errors={errors} />
      <Field
        name="tin"
        label="Tax id (TIN)"
        hint="Nine digits, such as 12-3456789"
        inputmode="numeric"
        width="medium"
        autocomplete="off"
        value={typed.tin}
        error={errors.tin}
      />
      <Field
        name="npi"
        label="National provider identifier (NPI)"
        hint="Ten digits"
        inputmode="numeric"
        width="medium"
        autocomplete="off"
        value={typed.npi}
        error={errors.npi}
      />
      <Text name="street" label="Street address" autocomplete="street-address" typed={typed} errors={errors} />
      <Text name="city" label="City" autocomplete="address-level2" typed={typed} errors={errors} />
      <Select
        name="state"
        label="State"
        empty="Choose"
        choices={states.map((state) => ({ value: state, label: state }))}
        value={typed.state}
        error={errors.state}
      />
      <Field
        name="zip"
        label="ZIP code"
        inputmode="numeric"
        width="small"
        autocomplete="postal-code"
        value={typed.zip}
        error={errors.zip}
      />
      <Telephone name="telephone" label="Telephone" typed={typed} errors={errors} />
    </>
  )
}

function ManagerFields({ typed, errors }: RequestFieldsProps) {
  return (
    <>
      <Text name="managerName" label="Name" typed={typed} errors={errors} />
      <Text name="managerTitle" label="Title" typed={typed} errors={errors} />
      <Email name="managerEmail" typed={typed} errors={errors} />
      <Telephone name="managerTelephone" label="Telephone" typed={typed} errors={errors} />
    </>
  )
}

function NomineeFields({
  typed,
  errors,
  who,
  optional,
}: RequestFieldsProps & { who: 'loa' | 'second'; optional?: boolean }) {
  return (
    <>
      <Text name={`${who}FirstName`} label="First name" typed={typed} errors={errors} optional={optional} />
      <Text name={`${who}LastName`} label="Last name" typed={typed} errors={errors} optional={optional} />
      <Email name={`${who}Email`} typed={typed} errors={errors} optional={optional} />
    </>
  )
}

type OneProps = {
  name: keyof TypedRequest
  typed: Partial<TypedRequest>
  errors: FieldErrors
  optional?: boolean | undefined
}

/** A line of text among these fields. */
export function Text(props: OneProps & { label: string; autocomplete?: string }) {
  const { name, label, typed, errors, optional, autocomplete = 'off' } = props
  return (
    <Field
      name={name}
      label={label}
      value={typed[name]}
      error={errors[name]}
      optional={optional}
      autocomplete={autocomplete}
      maxlength={120}
    />
  )
}

function Email({ name, typed, errors, optional }: OneProps) {
  return (
    <Field
      name={name}
      label="E-mail address"
      type="email"
      inputmode="email"
      autocomplete="off"
      maxlength={254}
      value={typed[name]}
      error={errors[name]}
      optional={optional}
    />
  )
}

function Telephone({ name, label, typed, errors }: OneProps & { label: string }) {
  return (
    <Field
      name={name}
      label={label}
      type="tel"
      inputmode="tel"
      autocomplete="off"
      width="medium"
      maxlength={40}
      value={typed[name]}
      error={errors[name]}
    />
  )
}
