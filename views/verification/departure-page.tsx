import { day } from '../format.ts'
import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { LateBanner } from '../termination/late-banner.tsx'

export type DepartureTyped = { changedOn: string; reason: string }

type DeparturePageProps = {
  csrf: string
  action: string
  name: string
  today: string
  typed: DepartureTyped
  errors?: FieldErrors | undefined
  /** The day that was typed makes it late: the plan will be told. */
  late?: string | undefined
  /** Business days within which access is ended. */
  allowed: number
}

/** Somebody no longer works at the office: both dates of III.M.3, the one typed and the one that follows from it. */
export function DeparturePage(props: DeparturePageProps) {
  const { csrf, action, name, today, typed, errors = {}, late, allowed } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      {late && <LateBanner late={late} today={today} allowed={allowed} />}
      <Form action={action} csrf={csrf}>
        {late && <Hidden fields={{ knows: late }} />}
        <Field
          name="changedOn"
          label="Last day of employment"
          type="date"
          hint="The true day, even if it is some time ago. If that is more than one business day, the plan looks into what was seen since."
          value={typed.changedOn}
          error={errors.changedOn}
          width="medium"
        />
        <p class="access-ends">
          <strong>Access ends today, {day(today)}</strong>, at once. If the last day is still to come, it ends with that
          day.
        </p>
        <Textarea
          name="reason"
          label="Note"
          hint="Kept with the change"
          value={typed.reason}
          error={errors.reason}
          optional
          rows={2}
        />
        <Buttons>
          <Button kind="danger">{`End the access of ${name}${late ? ' and send the report' : ''}`}</Button>
          <ButtonLink href="/office/verification#next" kind="outline">
            Back
          </ButtonLink>
        </Buttons>
      </Form>
    </>
  )
}
