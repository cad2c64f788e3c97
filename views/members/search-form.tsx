import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'

export type MemberSearch = { memberId?: string; lastName?: string; firstName?: string; birthDate?: string }

/** Finds a member by number, or by last name and birth date (section 12). */
export function MemberSearchForm(props: { csrf: string; typed?: MemberSearch; errors?: FieldErrors; stale?: boolean }) {
  const { csrf, typed = {}, errors = {}, stale } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      {stale && <Banner kind="info" heading="That search has ended. Please type it again." />}
      <Form action="/members" csrf={csrf} filters>
        <Field
          name="memberId"
          label="Member number"
          hint="As on the member’s card"
          value={typed.memberId}
          error={errors.memberId}
          optional
          maxlength={40}
          width="medium"
          autocomplete="off"
        />
        <p>or, without the number</p>
        <Field
          name="lastName"
          label="Last name"
          value={typed.lastName}
          error={errors.lastName}
          optional
          maxlength={80}
          autocomplete="off"
        />
        <Field
          name="birthDate"
          label="Birth date"
          type="date"
          value={typed.birthDate}
          error={errors.birthDate}
          optional
          width="medium"
          autocomplete="off"
        />
        <Field
          name="firstName"
          label="First name"
          hint="Only if there are several"
          value={typed.firstName}
          error={errors.firstName}
          optional
          maxlength={80}
          autocomplete="off"
        />
        <Buttons>
          <Button>Look up</Button>
        </Buttons>
      </Form>
    </>
  )
}
