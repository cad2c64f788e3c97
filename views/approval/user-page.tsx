import { day, telephone } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Form } from '../parts/form.tsx'
import { Status } from '../parts/status.tsx'
import { GrantFields, type ProviderChoice, type RoleChoice } from './grant-fields.tsx'
import { factorWords, grantWords, signInState, type UserShown } from './user-words.ts'

export type UserPageProps = {
  csrf: string
  zone: string
  user: UserShown
  roles: readonly RoleChoice[]
  providers: readonly ProviderChoice[]
  attestation: string
  /** The last attestation about the roles, so that of two changes at once the second is told. */
  last: number
  errors?: FieldErrors | undefined
  late?: boolean | undefined
  done?: boolean | undefined
}

/** One user of the office, and the form that changes their roles. */
export function UserPage(props: UserPageProps) {
  const { csrf, user, roles, providers, attestation, last, errors = {}, late, done } = props
  return (
    <>
      {done && (
        <Banner kind="success" heading="Roles changed" focus>
          <p>What is open of theirs obeys from the next page on.</p>
        </Banner>
      )}
      {late && (
        <Banner kind="warning" heading="Somebody else changed these roles meanwhile" focus>
          <p>Nothing of yours was saved. Below is what stands now.</p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
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
            { label: 'Sign-in', value: <Status {...signInState(user)} /> },
            { label: 'Second factor', value: factorWords(user) },
          ]}
        />
      </Card>
      {user.isSelf ? (
        <p>Nobody changes their own roles. Another administrator of your office does, or the plan.</p>
      ) : (
        <Card heading="Change roles">
          <Form action={`/office/users/${user.id}/roles`} csrf={csrf}>
            <input type="hidden" name="last" value={String(last)} />
            <GrantFields roles={roles} providers={providers} attestation={attestation} errors={errors} />
            <Buttons>
              <Button>Change roles</Button>
            </Buttons>
          </Form>
        </Card>
      )}
    </>
  )
}
