import type { Child } from 'hono/jsx'
import type { Field, Problems, Step, Typed } from '../../../src/referrals/drafts/draft.ts'
import { Banner } from '../../parts/banner.tsx'
import { Buttons, PostButton } from '../../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../../parts/error-summary.tsx'
import { Form } from '../../parts/form.tsx'
import { fieldWords, stepWords } from './words.ts'

/** A page of a draft: which, for whom, and what is right already. */
export type DraftFrame = {
  csrf: string
  id: string
  step: Step
  steps: readonly Step[]
  problems: Problems
  /** The member's name, once found. */
  member: string | null
  state: string
  tab: string
  fields: Typed
  errors: FieldErrors
  /** Of a page that was overtaken by another: what is kept instead of what was typed here. */
  kept?: Partial<Record<Field, string>> | undefined
}

/** The frame of every page: the way through the form, and for whom it is. */
export function DraftPage(props: DraftFrame & { children?: Child }) {
  const { csrf, id, step, steps, problems, member, errors, kept, children } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      {kept && <Overtaken kept={kept} />}
      <nav class="steps" aria-label="Parts of the referral">
        <ol>
          {steps.map((one) => (
            <li class={isRight(problems, one) ? 'done' : undefined}>
              <a href={`/referrals/drafts/${id}/${one}`} aria-current={one === step ? 'step' : undefined}>
                {stepWords[one]}
                {isRight(problems, one) && <span class="usa-sr-only"> (complete)</span>}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      {member && (
        <p>
          For <strong>{member}</strong>
        </p>
      )}
      {children}
      <Buttons>
        <PostButton action={`/referrals/drafts/${id}/discard`} csrf={csrf} kind="plain">
          Discard this draft
        </PostButton>
      </Buttons>
    </>
  )
}

// Files and notes may be left out: they are never "complete".
function isRight(problems: Problems, step: Step): boolean {
  return !['notes', 'files', 'review'].includes(step) && Object.keys(problems[step]).length === 0
}

function Overtaken(props: { kept: Partial<Record<Field, string>> }) {
  const differing = Object.entries(props.kept) as [Field, string][]
  return (
    <Banner kind="warning" heading="This draft was changed in another window" focus>
      <p>
        What you typed here still stands below, and isn’t kept yet. Continue to keep yours. In the other window this was
        kept:
      </p>
      <ul>
        {differing.map(([field, value]) => (
          <li>
            {fieldWords[field]}: {value === '' ? 'nothing' : value}
          </li>
        ))}
      </ul>
    </Banner>
  )
}

/** A page's form: what it was made from goes along, and with scripts every change is kept at once. */
export function DraftForm(props: DraftFrame & { children?: Child }) {
  const { csrf, id, step, state, tab, children } = props
  return (
    <Form action={`/referrals/drafts/${id}/${step}`} csrf={csrf} keptIn="kept">
      <input type="hidden" name="tab" value={tab} />
      {/* Return in a field: a search that was typed is looked up, anything else goes on. */}
      <button type="submit" name="do" value="return" class="on-return" tabindex={-1} aria-hidden="true">
        Continue
      </button>
      {children}
      <KeptStatus state={state} />
    </Form>
  )
}

/** That what was typed is kept, or why not; with what the page is made from now. */
export function KeptStatus(props: { state: string; words?: string }) {
  return (
    <div id="kept" class="kept">
      <input type="hidden" name="state" value={props.state} />
      <p role="status">{props.words}</p>
    </div>
  )
}
