import { Button, Buttons } from '../../parts/button.tsx'
import { Textarea } from '../../parts/textarea.tsx'
import { DraftForm, type DraftFrame, DraftPage } from './frame.tsx'
import { fieldWords } from './words.ts'

/** What else the plan should know. */
export function NotesStep(props: DraftFrame) {
  return (
    <DraftPage {...props}>
      <DraftForm {...props}>
        <Textarea
          name="notes"
          label={fieldWords.notes}
          hint="For the plan’s reviewers: at most 2,000 characters. No more than they need for this decision."
          value={props.fields.notes}
          error={props.errors.notes}
          optional
          rows={10}
        />
        <Buttons>
          <Button name="do" value="go-on">
            Continue
          </Button>
        </Buttons>
      </DraftForm>
    </DraftPage>
  )
}
