import type { Child } from 'hono/jsx'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons, PostButton } from '../parts/button.tsx'
import { Csrf } from '../parts/csrf.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { RememberDevice } from './remember-device.tsx'

/** What a page with a passkey's form loads: the library, and what ties it to the form. */
export const passkeyScripts = ['/webauthn.js', '/passkeys.js'] as const

/**
 * A form that a passkey fills in. It is in sight only where scripts run and the browser has passkeys: then its `passkey`
 * field takes the browser's word, and it is sent. `options`: how the passkey is asked, as JSON; or `optionsAt`: where
 * that is fetched at the moment it is wanted. `offered`: the browser also offers it in the field for the e-mail address.
 */
export function PasskeyAsked(props: {
  ask: 'get' | 'create'
  action: string
  csrf: string
  options?: string | undefined
  optionsAt?: string | undefined
  offered?: boolean | undefined
  fields?: Record<string, string> | undefined
  children?: Child
}) {
  const { ask, action, csrf, options, optionsAt, offered, fields = {}, children } = props
  return (
    <form
      class="form"
      method="post"
      action={action}
      novalidate
      hidden
      data-passkey={ask}
      data-options={options}
      data-options-at={optionsAt}
      data-offered={offered ? 'yes' : undefined}
    >
      <Csrf token={csrf} />
      <input type="hidden" name="passkey" />
      <Hidden fields={fields} />
      {children}
      <p class="usa-error-message" role="alert" data-failed hidden>
        The passkey wasn’t used. Try again, or take another way.
      </p>
      <p class="usa-error-message" role="alert" data-known hidden>
        This device has a passkey for your account already.
      </p>
    </form>
  )
}

/**
 * Said instead of the form, until the script has shown the form: so it stands there where scripts don't run, or didn't
 * come, and where the browser has no passkeys.
 */
export function WithoutPasskeys({ children }: { children: Child }) {
  return (
    <div data-no-passkeys>
      <Banner kind="info" heading="Passkeys don’t work in this browser as it is.">
        <p>They need scripts, and a browser that knows passkeys. {children}</p>
      </Banner>
    </div>
  )
}

/** A passkey as second factor, and what to do without it. */
export function PasskeyForm(props: {
  csrf: string
  action: string
  /** Hidden fields that go with it: where the person wanted to go. */
  fields: Record<string, string>
  options: string
  errors?: FieldErrors | undefined
  /** Offers to make the device known for so many days. */
  remember?: { checked: boolean; days: number } | undefined
  /** Where a code by e-mail is asked for; undefined where there is none. */
  sendAction?: string | undefined
  otherWays: readonly { href: string; label: string }[]
}) {
  const { csrf, action, fields, options, errors = {}, remember, sendAction, otherWays } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        Use the passkey that you added: your device asks for your finger, your face or its PIN, or for your security
        key.
      </p>
      <WithoutPasskeys>Take another way below.</WithoutPasskeys>
      <PasskeyAsked ask="get" action={action} csrf={csrf} options={options} fields={fields}>
        <RememberDevice remember={remember} asks="more" />
        <Buttons>
          <Button>Use a passkey</Button>
        </Buttons>
      </PasskeyAsked>
      <h2>No passkey at hand?</h2>
      {sendAction && (
        <Buttons>
          <PostButton action={sendAction} csrf={csrf} fields={{ channel: 'email', ...fields }}>
            Send me a code by e-mail
          </PostButton>
        </Buttons>
      )}
      {otherWays.map(({ href, label }) => (
        <p>
          <a href={href}>{label}</a>
        </p>
      ))}
    </>
  )
}
