import { Button, Buttons } from '../parts/button.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'

export type AgreementFormProps = {
  action: string
  csrf: string | undefined
  version: number
  /** Sent along, hidden: which text it is, and where to go on. */
  fields: Record<string, string>
  error?: string | undefined
}

/** Agreeing to a version of the User Agreement (III.A.1.c.iv), of people with an account or on the way to one. */
export function AgreementForm(props: AgreementFormProps) {
  const { action, csrf, version, fields, error } = props
  return (
    <Form action={action} csrf={csrf}>
      <Hidden fields={fields} />
      <Checkbox name="agree" label={`I have read version ${version} above, and I agree to it.`} error={error} />
      <Buttons>
        <Button>Agree and go on</Button>
      </Buttons>
    </Form>
  )
}
