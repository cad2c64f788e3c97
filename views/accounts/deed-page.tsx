import type { DeedRefusal } from '../../src/staff/accounts/deed.ts'
import { day } from '../format.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { type DeedWords, refusalWords } from './words.ts'

export type DeedPageProps = {
  action: string
  csrf: string
  words: DeedWords
  /** Why it can't be done; null: it can. */
  refusal: DeedRefusal | null
  email: string
  office?: string
  /** The state that the page shows: what came meanwhile is not decided by this form. */
  was: string
  asksDate: boolean
  /** The day on which the access ends, if it is ended now. */
  revokesOn?: string
  typed?: { reason: string; changedOn: string } | undefined
  errors?: FieldErrors | undefined
}

/** One deed: what comes of it, the reason that is kept with it, and its button. */
export function DeedPage(props: DeedPageProps) {
  const { action, csrf, words, refusal, email, office, was, asksDate, revokesOn, typed, errors = {} } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <Facts facts={[{ label: 'E-mail', value: email }, ...(office ? [{ label: 'Office', value: office }] : [])]} />
      {refusal ? (
        <Empty heading="This can’t be done now">
          <p>{refusalWords[refusal]}</p>
        </Empty>
      ) : (
        <>
          <p>{words.sentence}</p>
          <Form action={action} csrf={csrf}>
            <Hidden fields={{ was }} />
            {asksDate && (
              <Field
                name="changedOn"
                label={words.dateLabel ?? 'On'}
                hint={
                  revokesOn
                    ? `As the office says. The access is revoked on ${day(revokesOn)} or, for a day to come, after it.`
                    : 'As they or their office say.'
                }
                type="date"
                width="medium"
                value={typed?.changedOn}
                error={errors.changedOn}
              />
            )}
            <Textarea
              name="reason"
              label="Why"
              hint={words.reasonHint ?? 'It is kept with the change, for whoever looks at it later.'}
              maxlength={1000}
              value={typed?.reason}
              error={errors.reason}
            />
            <Buttons>
              <Button kind={words.danger ? 'danger' : 'primary'}>{words.button}</Button>
            </Buttons>
          </Form>
        </>
      )}
    </>
  )
}
