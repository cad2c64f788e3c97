import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EndsBanner } from '../passwords/ends-banner.tsx'
import { MemberSearchForm } from '../members/search-form.tsx'

type HomeProps = {
  csrf: string
  members: boolean
  claims: boolean
  audit: boolean
  staff: boolean
  office?: string | undefined
  /** When the password ends, if that is soon. */
  ends: { on: string; left: number } | null
}

/** What this person can do here. */
export function Home(props: HomeProps) {
  const { csrf, members, claims, audit, staff, office, ends } = props
  const nothing = !members && !claims && !audit && !staff
  return (
    <>
      <EndsBanner ends={ends} />
      {office && <p class="lead">You are working for {office}.</p>}
      {members && (
        <Card heading="Look up a member">
          <MemberSearchForm csrf={csrf} />
        </Card>
      )}
      {claims && (
        <Card heading="Claims">
          <p>Find your office’s claims by number, member, date or status.</p>
          <Buttons>
            <ButtonLink href="/claims">See claims</ButtonLink>
          </Buttons>
        </Card>
      )}
      {audit && (
        <Card heading="Audit log">
          <p>Who did what, when, and whose information they saw. Looking is itself recorded.</p>
          <Buttons>
            <ButtonLink href="/staff/audit">Search the audit log</ButtonLink>
          </Buttons>
        </Card>
      )}
      {nothing && (
        <Card heading="No role yet">
          <p>Your account has no role for this office. Ask your Local Office Administrator for what your job needs.</p>
        </Card>
      )}
      <Card heading="Your sign-in">
        <p>Signed in somewhere you are not any more? This ends every session of your account, this one too.</p>
        <PostButton action="/sign-out/everywhere" csrf={csrf}>
          Sign out everywhere
        </PostButton>
        <p>
          <a href="/password">Choose a new password</a>
        </p>
      </Card>
    </>
  )
}
