import type { DirectoryEntry } from '../../../src/directory/entry.ts'
import type { ChosenPerformer, Requester } from '../../../src/referrals/drafts/draft.ts'
import { Banner } from '../../parts/banner.tsx'
import { Button, Buttons } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Radios, Select } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { DraftForm, type DraftFrame, DraftPage } from './frame.tsx'
import { fieldWords } from './words.ts'

/** So many of the providers that a search found are shown. */
const NAMED_SHOWN = 20

type ProvidersProps = DraftFrame & {
  /** Who of the office may refer; null: too many to offer, so they are searched. */
  requesters: readonly Requester[] | null
  /** Who refers, so far. */
  requester: Requester | undefined
  /** Whom a search of the office's providers found; null: nobody was searched for. */
  named: readonly Requester[] | null
  performer: ChosenPerformer | undefined
  /** What a search found; null: nothing was searched for. */
  entries: readonly DirectoryEntry[] | null
  /** There are more than are shown. */
  more: boolean
}

/** Who refers, and to whom. */
export function ProvidersStep(props: ProvidersProps) {
  const { fields, errors, performer, entries, more } = props
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
        <Referring {...props} />
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

/** Who refers: chosen from a list, or in an office with many providers from those that a search finds. */
function Referring(props: ProvidersProps) {
  const { fields, errors, requesters, requester, named } = props
  const choice = ({ id, name, npi }: Requester) => ({ value: String(id), label: npi ? `${name} (NPI ${npi})` : name })
  const words = {
    name: 'requester',
    label: fieldWords.requester,
    value: fields.requester,
    error: errors.requester,
  }
  if (requesters) {
    const hint = requesters.length === 0 ? 'The core system names nobody of this office: please call us.' : undefined
    return <Select {...words} hint={hint} choices={requesters.map(choice)} empty="Choose" />
  }
  const found = (named ?? []).filter(({ id }) => id !== requester?.id)
  const choices = [...(requester ? [requester] : []), ...found.slice(0, NAMED_SHOWN)].map(choice)
  return (
    <Card heading={fieldWords.requester}>
      <Field
        name="requesterName"
        label={fieldWords.requesterName}
        hint="By the beginnings of the names, or of the NPI"
        value={fields.requesterName}
        error={errors.requesterName}
        optional="told"
        autocomplete="off"
        maxlength={80}
      />
      <Buttons>
        <Button name="do" value="find:requester" kind="outline">
          Find
        </Button>
      </Buttons>
      {named?.length === 0 && <Banner kind="info" heading="No provider of your office fits. Try fewer letters." />}
      {choices.length > 0 && <Radios {...words} label="Who refers" choices={choices} />}
      {choices.length === 0 && errors.requester && (
        <p class="usa-error-message" id="field-requester">
          {errors.requester}
        </p>
      )}
      {found.length > NAMED_SHOWN && <p>There are more. Type more of the name to see them.</p>}
    </Card>
  )
}

function hintOf(entry: Partial<DirectoryEntry> & Pick<DirectoryEntry, 'specialty' | 'organization' | 'city'>): string {
  const { specialty, organization, street, city, npi, miles } = entry
  const far = miles == null ? null : `${miles.toFixed(1)} miles away`
  return [specialty, organization, [street, city].filter(Boolean).join(', '), npi && `NPI ${npi}`, far]
    .filter(Boolean)
    .join(' · ')
}
