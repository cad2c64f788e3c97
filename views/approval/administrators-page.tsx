import { time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Radios, Select } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Form } from '../parts/form.tsx'
import { type LoaShown, WhoIsLoa } from './who-is-loa.tsx'

export type AdministratorsPageProps = {
  csrf: string
  plan: string
  zone: string
  loas: readonly LoaShown[]
  named: readonly { name: string; fromName: string | null; sentAt: number }[]
  colleagues: readonly { id: string; name: string; email: string }[]
  typed?: { colleague: string; place: string } | undefined
  errors?: FieldErrors | undefined
  done?: boolean | undefined
}

/** Who administers the office, who is named to, and the form that names a colleague. */
export function AdministratorsPage(props: AdministratorsPageProps) {
  const { csrf, plan, zone, loas, named, colleagues, typed, errors = {}, done } = props
  return (
    <>
      {done && (
        <Banner kind="success" heading="Sent" focus>
          <p>{plan} confirms it. Until then everything stays as it is.</p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
      <WhoIsLoa loas={loas} plan={plan} />
      {named.length > 0 && (
        <Card heading={`Waiting for ${plan}`}>
          <ul class="plain">
            {named.map((one) => (
              <li>
                {one.name}
                {one.fromName && `, in place of ${one.fromName}`}, sent {time(one.sentAt, zone)}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card heading="Name an administrator">
        {colleagues.length === 0 ? (
          <p>There is no colleague to choose. Have them register for your office first.</p>
        ) : (
          <Form action="/office/administrators" csrf={csrf}>
            <Select
              name="colleague"
              label="Colleague"
              empty="Choose"
              choices={colleagues.map((one) => ({ value: one.id, label: `${one.name} (${one.email})` }))}
              value={typed?.colleague}
              error={errors.colleague}
            />
            <Radios
              name="place"
              label="They administer the office"
              choices={[
                { value: 'beside', label: 'Together with me' },
                {
                  value: 'instead',
                  label: 'In my place',
                  hint: 'You stay a user of the office with the roles you have.',
                },
              ]}
              value={typed?.place}
              error={errors.place}
            />
            <Buttons>
              <Button>Send to {plan}</Button>
            </Buttons>
          </Form>
        )}
      </Card>
    </>
  )
}
