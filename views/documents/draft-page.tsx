import type { Block } from '../../src/documents/document.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { Text } from './text.tsx'

export type DraftPageProps = {
  csrf: string
  href: string
  typed: { title: string; body: string }
  /** The state of the draft that this page shows. */
  from: number
  errors: FieldErrors
  hasChecks: boolean
  /** What somebody else saved meanwhile. */
  other?: readonly Block[] | undefined
}

/** The draft of the next version, to write in. */
export function DraftPage(props: DraftPageProps) {
  const { csrf, href, typed, from, errors, hasChecks, other } = props
  return (
    <>
      {other && (
        <Banner kind="warning" heading="Somebody changed the draft meanwhile" focus>
          <p>
            Yours isn’t saved yet. What stands there now is below your text: take over what you need, then save again.
          </p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
      <Form action={`${href}/draft`} csrf={csrf}>
        <input type="hidden" name="from" value={String(from)} />
        <Field name="title" label="Title" value={typed.title} error={errors.title} maxlength={120} />
        <Textarea
          name="body"
          label="Text"
          hint={<Hint hasChecks={hasChecks} />}
          value={typed.body}
          error={errors.body}
          rows={24}
        />
        <Buttons>
          <Button>Save and preview</Button>
        </Buttons>
      </Form>
      {other && (
        <Card heading="What stands there now">
          <Text blocks={other} />
        </Card>
      )}
    </>
  )
}

function Hint(props: { hasChecks: boolean }) {
  return (
    <>
      A heading is a line that starts with “## ”, an item of a list one that starts with “- ”; a blank line ends a
      paragraph.
      {props.hasChecks && (
        <>
          {' '}
          Each section ends with its check: “? Question”, then a line for each answer, “- [ ] wrong” or “- [x] right”.
        </>
      )}
    </>
  )
}
