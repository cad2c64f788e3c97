import { telephone } from '../format.ts'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'

/** On the way to an organization's own sign-in; the page goes there by itself. */
export function Leaving(props: { name: string; address: string }) {
  const { name, address } = props
  return (
    <>
      <p class="lead">You sign in there, and come back here by yourself.</p>
      <Buttons>
        <ButtonLink href={address}>Go on to {name}</ButtonLink>
      </Buttons>
    </>
  )
}

export const answerTitles = {
  denied: 'You were not signed in',
  'provider-down': 'Your organization’s sign-in does not answer',
  refused: 'You could not be signed in',
}

const answerWords: Record<keyof typeof answerTitles, (name: string) => string> = {
  denied: (name) => `${name} sent you back without signing you in: it was stopped there, or you may not come here.`,
  'provider-down': (name) => `${name} could not be reached in time. Signing in here with your password still works.`,
  refused: () =>
    'What came back from your organization’s sign-in could not be used. It may have waited too long, been opened in another browser, or been used before.',
}

/** What an organization's sign-in answered is not taken: one page for all that is wrong with it. */
export function AnswerRefused(props: { kind: keyof typeof answerTitles; name: string }) {
  const { kind, name } = props
  return (
    <Card>
      <p class="lead">{answerWords[kind](name)}</p>
      <h2>What you can do</h2>
      <ul>
        <li>Start again from the sign-in page.</li>
        <li>If you have a password here, sign in with it.</li>
        <li>If it stays so, tell whoever runs your organization’s sign-in.</li>
      </ul>
      <BackToSignIn />
    </Card>
  )
}

export const noAccessTitles = {
  'no-address': 'Your organization’s sign-in does not tell who you are',
  'no-account': 'You have no access yet',
  'other-identity': 'Your account is connected to somebody else',
  'no-department': 'You have no access here',
  ended: 'Your access has ended',
}

/** Signed in there, and nobody here: being known elsewhere approves nobody (II.B). */
export function NoAccessHere(props: { why: keyof typeof noAccessTitles; plan: { name: string; telephone: string } }) {
  const { why, plan } = props
  return (
    <Card>
      {why === 'no-account' && (
        <>
          <p class="lead">
            Your organization’s sign-in worked, but access to this portal is registered and approved here, once for each
            person.
          </p>
          <Buttons>
            <ButtonLink href="/register">Register</ButtonLink>
          </Buttons>
          <p>
            Use the e-mail address of your organization. If you have an account with another one,{' '}
            <a href="/sign-in">sign in with its password</a>.
          </p>
        </>
      )}
      {why === 'other-identity' && (
        <>
          <p class="lead">
            The account with your e-mail address is connected to another person of your organization’s sign-in, or to
            you as you were known there before.
          </p>
          <p>
            If you have a password here, <a href="/sign-in">sign in with it</a> and disconnect the other one in your
            profile, under “Security”. Else call us.
          </p>
        </>
      )}
      {why === 'no-address' && (
        <>
          <p class="lead">
            It says no e-mail address of yours that it has verified and may speak of. Without one nobody here can be
            found.
          </p>
          <p>Tell whoever runs your organization’s sign-in. If you have a password here, sign in with it.</p>
          <BackToSignIn />
        </>
      )}
      {(why === 'no-department' || why === 'ended') && (
        <>
          <p class="lead">
            {why === 'ended'
              ? 'Your organization’s sign-in names no department of yours any more, so your account here was ended just now.'
              : 'Your organization’s sign-in names no department of yours that has access here.'}
          </p>
          <p>
            If your work needs it, have your groups there put right, then call us.
            {why === 'ended' && ' An Enterprise Administrator can give the account back.'}
          </p>
        </>
      )}
      <p>
        {plan.name}: <a href={`tel:${plan.telephone}`}>{telephone(plan.telephone)}</a>
      </p>
    </Card>
  )
}

/** A session through an organization's sign-in works only for the offices that brought it. */
export function OtherOffice(props: { name: string; office: string }) {
  const { name, office } = props
  return (
    <Card>
      <p class="lead">
        You signed in through {name}, which does not speak for {office}.
      </p>
      <h2>What you can do</h2>
      <ul>
        <li>Sign out, and sign in with your password to work for {office}.</li>
        <li>
          <a href="/home">Stay where you were</a>.
        </li>
      </ul>
    </Card>
  )
}

function BackToSignIn() {
  return (
    <Buttons>
      <ButtonLink href="/sign-in">Back to the sign-in page</ButtonLink>
    </Buttons>
  )
}
