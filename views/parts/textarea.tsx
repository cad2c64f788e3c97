import { controlAttributes, type FieldWords, Labelled } from './labelled.tsx'

type TextareaProps = FieldWords & {
  value?: string | undefined
  /** How many lines are in sight. */
  rows?: number | undefined
  maxlength?: number | undefined
}

/** Several lines to type in. */
export function Textarea(props: TextareaProps) {
  const { value, error, rows = 4, maxlength } = props
  // The first line break after the tag is dropped by browsers: one of ours goes before what was typed.
  return (
    <Labelled words={props}>
      <textarea
        class={error ? 'usa-textarea usa-input--error' : 'usa-textarea'}
        {...controlAttributes(props)}
        rows={rows}
        maxlength={maxlength}
      >
        {`\n${value ?? ''}`}
      </textarea>
    </Labelled>
  )
}
