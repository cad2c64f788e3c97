import { Button, Buttons } from '../parts/button.tsx'
import { type Choice, Select } from '../parts/choice.tsx'
import type { FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Textarea } from '../parts/textarea.tsx'

type Nominee = { firstName: string; lastName: string; email: string }

type NomineeFieldsProps = {
  /** The names of the three fields: two forms on a page ask for a person. */
  names: [firstName: string, lastName: string, email: string]
  typed: Nominee
  errors: FieldErrors
  optional?: boolean
}

function NomineeFields({ names, typed, errors, optional }: NomineeFieldsProps) {
  const [first, last, email] = names
  const plain = { optional, autocomplete: 'off' }
  return (
    <>
      <Field {...plain} name={first} label="First name" value={typed.firstName} error={errors[first]} maxlength={120} />
      <Field {...plain} name={last} label="Last name" value={typed.lastName} error={errors[last]} maxlength={120} />
      <Field
        {...plain}
        name={email}
        label="E-mail address"
        type="email"
        inputmode="email"
        value={typed.email}
        error={errors[email]}
        maxlength={254}
      />
    </>
  )
}

export type InviteFormProps = { action: string; csrf: string; typed: Nominee; errors: FieldErrors }

/** Invites an LOA whom the office named (III.A.1.b). Open where something in it has to be put right. */
export function InviteForm({ action, csrf, typed, errors }: InviteFormProps) {
  return (
    <details class="search" open={Object.keys(errors).length > 0}>
      <summary>Invite an LOA whom the office named</summary>
      <Form action={action} csrf={csrf}>
        <NomineeFields names={['firstName', 'lastName', 'email']} typed={typed} errors={errors} />
        <Buttons>
          <Button>Invite</Button>
        </Buttons>
      </Form>
    </details>
  )
}

export type ContactFormProps = {
  action: string
  csrf: string
  /** The office has access: an LOA can be invited for it. */
  mayName: boolean
  applicants: Choice[]
  typed: Nominee & { person: string; notes: string; request: string }
  errors: FieldErrors
}

/** A talk with the office's manager: whom they name, whose employment they confirm (III.B.3.b). */
export function ContactForm({ action, csrf, mayName, applicants, typed, errors }: ContactFormProps) {
  return (
    <details class="search" open={Object.keys(errors).length > 0}>
      <summary>Record a talk</summary>
      <Form action={action} csrf={csrf}>
        <Field
          name="person"
          label="Whom did you speak to?"
          value={typed.person}
          error={errors.person}
          autocomplete="off"
          maxlength={120}
        />
        <Textarea name="notes" label="What was said?" value={typed.notes} error={errors.notes} maxlength={2000} />
        {applicants.length > 0 && (
          <Select
            name="request"
            label="Whose employment did they confirm?"
            empty="Nobody’s"
            optional
            choices={applicants}
            value={typed.request}
            error={errors.request}
          />
        )}
        {mayName && (
          <>
            <h3>Whom did they name as LOA?</h3>
            <p>Leave this empty if nobody. Who is named gets an invitation at once.</p>
            <NomineeFields names={['loaFirstName', 'loaLastName', 'loaEmail']} typed={typed} errors={errors} optional />
          </>
        )}
        <Buttons>
          <Button>Record the talk</Button>
        </Buttons>
      </Form>
    </details>
  )
}

type ReinstateFormProps = { action: string; csrf: string; typed: string; error?: string | undefined }

/** A new date of access for an office that the core system reinstated (III.N.1). */
export function ReinstateForm({ action, csrf, typed, error }: ReinstateFormProps) {
  return (
    <Form action={action} csrf={csrf}>
      <Field
        name="on"
        label="New date of access"
        hint="Today or later"
        type="date"
        width="medium"
        value={typed}
        error={error}
      />
      <Buttons>
        <Button>Give access again</Button>
      </Buttons>
    </Form>
  )
}
