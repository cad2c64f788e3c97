import { telephone } from '../format.ts'
import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'

/** A link of a mail that leads nowhere, and what to do instead. */
export function LinkPage(props: {
  csrf: string
  /** What to do: ask for another link, or begin again. */
  way: 'new-link' | 'sign-in' | 'forgotten'
  plan: { name: string; telephone: string }
}) {
  const { csrf, way, plan } = props
  return (
    <>
      <p class="lead">
        {way === 'new-link'
          ? 'This link has waited too long. Nothing is lost: we can send you a new one.'
          : 'The link was used already, has waited too long, or is not complete. A link works once.'}
      </p>
      <Buttons>
        {way === 'new-link' && (
          <PostButton action="/password/set-up/link" csrf={csrf} kind="primary">
            Send me a new link
          </PostButton>
        )}
        {way === 'sign-in' && <ButtonLink href="/sign-in">Sign in</ButtonLink>}
        {way !== 'new-link' && (
          <ButtonLink href="/forgot-password" kind={way === 'forgotten' ? 'primary' : 'outline'}>
            Choose a new password
          </ButtonLink>
        )}
      </Buttons>
      <p>
        {plan.name}: <a href={`tel:${plan.telephone}`}>{telephone(plan.telephone)}</a>
      </p>
    </>
  )
}

/** The same words, whether or not anything was sent. */
export function LinkSent(props: { hours: number }) {
  return (
    <p class="lead">
      If the link was yours, a new one is on its way to the same e-mail address. It works for {props.hours} hours, and
      the one before it no longer does.
    </p>
  )
}
