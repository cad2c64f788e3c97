import { GrantFields, type ProviderChoice, type RoleChoice } from '../approval/grant-fields.tsx'
import { JobChangeFields, ReportedBanner } from '../approval/job-change.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Form } from '../parts/form.tsx'

type RolesPageProps = {
  csrf: string
  action: string
  jobTitle: string | null
  jobDescription: string | null
  roles: readonly RoleChoice[]
  providers: readonly ProviderChoice[]
  attestation: string
  /** The last attestation about the roles, so that of two changes at once the second is told. */
  last: number
  /** The day the job changed, as typed. */
  changedOn?: string | undefined
  errors?: FieldErrors | undefined
  /** The day that was typed makes it late: the plan will be told. */
  reported?: string | undefined
  late: boolean
}

/** Changes the roles of a user who is being verified; back to the verification from there. */
export function RolesPage(props: RolesPageProps) {
  const {
    csrf,
    action,
    jobTitle,
    jobDescription,
    roles,
    providers,
    attestation,
    last,
    changedOn,
    errors = {},
    reported,
    late,
  } = props
  return (
    <>
      {late && (
        <Banner kind="warning" heading="Somebody else changed these roles meanwhile" focus>
          <p>Nothing of yours was saved. Below is what stands now.</p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
      {reported && <ReportedBanner reported={reported} />}
      {jobTitle && <p class="lead">{jobTitle}</p>}
      <p>{jobDescription ?? 'No job description is kept for this user.'}</p>
      <Form action={action} csrf={csrf}>
        <input type="hidden" name="last" value={String(last)} />
        <GrantFields roles={roles} providers={providers} attestation={attestation} errors={errors} />
        <JobChangeFields changedOn={changedOn} reported={reported} errors={errors} />
        <Buttons>
          <Button>{reported ? 'Change roles and send the report' : 'Change roles'}</Button>
          <ButtonLink href="/office/verification#next" kind="outline">
            Back
          </ButtonLink>
        </Buttons>
      </Form>
    </>
  )
}
