import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { otherWays, type OtherWays } from './other-ways.ts'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'

/** Before a page that shows or changes the account, a fresh second factor (III.F.1.c): by which way. */
export function ConfirmPage(props: {
  csrf: string
  next: string
  ways: OtherWays & { byText: boolean }
  errors?: FieldErrors | undefined
}) {
  const { csrf, next, ways, errors = {} } = props
  const all = otherWays('/confirm', ways, next)
  // The one that can't be read off a mailbox comes first, as it does at the sign-in.
  const best = ways.passkey || ways.app ? all[0] : undefined
  const others = best ? all.slice(1) : all
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        What comes next shows or changes who can reach members’ information, so we ask once more that it is you.
      </p>
      {best && (
        <Buttons>
          <ButtonLink href={best.href}>{best.label.replace(' instead', '')}</ButtonLink>
        </Buttons>
      )}
      <Buttons>
        <PostButton
          action="/confirm/passcode"
          csrf={csrf}
          kind={best ? 'outline' : 'primary'}
          fields={{ channel: 'email', next }}
        >
          Send me a code by e-mail
        </PostButton>
        {ways.byText && (
          <PostButton action="/confirm/passcode" csrf={csrf} fields={{ channel: 'text', next }}>
            Send it by text message
          </PostButton>
        )}
      </Buttons>
      {others.map(({ href, label }) => (
        <p>
          <a href={href}>{label}</a>
        </p>
      ))}
    </>
  )
}
