import { day, telephone } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { LateBanner } from './late-banner.tsx'

export type LeavingPageProps = {
  csrf: string
  kind: 'ended' | 'disabled'
  id: string
  name: string
  email: string
  today: string
  /** The first day without the access, where an end is set. */
  endedOn: string | null
  /** There is nothing left to close. */
  isClosed: boolean
  /** Why the reader can't do it; null: they can. */
  bar: 'self' | 'last-loa' | null
  /** Business days within which access is ended. */
  allowed: number
  telephone: string
  typed?: { changedOn: string; reason: string } | undefined
  errors?: FieldErrors | undefined
  /** The day that was typed makes it late: the plan will be told. */
  late?: string | undefined
  /** Somebody else was quicker. */
  meanwhile?: boolean | undefined
}

const words = {
  ended: {
    path: 'ending',
    dayLabel: 'Last day of their job at your office',
    dayHint: 'The day the employment ended or will end.',
    until: (today: string) =>
      `today, ${day(today)}, as soon as you send this. Where the job ends on a day to come: at the end of that day.`,
    button: 'End access',
  },
  disabled: {
    path: 'disabling',
    dayLabel: 'Day from which they don’t need access',
    dayHint: 'Today, or the day it was no longer needed for their job.',
    until: (today: string) => `today, ${day(today)}, as soon as you send this.`,
    button: 'Disable access',
  },
} as const

/** Ends or disables somebody's access: the day the job ended is typed, the day the access ends is shown (III.M.3). */
export function LeavingPage(props: LeavingPageProps) {
  const { csrf, kind, id, name, email, today, endedOn, isClosed, bar, allowed, typed, errors = {}, late } = props
  const { path, dayLabel, dayHint, until, button } = words[kind]
  return (
    <>
      {props.meanwhile && (
        <Banner kind="warning" heading="Somebody else was quicker, or your own access changed" focus>
          <p>Nothing of yours was saved. Below is what stands now.</p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
      {late && <LateBanner late={late} today={today} allowed={allowed} />}
      <Facts
        facts={[
          { label: 'Name', value: name },
          { label: 'E-mail', value: email },
        ]}
      />
      {isClosed ? (
        <p>{closedWords(props)}</p>
      ) : bar ? (
        <p>{barWords(props)}</p>
      ) : (
        <Card heading={button}>
          {endedOn && <p>{endSetWords(props)}</p>}
          {kind === 'disabled' && (
            <p>{`Your office can’t undo this: only the plan can open the access again, at ${telephone(props.telephone)}.`}</p>
          )}
          <p>
            <strong>Access ends:</strong> {until(today)}
          </p>
          <Form action={`/office/users/${id}/${path}`} csrf={csrf}>
            {late && <input type="hidden" name="knows" value={late} />}
            <Field
              name="changedOn"
              label={dayLabel}
              hint={dayHint}
              type="date"
              value={typed?.changedOn}
              error={errors.changedOn}
              width="medium"
            />
            <Textarea
              name="reason"
              label="Why"
              hint="Kept with the change; the administrators of your office and the plan can read it. Nothing about members, please."
              value={typed?.reason}
              error={errors.reason}
              rows={2}
              maxlength={500}
              optional={kind === 'ended'}
            />
            <Buttons>
              <Button kind="danger">{late ? `${button} and send the report` : button}</Button>
              <a href="/office/users">Don’t change anything</a>
            </Buttons>
          </Form>
        </Card>
      )}
    </>
  )
}

function closedWords({ kind, endedOn, today, telephone: number }: LeavingPageProps): string {
  if (endedOn !== null && endedOn <= today)
    return `Their access here has ended: the first day without it was ${day(endedOn)}.`
  if (kind === 'disabled')
    return `Their access is closed already. Only the plan can open it again: call ${telephone(number)}.`
  return ''
}

function endSetWords({ kind, endedOn, telephone: number }: LeavingPageProps): string {
  const set = `Their access already ends: the first day without it is ${day(endedOn)}.`
  if (kind === 'disabled') return set
  return `${set} An earlier day that you write here replaces it. Only the plan can keep them longer: call ${telephone(number)}.`
}

function barWords({ bar, telephone: number }: LeavingPageProps): string {
  if (bar === 'self')
    return `Nobody ends their own access. Another administrator of your office does, or the plan: call ${telephone(number)}.`
  return `They are the last administrator who stays, so only the plan can do this: call ${telephone(number)}. Your office then names another.`
}
