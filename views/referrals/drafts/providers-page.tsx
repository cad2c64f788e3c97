import type { DirectoryEntry } from '../../../src/directory/entry.ts'
import type { ChosenPerformer, Requester } from '../../../src/referrals/drafts/draft.ts'
import { Banner } from '../../parts/banner.tsx'
import { Button, Buttons } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Radios, Select } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { DraftForm, type DraftFrame, DraftPage } from './frame.tsx'
import { fieldWords } from './words.ts'

type ProvidersProps = DraftFrame & {
  requesters: readonly Requester[]
  performer: ChosenPerformer | undefined
  /** What a search found; null: nothing was searched for. */
  entries: readonly DirectoryEntry[] | null
  /** There are more than are shown. */
  more: boolean
}

/** Who refers, and to whom. */
export function ProvidersStep(props: ProvidersProps) {
  const { fields, errors, requesters, performer, entries, more } = props
  const found = (entries ?? []).filter(({ id }) => id !== performer?.id)
  const choices = [
    ...(performer ? [{ value: performer.id, label: performer.name, hint: hintOf(performer) }] : []),
    ...found.map((entry) => ({ value: entry.id, label: entry.name, hint: hintOf(entry) })),
  ]
  const search = (name: 'performerName' | 'performerSpecialty' | 'performerZip') => ({
    name,
    label: fieldWords[name],
    value: fields[name],
    error: errors[name],
    optional: 'told' as const,
    autocomplete: 'off',
  })
  return (
    <DraftPage {...props}>
      <DraftForm {...props}>
        <Select
          name="requester"
          label={fieldWords.requester}
          hint={requesters.length === 0 ? 'The core system names nobody of this office: please call us.' : undefined}
          choices={requesters.map(({ id, name, npi }) => ({
            value: String(id),
            label: npi ? `${name} (NPI ${npi})` : name,
          }))}
          empty="Choose"
          value={fields.requester}
          error={errors.requester}
        />
        <Card heading="Referred to">
          <p>Search the plan’s directory by a name, a specialty, or both; with a ZIP code the nearest come first.</p>
          <Field {...search('performerName')} maxlength={80} />
          <Field {...search('performerSpecialty')} maxlength={80} />
          <Field {...search('performerZip')} inputmode="numeric" maxlength={10} width="small" />
          <Buttons>
            <Button name="do" value="find:provider" kind="outline">
              Search
            </Button>
          </Buttons>
          {entries && entries.length === 0 && (
            <Banner kind="info" heading="Nobody fits. Try fewer letters, or the specialty alone." />
          )}
          {choices.length > 0 && (
            <Radios
              name="performer"
              label="Who it is"
              choices={choices}
              value={fields.performer}
              error={errors.performer}
            />
          )}
          {choices.length === 0 && errors.performer && <p class="usa-error-message">{errors.performer}</p>}
          {more && <p>There are more. Narrow the search to see them.</p>}
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

function hintOf(entry: Partial<DirectoryEntry> & Pick<DirectoryEntry, 'specialty' | 'organization' | 'city'>): string {
  const { specialty, organization, street, city, npi, miles } = entry
  const far = miles == null ? null : `${miles.toFixed(1)} miles away`
  return [specialty, organization, [street, city].filter(Boolean).join(', '), npi && `NPI ${npi}`, far]
    .filter(Boolean)
    .join(' · ')
}
