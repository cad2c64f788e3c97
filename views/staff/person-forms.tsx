import type { Capability, Status } from '../../src/accounts/account.ts'
import type { TypedChange } from '../../src/staff/people/form.ts'
import type { CapabilityAction, HeldCapability, StaffChange, StaffPerson } from '../../src/staff/people/person.ts'
import { departmentNames } from '../departments.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Radios } from '../parts/choice.tsx'
import type { FieldErrors } from '../parts/error-summary.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { actionWords, capabilityNames } from './words.ts'

/** What the page of a staff person shows, and its forms with it. */
export type PersonPageProps = {
  csrf: string
  zone: string
  person: StaffPerson
  status: Status
  isSelf: boolean
  capabilities: readonly (HeldCapability & { review: 'current' | 'due' | 'overdue' })[]
  /** What can be decided about capabilities now. */
  decisions: readonly { word: string; name: Capability; action: CapabilityAction }[]
  changes: readonly StaffChange[]
  typed: Partial<TypedChange>
  errors: FieldErrors
}

const LONGEST = 500

type ReasonField = 'moveReason' | 'closingReason' | 'reinstatementReason' | 'capabilityReason'

function Reason({ name, typed, errors }: Pick<PersonPageProps, 'typed' | 'errors'> & { name: ReasonField }) {
  return (
    <Textarea
      name={name}
      label="Why"
      hint="It is kept with the change."
      rows={2}
      maxlength={LONGEST}
      value={typed[name]}
      error={errors[name]}
    />
  )
}

/** Moves the person to another department. */
export function MoveForm(props: PersonPageProps) {
  const { csrf, person, typed, errors } = props
  return (
    <Form action={`/staff/people/${person.id}/department`} csrf={csrf}>
      <Radios
        name="department"
        label="Move to"
        hint="They are signed out, and may what the new department may."
        choices={Object.entries(departmentNames)
          .filter(([value]) => value !== person.department)
          .map(([value, label]) => ({ value, label }))}
        value={typed.department}
        error={errors.department}
      />
      <Reason {...props} name="moveReason" />
      <Buttons>
        <Button>Move</Button>
      </Buttons>
    </Form>
  )
}

/** Gives a capability, reviews it, or takes it. */
export function CapabilityForm(props: PersonPageProps) {
  const { csrf, person, decisions, typed, errors } = props
  return (
    <Form action={`/staff/people/${person.id}/capabilities`} csrf={csrf}>
      <Radios
        name="decision"
        label="Decide"
        choices={decisions.map(({ word, name, action }) => ({
          value: word,
          label: `${actionWords[action].label}: ${capabilityNames[name].toLowerCase()}`,
          hint: actionWords[action].hint,
        }))}
        value={typed.decision}
        error={errors.decision}
      />
      <Reason {...props} name="capabilityReason" />
      <Buttons>
        <Button>Decide</Button>
      </Buttons>
    </Form>
  )
}

/** Disables or ends the account. */
export function ClosingForm(props: PersonPageProps) {
  const { csrf, person, status, typed, errors } = props
  const choices = [
    {
      value: 'disabled',
      label: 'Disable',
      hint: 'Nobody signs in with it until it is opened again. The owner is told by e-mail.',
    },
    { value: 'terminated', label: 'End', hint: 'The person works here no longer. The owner is told by e-mail.' },
  ]
  return (
    <Form action={`/staff/people/${person.id}/closing`} csrf={csrf}>
      <Radios
        name="closing"
        label="How"
        hint="They are signed out at once."
        choices={status === 'disabled' ? choices.slice(1) : choices}
        value={typed.closing}
        error={errors.closing}
      />
      <Reason {...props} name="closingReason" />
      <Buttons>
        <Button kind="danger">Close the account</Button>
      </Buttons>
    </Form>
  )
}

/** Opens a disabled or ended account again. */
export function ReinstatementForm(props: PersonPageProps & { was: 'disabled' | 'terminated' }) {
  const { csrf, person, was } = props
  return (
    <Form action={`/staff/people/${person.id}/reinstatement`} csrf={csrf}>
      <Hidden fields={{ was }} />
      <p>
        They sign in with their own password again; after a long absence they set a new one first. The owner is told by
        e-mail.
      </p>
      <Reason {...props} name="reinstatementReason" />
      <Buttons>
        <Button>Open again</Button>
      </Buttons>
    </Form>
  )
}
