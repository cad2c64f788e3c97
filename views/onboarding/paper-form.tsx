import type { TypedPaper, TypedRequest } from '../../src/onboarding/form.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { type Choice, Select } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { RequestFields, Text } from './request-fields.tsx'

export type PaperFormProps = {
  csrf: string
  states: readonly string[]
  versions: Choice[]
  typed: Partial<TypedRequest & TypedPaper>
  errors: FieldErrors
}

/** The receipt of an agreement that was signed on paper, with its scan (III.A.1.a). */
export function PaperForm({ csrf, states, versions, typed, errors }: PaperFormProps) {
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">Type what stands on the paper, and attach a scan of all of it.</p>
      <Form action="/staff/office-requests/paper" csrf={csrf} files>
        <RequestFields typed={typed} errors={errors} states={states} />
        <Card heading="Signature">
          <Text name="signedName" label="Signed by" typed={typed} errors={errors} />
          <Text name="signedTitle" label="Title" typed={typed} errors={errors} />
          <Field
            name="signedOn"
            label="Date of the signature"
            type="date"
            width="medium"
            value={typed.signedOn}
            error={errors.signedOn}
          />
          <Select
            name="document"
            label="Version that was signed"
            choices={versions}
            value={typed.document}
            error={errors.document}
          />
          <Field
            name="scan"
            label="Scan"
            hint="One PDF, PNG or JPEG file of at most 10 MB"
            type="file"
            accept="application/pdf,image/png,image/jpeg"
            error={errors.scan}
          />
          <Buttons>
            <Button>Record the request</Button>
          </Buttons>
        </Card>
      </Form>
    </>
  )
}
