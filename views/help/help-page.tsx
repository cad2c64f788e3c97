import { telephone } from '../format.ts'
import { Card } from '../parts/card.tsx'

type HelpProps = {
  plan: { name: string; telephone: string }
  policy: {
    LOCK_AFTER_FAILURES: number
    PASSCODE_LASTS: number
    SESSION_CLOSES_AFTER: number
    PASSWORD_LASTS: number
    DORMANT_AFTER: number
  }
}

/** The questions people call about, answered before they call. */
export function Help({ plan, policy }: HelpProps) {
  return (
    <>
      <p class="lead">
        Call {plan.name} at <a href={`tel:${plan.telephone}`}>{telephone(plan.telephone)}</a> whenever you can’t go on
        by yourself.
      </p>
      <Card heading="My account is locked">
        <p>
          After {policy.LOCK_AFTER_FAILURES} wrong passwords in a row an account locks, and it stays locked.{' '}
          <a href="/forgot-password">Choose a new password</a>: with it the account opens again. Or call us: we make
          sure that it is you, and unlock it.
        </p>
      </Card>
      <Card heading="I have forgotten my password">
        <p>
          We send you an e-mail with a link and a code: <a href="/forgot-password">choose a new password</a>.
        </p>
      </Card>
      <Card heading="The code doesn’t come">
        <p>
          A code takes a few seconds. Look in your spam folder; it works for {policy.PASSCODE_LASTS} minutes, and only
          the newest one works.
        </p>
      </Card>
      <Card heading="I was signed out">
        <p>
          After {policy.SESSION_CLOSES_AFTER} minutes without activity a session closes, so that nobody reads over an
          empty chair. Sign in again and you are back where you were.
        </p>
      </Card>
      <Card heading="I can’t sign in though my password is right">
        <p>
          A password is good for {policy.PASSWORD_LASTS} days, and an account that nobody used for more than{' '}
          {policy.DORMANT_AFTER} days is closed until you <a href="/forgot-password">choose a new password</a>. The page
          after the sign-in tells you which it is and what to do.
        </p>
      </Card>
      <Card heading="This wasn’t me: somebody else used my account" id="not-me">
        <p>
          Call us at once. <a href="/forgot-password">Choose a new password</a>: it ends every session of your account
          and forgets every device that was known.
        </p>
      </Card>
      <Card heading="I saw something that is not right">
        <p>Tell us at once, whatever it is: the same number, day and night. You don’t have to be sure.</p>
      </Card>
    </>
  )
}
