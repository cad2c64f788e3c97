import { Button, Buttons } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { DraftForm, type DraftFrame, DraftPage } from './frame.tsx'
import { fieldWords } from './words.ts'

/** Whom the referral is for. Nothing is shown of a member but the name. */
export function MemberStep(props: DraftFrame) {
  const { fields, errors } = props
  const field = (name: 'memberNumber' | 'lastName' | 'firstName' | 'birthDate') => ({
    name,
    label: fieldWords[name],
    value: fields[name],
    error: errors[name],
    autocomplete: 'off',
  })
  return (
    <DraftPage {...props}>
      <DraftForm {...props}>
        <Field
          {...field('memberNumber')}
          hint="As on the member’s card"
          optional="told"
          maxlength={40}
          width="medium"
        />
        <p>or, without the number</p>
        <Field {...field('lastName')} optional="told" maxlength={80} />
        <Field {...field('birthDate')} type="date" optional="told" width="medium" />
        <Field {...field('firstName')} hint="Only if there are several" optional maxlength={80} />
        <Buttons>
          <Button name="do" value="go-on">
            Look up and continue
          </Button>
        </Buttons>
      </DraftForm>
    </DraftPage>
  )
}
