import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Radios } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Textarea } from '../parts/textarea.tsx'

export type AskProps = {
  csrf: string
  /** What was looked for, sealed, so that the list comes back with what was typed. */
  sealed: string
  sought: string | null
  /** Null: nothing was looked for yet. */
  found: { id: string; name: string; street: string | null; city: string | null }[] | null
  isCut: boolean
  typed?: { office: string; jobTitle: string; jobDescription: string }
  errors?: FieldErrors
}

/** Asks an office that one doesn't work for yet to be let in. */
export function AskForOffice(props: AskProps) {
  const { csrf, sealed, sought, found, isCut, typed, errors = {} } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form action="/profile/offices/new" csrf={csrf} filters>
        <Field
          name="sought"
          label="Which office?"
          hint="A part of its name, its city, or its whole NPI or TIN"
          value={sought ?? ''}
          autocomplete="off"
          error={errors.sought}
        />
        <Buttons>
          <Button kind={found && found.length > 0 ? 'outline' : 'primary'}>Look it up</Button>
        </Buttons>
      </Form>
      {found?.length === 0 && (
        <Empty heading="No office found">
          <p>Only offices with access to the portal are found. Try a shorter part of the name, or call us.</p>
        </Empty>
      )}
      {found && found.length > 0 && (
        <Card heading="Your request">
          <Form action={`/profile/offices?s=${sealed}`} csrf={csrf}>
            <Radios
              name="office"
              label="Office"
              hint={isCut ? 'There are more: type more of the name to see them.' : undefined}
              value={typed?.office}
              error={errors.office}
              choices={found.map(({ id, name, street, city }) => ({
                value: id,
                label: name,
                hint: [street, city].filter(Boolean).join(', ') || undefined,
              }))}
            />
            <Field
              name="jobTitle"
              label="Your job title there"
              value={typed?.jobTitle}
              autocomplete="off"
              error={errors.jobTitle}
            />
            <Textarea
              name="jobDescription"
              label="What you do there"
              hint="Who approves you reads this, and gives you what your job needs."
              value={typed?.jobDescription}
              maxlength={1000}
              error={errors.jobDescription}
            />
            <Buttons>
              <Button>Send the request</Button>
            </Buttons>
          </Form>
        </Card>
      )}
    </>
  )
}
