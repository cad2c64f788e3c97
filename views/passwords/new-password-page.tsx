import { Button, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { CheckedRules, NewPasswordField, type RuleWords } from './new-password.tsx'

export type NewPasswordProps = {
  csrf: string
  action: string
  rules: RuleWords[]
  /** Why a new one is wanted, and what it does. */
  lead: string
  errors?: FieldErrors | undefined
  /** Asks for the present password too. */
  current?: boolean | undefined
  /** Hidden fields sent along. */
  fields?: Record<string, string> | undefined
}

/** A new password: the first, in place of a forgotten one, or in place of the present one (III.D). */
export function NewPasswordPage(props: NewPasswordProps) {
  const { csrf, action, rules, lead, errors = {}, current, fields = {} } = props
  const failed = Object.keys(errors).length > 0
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">{lead}</p>
      <CheckedRules rules={rules} csrf={csrf} />
      <Form action={action} csrf={csrf}>
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {current && (
          <Field
            name="current"
            label="Present password"
            type="password"
            autocomplete="current-password"
            error={errors.current}
            autofocus={!failed}
          />
        )}
        <NewPasswordField error={errors.password} autofocus={!failed && !current} />
        <Buttons>
          <Button>Set the password</Button>
        </Buttons>
      </Form>
    </>
  )
}
