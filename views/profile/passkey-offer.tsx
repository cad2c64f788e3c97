import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'

/** To somebody who signed in by password and code: that there is something quicker. It can be put off. */
export function PasskeyOffer({ csrf, alone }: { csrf: string; alone: boolean }) {
  return (
    <Card heading={alone ? 'Sign in without a password' : 'Sign in without a code'}>
      <p>
        With a passkey your finger, your face or your device’s PIN is enough{alone ? '' : ' after the password'}. It is
        quicker, and a false website can’t steal it.
      </p>
      <Buttons>
        <ButtonLink href="/profile/security/passkeys" kind="outline">
          Add a passkey
        </ButtonLink>
        <PostButton action="/profile/security/passkeys/later" csrf={csrf} kind="plain">
          Not now
        </PostButton>
      </Buttons>
    </Card>
  )
}
