import { Field } from '../parts/field.tsx'

/** A rule of a new password; `met` is null where the typed text alone does not tell, or nothing is typed. */
export type RuleWords = { sentence: string; met: boolean | null }

/** The rules, ticked as far as the typed text meets them (III.D.3, III.D.4). */
export function PasswordRules(props: { rules: RuleWords[] }) {
  return (
    <>
      <p>Your new password has to be:</p>
      <ul class="plain">
        {props.rules.map(({ sentence, met }) => (
          <li>
            <span aria-hidden="true">{met === null ? '•' : met ? '✓' : '✗'} </span>
            {met !== null && <span class="usa-sr-only">{met ? 'Met: ' : 'Not met yet: '}</span>}
            {sentence}
          </li>
        ))}
      </ul>
    </>
  )
}

/**
 * The rules before the form, checked by the server while somebody types. They stand outside the form, so that the
 * new password alone is sent: htmx takes all fields of a form that an element is in.
 */
export function CheckedRules(props: { rules: RuleWords[]; csrf: string }) {
  return (
    <div
      aria-live="polite"
      hx-post="/password/check"
      hx-trigger="input changed delay:300ms from:#field-password"
      hx-include="#field-password"
      hx-vals={JSON.stringify({ csrf: props.csrf })}
      hx-swap="innerHTML"
    >
      <PasswordRules rules={props.rules} />
    </div>
  )
}

/** The field of a new password. One is enough: it can be shown, pasted, or left to a password manager. */
export function NewPasswordField(props: { error?: string | undefined; autofocus?: boolean | undefined }) {
  const { error, autofocus } = props
  return (
    <>
      <Field
        name="password"
        label="New password"
        type="password"
        autocomplete="new-password"
        error={error}
        autofocus={autofocus}
      />
      <button type="button" class="usa-button usa-button--unstyled" data-shows="field-password" hidden>
        Show the password
      </button>
    </>
  )
}
