import { Button, Buttons } from './button.tsx'
import { type Choice, Select } from './choice.tsx'
import type { FieldErrors } from './error-summary.tsx'
import { Field } from './field.tsx'
import { Form } from './form.tsx'

/** One of the fields that narrow a list: a line to type in, a day, or a list to choose from. */
export type Filter<Name extends string> = {
  name: Name
  label: string
  hint?: string
} & ({ kind: 'text'; width?: 'medium'; inputmode?: 'email' } | { kind: 'day' } | { kind: 'choice'; choices: Choice[] })

type SearchFiltersProps<Name extends string> = {
  /** The list, which the form posts to and whose address shows all of it. */
  action: string
  csrf: string
  /** What is looked for, and the word on the button. */
  summary: string
  button: string
  filters: readonly Filter<Name>[]
  typed: Readonly<Record<Name, string>>
  errors: FieldErrors
  /** Opened although nothing is typed. */
  open: boolean
}

/** Whether anything was typed to narrow a list. */
export function isNarrowed(typed: Readonly<Record<string, string>>): boolean {
  return Object.values(typed).some((value) => value !== '')
}

/** The search above a list, folded away until something is typed in it. Every field may be left out. */
export function SearchFilters<Name extends string>(props: SearchFiltersProps<Name>) {
  const { action, csrf, summary, button, filters, typed, errors, open } = props
  const narrowed = isNarrowed(typed)
  return (
    <details class="search" open={narrowed || open}>
      <summary>{summary}</summary>
      <Form action={action} csrf={csrf} filters>
        {filters.map((filter) => (
          <FilterField filter={filter} value={typed[filter.name]} error={errors[filter.name]} />
        ))}
        <Buttons>
          <Button>{button}</Button>
          {narrowed && <a href={action}>Show all</a>}
        </Buttons>
      </Form>
    </details>
  )
}

function FilterField(props: { filter: Filter<string>; value: string; error: string | undefined }) {
  const { filter, value, error } = props
  const { name, label, hint } = filter
  const words = { name, label, hint, value, error, optional: true }
  if (filter.kind === 'choice') return <Select {...words} empty="Any" choices={filter.choices} />
  if (filter.kind === 'day') return <Field {...words} type="date" width="medium" />
  return <Field {...words} autocomplete="off" width={filter.width} inputmode={filter.inputmode} />
}
