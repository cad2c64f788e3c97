import { count, dayAt } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'

const PATH = '/profile/security/recovery-codes'

/** How many were made last and are left; `areFew`: new ones are wanted. */
export type Recovery = { made: number; left: number; madeAt: number | null; areFew: boolean }

/** Few recovery codes are left. */
export function FewRecoveryCodes({ left }: { left: number }) {
  return (
    <Banner
      kind="warning"
      heading={`${left === 0 ? 'No recovery code is' : `Only ${count(left, 'recovery code is', 'recovery codes are')}`} left`}
    >
      <p>
        <a href={PATH}>Make new ones</a> while you can sign in.
      </p>
    </Banner>
  )
}

/** One's own recovery codes, on the page about signing in. */
export function RecoveryCard({ recovery, zone }: { recovery: Recovery; zone: string }) {
  const { made, left, madeAt } = recovery
  return (
    <Card heading="Recovery codes">
      <p>
        {made === 0
          ? 'You have none. On paper, they let you in when your telephone or computer is lost.'
          : `${left} of ${made} are left. You made them on ${dayAt(madeAt, zone)}.`}
      </p>
      <Buttons>
        <ButtonLink href={PATH} kind="outline">
          {made === 0 ? 'Make recovery codes' : 'Make new ones'}
        </ButtonLink>
      </Buttons>
    </Card>
  )
}

/** Before codes are made: what they are for, and that those before end. */
export function MakeRecoveryCodes(props: { csrf: string; recovery: Recovery; howMany: number }) {
  const { csrf, recovery, howMany } = props
  return (
    <>
      <p class="lead">
        Recovery codes are for the day on which your telephone or computer is lost. You get {howMany}; each confirms
        once that it is you.
      </p>
      <p>
        They are shown once. Have paper or a printer at hand, and keep them where you keep other papers, not in your
        mail.
      </p>
      {recovery.left > 0 && (
        <Banner kind="info" heading={`You have ${count(recovery.left, 'code', 'codes')} left`}>
          <p>Once you make new ones, these no longer work.</p>
        </Banner>
      )}
      <Buttons>
        <PostButton action={PATH} csrf={csrf} kind="primary">
          {recovery.made === 0 ? `Make ${howMany} codes` : `Make ${howMany} new codes`}
        </PostButton>
        <ButtonLink href="/profile/security" kind="plain">
          Not now
        </ButtonLink>
      </Buttons>
    </>
  )
}

/** The codes that were just made, each in groups of four. */
export function RecoveryCodes(props: { codes: string[]; plan: string }) {
  const { codes, plan } = props
  return (
    <>
      <p>Recovery codes for the {plan} provider portal. Each works once, in place of a code by e-mail.</p>
      <ol class="codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>Print or copy them now: they are not shown again. Those that you had before no longer work.</p>
      <Buttons>
        <ButtonLink href="/profile/security">I have kept them</ButtonLink>
      </Buttons>
    </>
  )
}
