import { day } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import type { FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'

/** Says before it is sent that taking roles away comes late: the plan gets a report (III.M.3). */
export function ReportedBanner(props: { reported: string }) {
  return (
    <Banner kind="warning" heading="The plan will get a report of this" focus>
      <p>
        {`Their job changed on ${day(props.reported)}, and the access goes today: later than the policy allows. `}
        The plan’s E-Business department gets a report of what was opened in between. Tick the attestation and send it
        again if the day is right.
      </p>
    </Banner>
  )
}

/** The day the job changed, asked where roles are taken away (III.M.3). */
export function JobChangeFields(props: {
  changedOn: string | undefined
  reported: string | undefined
  errors: FieldErrors
}) {
  const { changedOn, reported, errors } = props
  return (
    <>
      <Field
        name="changedOn"
        label="Day their job changed"
        hint="Only where you take something away. It goes as soon as you send this."
        type="date"
        value={changedOn}
        error={errors.changedOn}
        width="medium"
        optional
      />
      {reported && <input type="hidden" name="knows" value={reported} />}
    </>
  )
}
