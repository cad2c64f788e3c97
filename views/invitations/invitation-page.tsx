import { Buttons, PostButton } from '../parts/button.tsx'

/** Why an invitation can't be followed. */
export type InvitationClosed = 'unknown' | 'other-address' | 'revoked' | 'used' | 'expired' | 'office-closed'

/** The page's title for each. */
export const closedTitles: Record<InvitationClosed, string> = {
  unknown: 'This invitation doesn’t work',
  'other-address': 'This invitation doesn’t work',
  revoked: 'This invitation was withdrawn',
  used: 'This invitation was used',
  expired: 'This invitation has expired',
  'office-closed': 'This office has no access now',
}

const sentences: Record<InvitationClosed, string> = {
  unknown:
    'The link is not whole: sometimes a mail program breaks a long link in two. Open it from the e-mail once more, or copy all of it.',
  'other-address': 'The link is for another e-mail address. Open it from the e-mail that you were sent.',
  revoked: 'Whoever invited you has withdrawn it. Ask them whether they will invite you anew.',
  used: 'You have registered with it already. You hear by e-mail how it goes on; if you have set your password, sign in.',
  expired: 'Ask whoever invited you for a new one.',
  'office-closed': 'The access of the office that it is for has ended, so it can’t be used now.',
}

/** An invitation that can't be followed: why, and what to do. */
export function InvitationClosedPage(props: { why: InvitationClosed; telephone: string }) {
  return (
    <>
      <p class="lead">{sentences[props.why]}</p>
      <p>If that doesn’t help, call us at {props.telephone}.</p>
    </>
  )
}

/** An open invitation. Nothing happens before the button is pressed: mail programs open links by themselves. */
export function InvitationPage(props: { csrf: string; link: string; plan: string; office: string | null }) {
  const { csrf, link, plan, office } = props
  return (
    <>
      <p class="lead">
        {office
          ? `${office} has named you as a Local Office Administrator: you will approve who in the office gets access to the portal, and to what.`
          : `You are invited to work in the portal as staff of ${plan}.`}
      </p>
      <p>
        You prove your e-mail address with a code, tell who you are, agree to the terms, and take the training. You can
        stop at any time.
      </p>
      <Buttons>
        <PostButton action="/invitation" csrf={csrf} kind="primary" fields={{ link }}>
          Send me a code and begin
        </PostButton>
      </Buttons>
    </>
  )
}
