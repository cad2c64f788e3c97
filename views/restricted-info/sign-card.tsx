import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox } from '../parts/choice.tsx'
import type { FieldErrors } from '../parts/error-summary.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Textarea } from '../parts/textarea.tsx'
import type { RunShown } from './dry-run-card.tsx'

const HERE = '/staff/restricted-codes/draft'

type Props = {
  csrf: string
  draft: { state: number; baseVersion: number; version: number; isAuthor: 0 | 1; reason: string | null }
  run: RunShown | undefined
  errors: FieldErrors
  reason?: string | undefined
}

/** Gives the draft to privacy, with the reason of the whole change. */
export function Send({ csrf, draft, run, errors, reason }: Props) {
  const isTried = run?.phase === 'done' && run.isOfThisState
  if (!isTried) return <p>Once the dry run has tried the draft as it stands now, it can be sent to privacy.</p>
  return (
    <Card heading="Send to privacy">
      <Form action={`${HERE}/sending`} csrf={csrf} id="send">
        <Hidden fields={{ from: String(draft.state) }} />
        <Why label="Why the list changes" value={reason ?? draft.reason ?? ''} error={errors.why} />
        <Buttons>
          <Button>Send to privacy</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

/** Signs the draft, which makes it the next version, or sends it back. */
export function Sign({ csrf, draft, run, errors, reason }: Props) {
  const isReady = run?.phase === 'done' && run.isOfThisState && draft.baseVersion === draft.version
  return (
    <>
      {draft.isAuthor === 1 ? (
        <p>You had a hand in this draft, so somebody else signs it.</p>
      ) : (
        isReady && (
          <Card heading={`Sign version ${draft.version + 1}`}>
            <Form action={`${HERE}/signature`} csrf={csrf}>
              <Hidden fields={{ from: String(draft.state), version: String(draft.version) }} />
              <Checkbox
                name="attests"
                label="I have seen what this version adds and ends, and what the dry run found. It comes into force now."
                error={errors.attests}
              />
              <Buttons>
                <Button>Sign and publish</Button>
              </Buttons>
            </Form>
          </Card>
        )
      )}
      <Card heading="Send it back">
        <Form action={`${HERE}/return`} csrf={csrf}>
          <Hidden fields={{ from: String(draft.state) }} />
          <Why label="What has to change" value={reason ?? ''} error={errors.why} />
          <Buttons>
            <Button kind="outline">Send back</Button>
          </Buttons>
        </Form>
      </Card>
    </>
  )
}

function Why(props: { label: string; value: string; error: string | undefined }) {
  return <Textarea name="why" label={props.label} value={props.value} error={props.error} maxlength={1000} />
}
