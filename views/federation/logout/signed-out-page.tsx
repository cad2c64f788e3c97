import { Banner } from '../../parts/banner.tsx'
import { ButtonLink, Buttons } from '../../parts/button.tsx'

/** Signed out here; what is about to become of the session at the provider, or has become of it. */
export function SignedOut(props: {
  /** The provider's name, where it is known which one signed the person out; null: it is not. */
  name: string | null
}) {
  return (
    <>
      <p class="lead">
        {props.name === null
          ? 'You are signed out of this portal.'
          : `You are signed out of this portal, and ${props.name} was asked to sign you out as well.`}
      </p>
      <SignInAgain />
    </>
  )
}

/** On the way to the provider; the page goes there by itself. */
export function OnTheWay(props: { name: string; to: string }) {
  return (
    <>
      <p class="lead">You are signed out of this portal. Next, {props.name} signs you out as well.</p>
      <Buttons>
        <ButtonLink href={props.to}>Go on to {props.name}</ButtonLink>
      </Buttons>
    </>
  )
}

/** Signed out here alone: whoever sits down at this computer next might come in again by the provider. */
export function SignedOutHere(props: { name: string; why: 'not-offered' | 'provider-down' }) {
  const { name, why } = props
  const reason = { 'not-offered': `${name} can’t be told from here.`, 'provider-down': `${name} does not answer.` }
  return (
    <>
      <Banner kind="warning" heading={`Your session at ${name} may still be open`}>
        <p>
          You are signed out of this portal. {reason[why]} Sign out there too, or close the browser, if others use this
          computer.
        </p>
      </Banner>
      <SignInAgain />
    </>
  )
}

function SignInAgain() {
  return (
    <Buttons>
      <ButtonLink href="/sign-in" kind="outline">
        Sign in again
      </ButtonLink>
    </Buttons>
  )
}
