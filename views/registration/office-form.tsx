import type { OfficeShown } from '../../src/registration/registration.ts'
import { Button, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Progress, type ProgressProps } from './progress.tsx'

type OfficeFormProps = {
  csrf: string
  progress: ProgressProps
  typed?: string | undefined
  errors?: FieldErrors | undefined
  /** The one chosen before. */
  chosen: OfficeShown | null
  /** What was found; none before the search. `hasMore`: only the first are shown. */
  found?: { offices: readonly OfficeShown[]; hasMore: boolean } | undefined
}

/** The office the person works for, of those with access (III.A.1.c.ii). */
export function OfficeForm(props: OfficeFormProps) {
  const { csrf, progress, typed, errors = {}, chosen, found } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <Progress {...progress} />
      {chosen && (
        <Card heading="Chosen">
          <Place office={chosen} />
          <p>
            <a href="/register/review">Keep it and go on</a>
          </p>
        </Card>
      )}
      <Form action="/register/offices" csrf={csrf}>
        <Field
          name="search"
          label="Find the office you work for"
          hint="Its name, its city, its NPI (10 digits), or its tax id (9 digits)."
          type="search"
          value={typed}
          maxlength={100}
          error={errors.search}
        />
        <Buttons>
          <Button kind={found ? 'outline' : 'primary'}>Search</Button>
        </Buttons>
      </Form>
      {found && found.offices.length > 0 && <h2>Which one is it?</h2>}
      {found?.offices.map((office) => (
        <Card>
          <Place office={office} />
          <PostButton action="/register/office" csrf={csrf} kind="primary" fields={{ office: office.id }}>
            Choose {office.name}
          </PostButton>
        </Card>
      ))}
      {found?.hasMore && <p>There are more. Type more of the name, or the NPI.</p>}
      {found && found.offices.length === 0 && (
        <Empty heading="No office with access was found.">
          <p>
            Try a part of the name alone, or the NPI. If your office doesn’t have access yet, its manager can{' '}
            <a href="/office-access">ask for access</a>; what you have typed stays here until then.
          </p>
        </Empty>
      )}
    </>
  )
}

function Place({ office }: { office: OfficeShown }) {
  return (
    <p>
      <strong>{office.name}</strong>
      <br />
      {[office.street, office.city].filter(Boolean).join(', ')}
    </p>
  )
}
