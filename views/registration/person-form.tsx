import type { Person } from '../../src/registration/registration.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { Progress, type ProgressProps } from './progress.tsx'

type PersonFormProps = {
  csrf: string
  progress: ProgressProps
  person: Person
  isAdult: boolean
  errors?: FieldErrors | undefined
}

/** Who the person is and what they do (III.A.1.c.i); the approver reads the job description (III.B.6). */
export function PersonForm(props: PersonFormProps) {
  const { csrf, progress, person, isAdult, errors = {} } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <Progress {...progress} />
      <Form action="/register/person" csrf={csrf}>
        <Field
          name="firstName"
          label="First name"
          value={person.firstName}
          autocomplete="given-name"
          maxlength={60}
          error={errors.firstName}
        />
        <Field
          name="lastName"
          label="Last name"
          value={person.lastName}
          autocomplete="family-name"
          maxlength={60}
          error={errors.lastName}
        />
        <Field
          name="street"
          label="Street address"
          value={person.street}
          autocomplete="street-address"
          maxlength={120}
          error={errors.street}
        />
        <Field
          name="city"
          label="City"
          value={person.city}
          autocomplete="address-level2"
          maxlength={60}
          error={errors.city}
        />
        <Field
          name="zip"
          label="ZIP code"
          value={person.zip}
          autocomplete="postal-code"
          maxlength={10}
          width="small"
          error={errors.zip}
        />
        <Field
          name="telephone"
          label="Telephone"
          type="tel"
          value={person.telephone}
          autocomplete="tel"
          inputmode="tel"
          maxlength={30}
          width="medium"
          error={errors.telephone}
        />
        <Field
          name="jobTitle"
          label="Job position or title"
          value={person.jobTitle}
          autocomplete="organization-title"
          maxlength={100}
          error={errors.jobTitle}
        />
        <Textarea
          name="jobDescription"
          label="What you do"
          hint="A few sentences about your work: whoever decides on your request grants what this work needs. No names of patients."
          value={person.jobDescription}
          maxlength={1000}
          error={errors.jobDescription}
        />
        <Checkbox name="adult" label="I am 18 or older" checked={isAdult} error={errors.adult} />
        <Buttons>
          <Button>Save and go on</Button>
        </Buttons>
      </Form>
    </>
  )
}
