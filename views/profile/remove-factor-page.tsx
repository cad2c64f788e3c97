import { Banner } from '../parts/banner.tsx'
import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'

const words = { passkey: 'passkey', app: 'authenticator app' } as const

/**
 * Before a passkey or an authenticator app is taken away: what is left then. The button's form has the field `sure`, by
 * which the last one goes.
 */
export function RemoveFactorPage(props: {
  csrf: string
  /** Where the removal is posted, and where to turn back. */
  action: string
  back: string
  kind: keyof typeof words
  /** Its owner's word for it. */
  name: string
  isLast: boolean
  /** It can't be removed: without it the plan could not get in when its identity provider fails. */
  isBreakGlass: boolean
}) {
  const { csrf, action, back, kind, name, isLast, isBreakGlass } = props
  if (isBreakGlass) return <BreakGlass back={back} name={name} />
  return (
    <>
      <p class="lead">
        The {words[kind]} “{name}” will no longer sign you in once it is removed.
      </p>
      {isLast && (
        <Banner kind="warning" heading="It is your last one">
          <p>
            After this codes that we send you confirm that it is you, and recovery codes and security questions if you
            have them. Whoever reads your mail can read the codes, too.
          </p>
        </Banner>
      )}
      <Buttons>
        <PostButton action={action} csrf={csrf} kind="danger" fields={{ sure: 'yes' }}>
          Remove it
        </PostButton>
        <ButtonLink href={back} kind="outline">
          Keep it
        </ButtonLink>
      </Buttons>
    </>
  )
}

function BreakGlass({ back, name }: { back: string; name: string }) {
  return (
    <>
      <p class="lead">
        “{name}” stays. The plan’s people sign in through the plan’s identity provider, and this is the last passkey of
        an administrator who does not. Should the provider fail, nobody else could let people in. Add another passkey
        first, here or for another administrator of information services.
      </p>
      <Buttons>
        <ButtonLink href={back}>Go back</ButtonLink>
      </Buttons>
    </>
  )
}
