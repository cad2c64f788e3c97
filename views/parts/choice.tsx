import type { Child } from 'hono/jsx'
import { controlAttributes, fieldId, type FieldWords, Grouped, HintAndError, Labelled } from './labelled.tsx'

/** One of the answers to choose from. */
export type Choice = { value: string; label: string; hint?: Child }

type SelectProps = FieldWords & {
  choices: Choice[]
  value?: string | undefined
  /** What stands first when nothing is chosen yet, with an empty value. */
  empty?: string | undefined
}

/** A list that drops down, to choose one from. */
export function Select(props: SelectProps) {
  const { choices, value, empty } = props
  return (
    <Labelled words={props}>
      <select class={props.error ? 'usa-select usa-input--error' : 'usa-select'} {...controlAttributes(props)}>
        {empty && <option value="">{empty}</option>}
        {choices.map((choice) => (
          <option value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

type BoxProps = { kind: 'radio' | 'checkbox'; name: string; id: string; choice: Choice; checked: boolean }

function Box(props: BoxProps) {
  const { kind, name, id, choice, checked } = props
  const hintId = choice.hint ? `${id}-hint` : undefined
  return (
    <div class="choice">
      <input type={kind} name={name} id={id} value={choice.value} checked={checked} aria-describedby={hintId} />
      <label for={id}>{choice.label}</label>
      {choice.hint && (
        <p class="usa-hint" id={hintId}>
          {choice.hint}
        </p>
      )}
    </div>
  )
}

// The first box bears the field's own id, so that the error summary's link lands on it.
function boxId(name: string, place: number): string {
  return place === 0 ? fieldId(name) : `${fieldId(name)}-${place + 1}`
}

type RadiosProps = FieldWords & { choices: Choice[]; value?: string | undefined }

/** A few answers, all in sight, to choose one from. */
export function Radios(props: RadiosProps) {
  return (
    <Grouped words={props}>
      {props.choices.map((choice, place) => (
        <Box
          kind="radio"
          name={props.name}
          id={boxId(props.name, place)}
          choice={choice}
          checked={choice.value === props.value}
        />
      ))}
    </Grouped>
  )
}

type CheckboxesProps = FieldWords & { choices: Choice[]; values?: string[] | undefined }

/** Answers of which any number may be ticked; each is sent under the same name. */
export function Checkboxes(props: CheckboxesProps) {
  return (
    <Grouped words={props}>
      {props.choices.map((choice, place) => (
        <Box
          kind="checkbox"
          name={props.name}
          id={boxId(props.name, place)}
          choice={choice}
          checked={props.values?.includes(choice.value) ?? false}
        />
      ))}
    </Grouped>
  )
}

type CheckboxProps = FieldWords & { checked?: boolean | undefined; value?: string | undefined }

/** One statement to tick, sent as `on` unless it has a value of its own. */
export function Checkbox(props: CheckboxProps) {
  const { label, checked, value = 'on', error } = props
  return (
    <div class={error ? 'usa-form-group usa-form-group--error' : 'usa-form-group'}>
      <div class="choice">
        <input type="checkbox" value={value} checked={checked} {...controlAttributes(props)} required={false} />
        <label for={fieldId(props.name)}>{label}</label>
        <HintAndError words={props} />
      </div>
    </div>
  )
}
