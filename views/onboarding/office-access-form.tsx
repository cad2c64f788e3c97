import type { Block } from '../../src/documents/document.ts'
import type { TypedRequest } from '../../src/onboarding/form.ts'
import { Text as Agreement } from '../documents/text.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Form } from '../parts/form.tsx'
import { Field } from '../parts/field.tsx'
import { RequestFields } from './request-fields.tsx'

export type OfficeAccessProps = {
  csrf: string
  plan: string
  telephone: string
  states: readonly string[]
  agreement: { id: string; title: string; version: number; blocks: readonly Block[] }
  typed: Partial<TypedRequest>
  errors: FieldErrors
  /** A new version was published since the form was opened. */
  changed?: boolean
}

/** An office asks for access and signs the Access Agreement, on one page (III.A.1.a). */
export function OfficeAccessForm(props: OfficeAccessProps) {
  const { csrf, plan, telephone, states, agreement, typed, errors, changed } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      {changed && (
        <Banner kind="warning" heading="The agreement was changed while you were here">
          <p>What you typed is still there. Read the new version below, then sign it.</p>
        </Banner>
      )}
      <p class="lead">
        Offices that work with {plan} ask here for access to members’ eligibility, claims and referrals. It takes about
        ten minutes, and somebody who may sign for the office.
      </p>
      <p>You need the office’s tax id and NPI. Rather on paper? Call us at {telephone}.</p>
      <Form action="/office-access" csrf={csrf}>
        <input type="hidden" name="document" value={agreement.id} />
        <RequestFields typed={typed} errors={errors} states={states} />
        <Card heading={agreement.title}>
          <p>Version {agreement.version}. Please read all of it: signing binds the office. We send you a copy.</p>
          <div class="agreement" tabindex={0} role="region" aria-label={agreement.title}>
            <Agreement blocks={agreement.blocks} />
          </div>
        </Card>
        <Card heading="Signature">
          <p>
            By typing your name you sign the agreement above for the office. Date, time and IP address are kept with it.
          </p>
          <Field
            name="signedName"
            label="Your full name"
            value={typed.signedName}
            error={errors.signedName}
            autocomplete="name"
            maxlength={120}
          />
          <Field
            name="signedTitle"
            label="Your title"
            hint="Such as owner, partner or office manager"
            value={typed.signedTitle}
            error={errors.signedTitle}
            autocomplete="organization-title"
            maxlength={120}
          />
          <Checkbox
            name="consent"
            label="I agree to sign electronically, and I may sign for this office"
            error={errors.consent}
          />
          <Buttons>
            <Button>Sign and send</Button>
          </Buttons>
        </Card>
      </Form>
    </>
  )
}
