import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { QrCode } from '../parts/qr-code.tsx'

export type NewAppProps = {
  csrf: string
  /** The secret, sealed: what the form brings back. */
  offer: string
  /** The same in letters, in groups of four, and as the address that apps take it over by. */
  letters: string
  address: string
  minutes: number
  nameAtMost: number
  name?: string | undefined
  errors?: FieldErrors | undefined
}

/** A new authenticator app: its secret as a picture and in letters, then its first code. */
export function NewAppPage(props: NewAppProps) {
  const { csrf, offer, letters, address, minutes, nameAtMost, name, errors = {} } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        An authenticator app on your telephone or computer shows a new six-digit code every half minute. With it you
        need no e-mail to sign in.
      </p>
      <h2>1. Give it the key</h2>
      <p>In the app choose to add an account, and scan this picture.</p>
      <QrCode
        id="key"
        text={address}
        title="Picture of the key"
        desc="For the camera of your authenticator app. Below it the same key stands in letters."
      />
      <p>
        Is the app on this device? <a href={address}>Open it with the key</a>.
      </p>
      <p>Or type this key into the app, choosing “time-based” if it asks:</p>
      <p class="spelled">
        <code>{letters}</code>
      </p>
      <h2>2. Type its first code</h2>
      <Form action="/profile/security/apps" csrf={csrf}>
        <Hidden fields={{ offer }} />
        <Field
          name="name"
          label="A name for the app"
          hint="For yourself, such as “My telephone”."
          autocomplete="off"
          width="medium"
          maxlength={nameAtMost}
          value={name}
          error={errors.name}
        />
        <Field
          name="code"
          label="Code that the app shows"
          hint={`Six digits. This key waits ${minutes} minutes for it.`}
          inputmode="numeric"
          autocomplete="one-time-code"
          width="small"
          maxlength={16}
          error={errors.code}
        />
        <Buttons>
          <Button>Add the app</Button>
          <ButtonLink href="/profile/security" kind="plain">
            Cancel
          </ButtonLink>
        </Buttons>
      </Form>
    </>
  )
}

/** The account has as many apps as it may. */
export function EnoughApps(props: { most: number }) {
  return (
    <>
      <p class="lead">
        You have {props.most} authenticator apps, and more are not possible. Remove one that you no longer use first.
      </p>
      <Buttons>
        <ButtonLink href="/profile/security">Go back</ButtonLink>
      </Buttons>
    </>
  )
}
