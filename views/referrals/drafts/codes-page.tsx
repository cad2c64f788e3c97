import type { FoundCode } from '../../../src/referrals/drafts/draft.ts'
import type { CodeKind, ServiceCode } from '../../../src/service-codes/code.ts'
import { Banner } from '../../parts/banner.tsx'
import { Button, Buttons } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Radios } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { DraftForm, type DraftFrame, DraftPage } from './frame.tsx'
import { codeWord, fieldWords, urgencyWords } from './words.ts'

export type CodeSearch = { kind: CodeKind; codes: readonly ServiceCode[] }
type CodesProps = DraftFrame & { codes: readonly FoundCode[]; search: CodeSearch | null }

/** Why, and what for; how much, when, and how soon. */
export function CodesStep(props: CodesProps) {
  const { fields, errors } = props
  const words = (name: 'units' | 'startsOn' | 'endsOn') => ({
    name,
    label: fieldWords[name],
    value: fields[name],
    error: errors[name],
    autocomplete: 'off',
  })
  return (
    <DraftPage {...props}>
      <DraftForm {...props}>
        <Codes {...props} kind="diagnosis" />
        <Codes {...props} kind="service" />
        <Card heading="How much, and when">
          <Field {...words('units')} inputmode="numeric" maxlength={6} width="small" />
          <Field {...words('startsOn')} type="date" width="medium" />
          <Field {...words('endsOn')} type="date" width="medium" />
          <Radios
            name="urgency"
            label={fieldWords.urgency}
            choices={Object.entries(urgencyWords).map(([value, { word, hint }]) => ({ value, label: word, hint }))}
            value={fields.urgency}
            error={errors.urgency}
          />
        </Card>
        <Buttons>
          <Button name="do" value="go-on">
            Continue
          </Button>
        </Buttons>
      </DraftForm>
    </DraftPage>
  )
}

const kinds = {
  diagnosis: { heading: 'Diagnosis', field: 'diagnoses', find: 'findDiagnosis', hint: 'ICD-10-CM, such as M54.50' },
  service: { heading: 'Service', field: 'services', find: 'findService', hint: 'HCPCS or CPT' },
} as const

function Codes(props: CodesProps & { kind: CodeKind }) {
  const { kind, fields, errors, codes, search } = props
  const { heading, field, find, hint } = kinds[kind]
  const named = codes.filter((one) => one.kind === kind)
  return (
    <Card heading={heading}>
      <Field
        name={field}
        label={fieldWords[field]}
        hint={`${hint}. Several with commas between them.`}
        value={fields[field]}
        error={errors[field]}
        autocomplete="off"
      />
      {named.length > 0 && (
        <ul class="codes-named">
          {named.map((one) => (
            <li>
              <strong>{codeWord(one)}</strong> {one.words}{' '}
              <Button name="do" value={`remove:${kind}:${one.code}`} kind="plain">
                Remove {codeWord(one)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Field
        name={find}
        label={fieldWords[find]}
        hint="By the beginning of its code, or by words"
        value={fields[find]}
        error={errors[find]}
        optional="told"
        maxlength={80}
        autocomplete="off"
      />
      <Buttons>
        <Button name="do" value={`find:${kind}`} kind="outline">
          Find
        </Button>
      </Buttons>
      {search?.kind === kind && <Results search={search} />}
    </Card>
  )
}

function Results(props: { search: CodeSearch }) {
  const { kind, codes } = props.search
  if (codes.length === 0) {
    return <Banner kind="info" heading="No code of the plan’s lists fits. Try another word, or type the code above." />
  }
  return (
    <ul class="codes-found">
      {codes.map((one) => (
        <li>
          <strong>{codeWord(one)}</strong> {one.words}{' '}
          <Button name="do" value={`add:${kind}:${one.code}`} kind="plain">
            Add {codeWord(one)}
          </Button>
        </li>
      ))}
    </ul>
  )
}
