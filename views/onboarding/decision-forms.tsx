import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { type Choice, Radios } from '../parts/choice.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Textarea } from '../parts/textarea.tsx'

export type AcceptanceFormProps = {
  action: string
  csrf: string
  /** The records it can be accepted for; one alone is no choice. */
  choices: Choice[]
  /** A mismatch is accepted for a reason alone. */
  needsReason: boolean
  typed: { chosen: string; on: string; reason: string }
  errors: { chosen?: string; on?: string; reason?: string }
}

/** Accepts the request from a date of access on (III.A.1.a). */
export function AcceptanceForm({ action, csrf, choices, needsReason, typed, errors }: AcceptanceFormProps) {
  const [only] = choices
  return (
    <Card heading="Accept">
      <p>The office gets access, and the people named as LOA are invited to register.</p>
      <Form action={action} csrf={csrf}>
        {choices.length === 1 && only ? (
          <input type="hidden" name="chosen" value={only.value} />
        ) : (
          <Radios
            name="chosen"
            label="Which office is it?"
            choices={choices}
            value={typed.chosen}
            error={errors.chosen}
          />
        )}
        <Field
          name="on"
          label="Date of access"
          hint="Today or later. Users are verified every 45 days from this date. An office that has access keeps its date."
          type="date"
          width="medium"
          value={typed.on}
          error={errors.on}
        />
        {(needsReason || errors.reason) && (
          <Textarea
            name="reason"
            label="Why it is accepted although it doesn’t match"
            value={typed.reason}
            error={errors.reason}
            maxlength={2000}
          />
        )}
        <Buttons>
          <Button>Accept</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

export type RejectionFormProps = { action: string; csrf: string; typed: string; error?: string | undefined }

/** Rejects the request for a reason. */
export function RejectionForm({ action, csrf, typed, error }: RejectionFormProps) {
  return (
    <Card heading="Reject">
      <Form action={action} csrf={csrf}>
        <Textarea
          name="rejection"
          label="Reason"
          hint="The office manager gets it by e-mail, word for word."
          value={typed}
          error={error}
          maxlength={2000}
        />
        <Buttons>
          <Button kind="danger">Reject</Button>
        </Buttons>
      </Form>
    </Card>
  )
}
