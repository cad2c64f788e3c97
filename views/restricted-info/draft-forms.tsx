import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox, type Choice, Radios, Select } from '../parts/choice.tsx'
import type { FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { matchWords, systemWords } from './words.ts'

const HERE = '/staff/restricted-codes/draft'

export type TypedRow = { category: string; system: string; match: string; code: string; source: string; reason: string }

type Props = { csrf: string; from: number; errors: FieldErrors }

/** A row to add. */
export function AddRow(
  props: Props & {
    typed?: TypedRow | undefined
    categories: Choice[]
    systems: readonly string[]
    matches: readonly string[]
  },
) {
  const { csrf, from, errors, typed, categories, systems, matches } = props
  return (
    <Card heading="Add a row">
      <Form action={`${HERE}/rows`} csrf={csrf}>
        <Hidden fields={{ from: String(from) }} />
        <Select
          name="category"
          label="Category"
          choices={categories}
          value={typed?.category}
          empty="Choose"
          error={errors.category}
        />
        <Select
          name="system"
          label="Code system"
          choices={systems.map((value) => ({ value, label: systemWords[value] ?? value }))}
          value={typed?.system}
          empty="Choose"
          error={errors.system}
        />
        <Select
          name="match"
          label="Match"
          choices={matches.map((value) => ({ value, label: `${value}: ${matchWords[value] ?? ''}` }))}
          value={typed?.match}
          empty="Choose"
          error={errors.match}
        />
        <Field
          name="code"
          label="Code"
          hint="The number alone, without what it means. A range is first..last."
          value={typed?.code}
          error={errors.code}
          maxlength={60}
          width="medium"
        />
        <Field name="source" label="Where it comes from" value={typed?.source} error={errors.source} maxlength={200} />
        <Field name="reason" label="Why it is restricted" value={typed?.reason} error={errors.reason} maxlength={500} />
        <Buttons>
          <Button kind="outline">Add the row</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

/** A file of rows, taken whole or not at all. */
export function ImportFile(props: Props & { mode?: 'add' | 'whole' | null | undefined }) {
  const { csrf, from, errors, mode } = props
  return (
    <Card heading="Import a file">
      <Form action={`${HERE}/file`} csrf={csrf} files>
        <Hidden fields={{ from: String(from) }} />
        <Radios
          name="mode"
          label="What the file does"
          value={mode ?? undefined}
          error={errors.mode}
          choices={[
            { value: 'add', label: 'Adds its rows to the list' },
            { value: 'whole', label: 'Is the whole list', hint: 'Rows in force that it lacks are ended.' },
          ]}
        />
        <Field
          name="scan"
          type="file"
          accept=".csv,text/csv"
          label="File"
          hint="CSV with the columns category, code_system, match, code, source and reason. One bad row refuses the whole file."
          error={errors.scan}
        />
        <Buttons>
          <Button kind="outline">Import the file</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

/** Categories beyond the policy's. */
export function Categories(props: Props & { optional: Choice[]; on: readonly string[] }) {
  const { csrf, from, optional, on } = props
  return (
    <Card heading="Optional categories">
      <Form action={`${HERE}/categories`} csrf={csrf}>
        <Hidden fields={{ from: String(from) }} />
        {optional.map(({ value, label }) => (
          <Checkbox
            name={`category-${value}`}
            label={label}
            checked={on.includes(value)}
            hint="While it is off its rows hide nothing."
            optional
          />
        ))}
        <Buttons>
          <Button kind="outline">Keep the choice</Button>
        </Buttons>
      </Form>
    </Card>
  )
}
