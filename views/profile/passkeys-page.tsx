import type { PasskeyShown } from '../../src/second-factor/passkeys/passkey.ts'
import { time } from '../format.ts'
import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { PasskeyAsked, WithoutPasskeys } from '../second-factor/passkey-form.tsx'

const PATH = '/profile/security/passkeys'

export type PasskeysProps = {
  csrf: string
  zone: string
  passkeys: readonly PasskeyShown[]
  /** How a new one is asked for, as JSON; null: there are as many as there may be. */
  options: string | null
  most: number
  /** Whether a passkey signs in without the password. */
  alone: boolean
  /** What was typed for a new one's name. */
  name?: string | undefined
  errors?: FieldErrors | undefined
}

/** One's passkeys: add, rename, remove. */
export function PasskeysPage(props: PasskeysProps) {
  const { csrf, zone, passkeys, options, most, alone, name, errors = {} } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        A passkey is a key that your device keeps, opened by your finger, your face or a PIN. It works on this site
        alone, so nobody can trick you out of it.{' '}
        {alone ? 'It signs you in without your password.' : 'It takes the place of the code.'}
      </p>
      {passkeys.length === 0 && (
        <Empty heading="You have no passkey yet">
          <p>Add one on each device that you use, or one that your devices share.</p>
        </Empty>
      )}
      {passkeys.map((passkey) => (
        <Passkey csrf={csrf} zone={zone} passkey={passkey} />
      ))}
      <Card heading="Add a passkey">
        {options === null ? (
          <p>You have {most} passkeys, which is as many as there can be. Remove one that you no longer use.</p>
        ) : (
          <>
            <WithoutPasskeys>
              Come back with another browser to add one. Codes by e-mail work everywhere.
            </WithoutPasskeys>
            <PasskeyAsked ask="create" action={PATH} csrf={csrf} options={options}>
              <Field
                name="name"
                label="What do you call it?"
                hint="A name that tells you later where it is, such as “Telephone”."
                autocomplete="off"
                maxlength={60}
                value={name}
                error={errors.name}
              />
              <Buttons>
                <Button>Add a passkey</Button>
              </Buttons>
            </PasskeyAsked>
          </>
        )}
      </Card>
    </>
  )
}

function Passkey({ csrf, zone, passkey }: { csrf: string; zone: string; passkey: PasskeyShown }) {
  return (
    <Card heading={passkey.name}>
      <Facts
        facts={[
          { label: 'Added', value: time(passkey.addedAt, zone) },
          { label: 'Last used', value: passkey.usedAt === null ? 'Not yet' : time(passkey.usedAt, zone) },
          { label: 'Kept', value: passkey.isSynced ? 'On all devices of your password manager' : 'On one device' },
        ]}
      />
      <details>
        <summary>
          Rename <span class="usa-sr-only">{passkey.name}</span>
        </summary>
        <Form action={`${PATH}/${passkey.id}/name`} csrf={csrf} id={`name-${passkey.id}`}>
          <label class="usa-label" for={`new-${passkey.id}`}>
            New name
          </label>
          <input
            class="usa-input"
            id={`new-${passkey.id}`}
            name="name"
            value={passkey.name}
            maxlength={60}
            autocomplete="off"
          />
          <Buttons>
            <Button kind="outline">Rename it</Button>
          </Buttons>
        </Form>
      </details>
      <Buttons>
        <ButtonLink href={`${PATH}/${passkey.id}/removal`} kind="outline">
          Remove <span class="usa-sr-only">{passkey.name}</span>
        </ButtonLink>
      </Buttons>
    </Card>
  )
}
