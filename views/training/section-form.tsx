import type { Section } from '../../src/documents/document.ts'
import { Text } from '../documents/text.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Radios } from '../parts/choice.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'

export type SectionFormProps = {
  action: string
  csrf: string | undefined
  /** Sent along, hidden: which text it is, and where to go on. */
  fields: Record<string, string>
  section: Section
  /** The place of the answer that was chosen, from "1" on. */
  chosen?: string | undefined
  error?: string | undefined
}

/** A section of the training and its check, of people with an account or on the way to one. Which answer is right isn't in it. */
export function SectionForm(props: SectionFormProps) {
  const { action, csrf, fields, section, chosen, error } = props
  return (
    <>
      <Text blocks={section.blocks} />
      <Form action={action} csrf={csrf}>
        <Hidden fields={fields} />
        <Radios
          name="answer"
          label={section.check?.question ?? ''}
          error={error}
          value={chosen}
          choices={(section.check?.answers ?? []).map(({ text }, place) => ({ value: String(place + 1), label: text }))}
        />
        <Buttons>
          <Button>Answer and go on</Button>
        </Buttons>
      </Form>
    </>
  )
}
