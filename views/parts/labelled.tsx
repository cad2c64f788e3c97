import type { Child } from 'hono/jsx'

/** What every field says about itself. `name` is what the server reads; the element's id is `field-<name>`. */
export type FieldWords = {
  name: string
  label: string
  hint?: Child
  /** The sentence beside the field when its value was refused. */
  error?: string | undefined
  /** Fields are asked for unless they say they're optional; `told`: the label itself says when it is asked for. */
  optional?: boolean | 'told' | undefined
}

/** The id of a field, which the error summary links to. */
export function fieldId(name: string): string {
  return `field-${name}`
}

/** The attributes that tie a control to its label, hint and error. */
export function controlAttributes(words: FieldWords) {
  const id = fieldId(words.name)
  const described = [words.hint && `${id}-hint`, words.error && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    name: words.name,
    required: !words.optional,
    'aria-describedby': described || undefined,
    'aria-invalid': words.error ? ('true' as const) : undefined,
  }
}

/** The hint and the error of a field, in the order they are read. */
export function HintAndError(props: { words: FieldWords }) {
  const { hint, error, name } = props.words
  return (
    <>
      {hint && (
        <p class="usa-hint" id={`${fieldId(name)}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="usa-error-message" id={`${fieldId(name)}-error`}>
          <span class="usa-sr-only">Error: </span>
          {error}
        </p>
      )}
    </>
  )
}

/** The frame of a control that has one label: label, hint, error, then the control, each on its line in a text browser. */
export function Labelled(props: { words: FieldWords; children?: Child }) {
  const { words, children } = props
  return (
    <div class={words.error ? 'usa-form-group usa-form-group--error' : 'usa-form-group'}>
      <label class="usa-label" for={fieldId(words.name)}>
        {words.label}
        {words.optional === true && <span class="optional"> (optional)</span>}
      </label>
      <HintAndError words={words} />
      <div>{children}</div>
    </div>
  )
}

/** The frame of several controls under one question. */
export function Grouped(props: { words: FieldWords; children?: Child }) {
  const { words, children } = props
  return (
    <fieldset
      class={words.error ? 'usa-fieldset usa-form-group usa-form-group--error' : 'usa-fieldset usa-form-group'}
      aria-describedby={controlAttributes(words)['aria-describedby']}
    >
      <legend class="usa-label">
        {words.label}
        {words.optional === true && <span class="optional"> (optional)</span>}
      </legend>
      <HintAndError words={words} />
      {children}
    </fieldset>
  )
}
