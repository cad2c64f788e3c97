import { day, telephone } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Form } from '../parts/form.tsx'
import { Status } from '../parts/status.tsx'
import { GrantFields, type ProviderChoice, type RoleChoice } from './grant-fields.tsx'
import type { UserDone } from '../../src/approval/users/form.ts'
import { JobChangeFields, ReportedBanner } from './job-change.tsx'
import { doneWords, endWords, factorWords, grantWords, stateOf, stateWords, type UserShown } from './user-words.ts'

export type UserPageProps = {
  csrf: string
  zone: string
  telephone: string
  user: UserShown
  roles: readonly RoleChoice[]
  providers: readonly ProviderChoice[]
  attestation: string
  /** The last attestation about the roles, so that of two changes at once the second is told. */
  last: number
  /** The day the job changed, as typed. */
  changedOn?: string | undefined
  errors?: FieldErrors | undefined
  late?: boolean | undefined
  /** The day that was typed makes it late: the plan will be told. */
  reported?: string | undefined
  done?: UserDone | undefined
}

/** One user of the office, and the form that changes their roles. */
export function UserPage(props: UserPageProps) {
  const { csrf, user, roles, providers, attestation, last, changedOn, errors = {}, late, reported, done } = props
  return (
    <>
      {done && (
        <Banner kind="success" heading={doneWords[done].heading} focus>
          <p>{doneWords[done].sentence}</p>
        </Banner>
      )}
      {late && (
        <Banner kind="warning" heading="Somebody else changed these roles meanwhile" focus>
          <p>Nothing of yours was saved. Below is what stands now.</p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
      {reported && <ReportedBanner reported={reported} />}
      <Card heading="What they do">
        <p class="lead">{user.jobDescription ?? 'No job description is kept for this user.'}</p>
        <Facts
          facts={[
            { label: 'Job', value: user.jobTitle },
            { label: 'E-mail', value: user.email },
            { label: 'Telephone', value: telephone(user.telephone) },
            { label: 'Roles', value: user.grants.map(grantWords).join('; ') || 'None' },
            { label: 'Administrator', value: user.isLoa === 1 ? 'Yes' : 'No' },
            { label: 'Approved on', value: day(user.approvedOn) },
            { label: 'Last used', value: user.lastUsedOn ? day(user.lastUsedOn) : 'Never' },
            { label: 'Sign-in', value: <Status {...stateOf(user)} /> },
            ...(endWords(user) ? [{ label: 'Access', value: endWords(user) }] : []),
            { label: 'Second factor', value: factorWords(user) },
          ]}
        />
        {user.state !== 'open' && <p>{stateWords[user.state].meaning}</p>}
        {user.state === 'disabled' && <p>{`Only the plan can open it again: call ${telephone(props.telephone)}.`}</p>}
      </Card>
      {user.isSelf ? (
        <p>Nobody changes their own roles. Another administrator of your office does, or the plan.</p>
      ) : user.state === 'disabled' ? (
        <p>Their roles can be changed once the plan has opened their access again.</p>
      ) : (
        <Card heading="Change roles">
          <Form action={`/office/users/${user.id}/roles`} csrf={csrf}>
            <input type="hidden" name="last" value={String(last)} />
            <GrantFields roles={roles} providers={providers} attestation={attestation} errors={errors} />
            <JobChangeFields changedOn={changedOn} reported={reported} errors={errors} />
            <Buttons>
              <Button>{reported ? 'Change roles and send the report' : 'Change roles'}</Button>
            </Buttons>
          </Form>
        </Card>
      )}
      {!user.isSelf && (
        <Card heading="End access">
          <p>Somebody who leaves, or doesn’t need the portal any more, loses access the same day.</p>
          <Buttons>
            <ButtonLink href={`/office/users/${user.id}/ending`} kind="outline">
              No longer works here
            </ButtonLink>
            {user.state !== 'disabled' && (
              <ButtonLink href={`/office/users/${user.id}/disabling`} kind="outline">
                Disable for now
              </ButtonLink>
            )}
          </Buttons>
        </Card>
      )}
    </>
  )
}
