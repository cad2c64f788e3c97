import { controlAttributes, type FieldWords, Labelled } from './labelled.tsx'

type FieldProps = FieldWords & {
  type?: 'text' | 'email' | 'password' | 'tel' | 'date' | 'number' | 'file' | 'search' | undefined
  value?: string | undefined
  autocomplete?: string | undefined
  inputmode?: 'numeric' | 'decimal' | 'email' | 'tel' | undefined
  autofocus?: boolean | undefined
  maxlength?: number | undefined
  /** The kinds of file taken, for a file field. */
  accept?: string | undefined
  /** How wide the value usually is; the field is as wide as its column without it. */
  width?: 'small' | 'medium' | undefined
}

/** One line to type in. A password that was refused isn't sent back. */
export function Field(props: FieldProps) {
  const { type = 'text', value, autocomplete, inputmode, autofocus, maxlength, accept, width } = props
  const secret = type === 'password' || type === 'file'
  return (
    <Labelled words={props}>
      <input
        class={['usa-input', props.error && 'usa-input--error', width && `width-${width}`].filter(Boolean).join(' ')}
        {...controlAttributes(props)}
        type={type}
        value={secret ? undefined : value}
        autocomplete={autocomplete}
        inputmode={inputmode}
        autofocus={autofocus}
        maxlength={maxlength}
        accept={accept}
        autocapitalize={type === 'email' || secret ? 'none' : undefined}
        spellcheck={type === 'email' || secret ? false : undefined}
      />
    </Labelled>
  )
}
