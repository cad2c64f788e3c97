import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'

/** How a registration stands. */
export type RegistrationStatus =
  | { is: 'waiting'; by: 'loa' | 'plan' }
  | { is: 'approved' }
  | { is: 'denied'; reason: string | null }
  | { is: 'over' }
  | { is: 'revoked' }
  | { is: 'office-closed' }

/** The page's title for each. */
export const statusTitles: Record<RegistrationStatus['is'], string> = {
  waiting: 'Your request is on its way',
  approved: 'Your account is approved',
  denied: 'Your request was denied',
  over: 'This registration is over',
  revoked: 'This invitation was withdrawn',
  'office-closed': 'This office has no access now',
}

/** What became of the request, and what to do. */
export function StatusPage(props: { status: RegistrationStatus; plan: { name: string; telephone: string } }) {
  const { status, plan } = props
  switch (status.is) {
    case 'waiting':
      return (
        <>
          <p class="lead">
            {status.by === 'loa'
              ? 'The Local Office Administrator of your office decides on it, and was told by e-mail.'
              : `${plan.name} decides on it, and may call your office to confirm that you work there.`}
          </p>
          <Card heading="What happens next">
            <p>
              You get an e-mail as soon as it is decided. If it is approved, that e-mail has the link to choose your
              password. You don’t need to wait here: this page can be closed.
            </p>
          </Card>
        </>
      )
    case 'approved':
      return (
        <>
          <p class="lead">We sent you an e-mail with the link to choose your password. After that you can sign in.</p>
          <p>Look in your spam folder if it isn’t there within some minutes, or call us at {plan.telephone}.</p>
          <Buttons>
            <ButtonLink href="/sign-in">Sign in</ButtonLink>
          </Buttons>
        </>
      )
    case 'denied':
      return (
        <>
          {status.reason && (
            <p class="lead">
              The reason given: <q>{status.reason}</q>
            </p>
          )}
          <p>
            If you think that this is a mistake, speak with the Local Office Administrator of your office, or call us at{' '}
            {plan.telephone}. You may register again.
          </p>
          <Again />
        </>
      )
    case 'over':
      return (
        <>
          <p class="lead">
            It was not sent, because another registration with your e-mail address was, or it was withdrawn.
          </p>
          <p>You hear by e-mail of the one that was sent. Call us at {plan.telephone} if you have questions.</p>
          <Again />
        </>
      )
    case 'revoked':
      return (
        <p class="lead">Nothing was sent. Ask whoever invited you for a new one, or call us at {plan.telephone}.</p>
      )
    case 'office-closed':
      return (
        <p class="lead">
          The invitation is for an office whose access has ended, so it can’t be used now. Please call us at{' '}
          {plan.telephone}.
        </p>
      )
    default:
      return status satisfies never
  }
}

function Again() {
  return (
    <Buttons>
      <ButtonLink href="/register" kind="outline">
        Register again
      </ButtonLink>
    </Buttons>
  )
}
