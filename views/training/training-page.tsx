import type { Block } from '../../src/documents/document.ts'
import { Text } from '../documents/text.tsx'
import { day } from '../format.ts'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Status } from '../parts/status.tsx'
import { AttestationForm, type AttestationFormProps } from './attestation-form.tsx'
import { SectionForm, type SectionFormProps } from './section-form.tsx'

type TrainingPageProps = {
  preface: readonly Block[]
  sections: { heading: string; href: string; isDone: boolean }[]
  /** The first section that is left, or the attestation. */
  onwards: string
  trainedOn: string | null
  dueOn: string | null
  isOverdue: boolean
}

/** The training: when it is due, its sections, and where to go on. */
export function TrainingPage(props: TrainingPageProps) {
  const { preface, sections, onwards, trainedOn, dueOn, isOverdue } = props
  const begun = sections.some(({ isDone }) => isDone)
  return (
    <>
      <p class="lead">
        {isOverdue
          ? 'Please complete the training: until then the portal shows you nothing else. It is all there again as soon as you are done.'
          : `You completed the training on ${day(trainedOn)}. The next one is due by ${day(dueOn)}, and you can take it any time.`}
      </p>
      <Text blocks={preface} />
      <ol>
        {sections.map(({ heading, href, isDone }) => (
          <li>
            <a href={href}>{heading}</a> {isDone && <Status feeling="good" word="Done" />}
          </li>
        ))}
      </ol>
      <Buttons>
        <ButtonLink href={onwards}>{begun ? 'Go on with the training' : 'Begin the training'}</ButtonLink>
      </Buttons>
    </>
  )
}

/** One section, and how far it is to the end. */
export function SectionPage(props: SectionFormProps & { count: number }) {
  const { count, ...form } = props
  return (
    <>
      <ErrorSummary errors={{ answer: form.error }} />
      <p>
        Section {form.section.number} of {count}. Your progress is saved with each answer.
      </p>
      <SectionForm {...form} />
    </>
  )
}

/** The end of the training: what the person attests to. */
export function AttestationPage(props: AttestationFormProps) {
  return (
    <>
      <ErrorSummary errors={{ attest: props.error }} />
      <p class="lead">You have done every section. One thing is left: to say so.</p>
      <AttestationForm {...props} />
    </>
  )
}
