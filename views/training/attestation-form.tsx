import { Button, Buttons } from '../parts/button.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'

export type AttestationFormProps = {
  action: string
  csrf: string | undefined
  /** Sent along, hidden: which text it is, and where to go on. */
  fields: Record<string, string>
  /** What is attested, word for word as it is stored. */
  text: string
  error?: string | undefined
}

/** The attestation at the end of the training (III.A.1.c.v, III.J.1). */
export function AttestationForm(props: AttestationFormProps) {
  const { action, csrf, fields, text, error } = props
  return (
    <Form action={action} csrf={csrf}>
      <Hidden fields={fields} />
      <Checkbox name="attest" label={text} error={error} />
      <Buttons>
        <Button>Attest</Button>
      </Buttons>
    </Form>
  )
}
