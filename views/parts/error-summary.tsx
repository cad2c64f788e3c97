import { fieldId } from './labelled.tsx'

/** Sentences by field name. A sentence about the form as a whole goes under `form` and links nowhere. */
export type FieldErrors = { [field: string]: string | undefined }

/** What is wrong, on top of the form, each a link to its field. Takes the focus; nothing when all is well. */
export function ErrorSummary(props: { errors: FieldErrors }) {
  const found = Object.entries(props.errors).filter(([, sentence]) => sentence)
  if (found.length === 0) return null
  return (
    <div class="alert alert-error" role="alert" tabindex={-1} autofocus>
      <div class="alert-body">
        <h2 class="alert-heading">
          {found.length === 1 ? 'One thing to put right' : `${found.length} things to put right`}
        </h2>
        <ul class="plain">
          {found.map(([field, sentence]) => (
            <li>{field === 'form' ? sentence : <a href={`#${fieldId(field)}`}>{sentence}</a>}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
