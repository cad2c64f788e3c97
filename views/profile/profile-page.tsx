import { telephone } from '../format.ts'
import { Button, ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { ProfilePlaces } from './places.tsx'

export type ProfileProps = {
  csrf: string
  typed: {
    firstName: string
    lastName: string
    street: string
    city: string
    zip: string
    telephone: string
    jobTitle: string
  }
  errors?: FieldErrors
  email: string
  /** In E.164. */
  mobile: string | null
}

/** What the plan knows of this person, to be kept right by themself (III.G.1). */
export function ProfilePage(props: ProfileProps) {
  const { csrf, typed, errors = {}, email, mobile } = props
  return (
    <>
      <ProfilePlaces here="/profile" />
      <ErrorSummary errors={errors} />
      <Card heading="E-mail address">
        <Facts facts={[{ label: 'You sign in with', value: email }]} />
        <p>
          It names your account, so it never changes. With another address you register anew, and your office approves
          that account.
        </p>
      </Card>
      <Card heading="Mobile telephone">
        <Facts facts={[{ label: 'Codes can go to', value: mobile ? telephone(mobile) : 'no number yet' }]} />
        <Buttons>
          <ButtonLink href="/profile/mobile" kind="outline">
            {mobile ? 'Change the number' : 'Register a number'}
          </ButtonLink>
          {mobile && (
            <PostButton action="/profile/mobile/removal" csrf={csrf} kind="plain">
              Remove it
            </PostButton>
          )}
        </Buttons>
      </Card>
      <Card heading="You and your job">
        <Form action="/profile" csrf={csrf}>
          <Field
            name="firstName"
            label="First name"
            value={typed.firstName}
            autocomplete="given-name"
            error={errors.firstName}
          />
          <Field
            name="lastName"
            label="Last name"
            value={typed.lastName}
            autocomplete="family-name"
            error={errors.lastName}
          />
          <Field
            name="street"
            label="Street address"
            value={typed.street}
            autocomplete="street-address"
            error={errors.street}
          />
          <Field name="city" label="City" value={typed.city} autocomplete="address-level2" error={errors.city} />
          <Field
            name="zip"
            label="ZIP code"
            value={typed.zip}
            autocomplete="postal-code"
            inputmode="numeric"
            width="small"
            error={errors.zip}
          />
          <Field
            name="telephone"
            label="Telephone"
            type="tel"
            value={typed.telephone}
            autocomplete="tel"
            inputmode="tel"
            width="medium"
            error={errors.telephone}
          />
          <Field
            name="jobTitle"
            label="Job title"
            value={typed.jobTitle}
            autocomplete="organization-title"
            error={errors.jobTitle}
          />
          <Buttons>
            <Button>Save</Button>
          </Buttons>
        </Form>
      </Card>
    </>
  )
}
