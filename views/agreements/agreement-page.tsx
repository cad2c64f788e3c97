import type { Block } from '../../src/documents/document.ts'
import { Text } from '../documents/text.tsx'
import { PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { AgreementForm } from './agreement-form.tsx'

type AgreementPageProps = {
  csrf: string
  version: number
  blocks: readonly Block[]
  /** The person agreed to this version before. */
  agreed: boolean
  form: { action: string; fields: Record<string, string>; error?: string | undefined }
}

/** The User Agreement in force, to read and to agree to. */
export function AgreementPage(props: AgreementPageProps) {
  const { csrf, version, blocks, agreed, form } = props
  return (
    <>
      <ErrorSummary errors={{ agree: form.error }} />
      <p class="lead">
        {agreed
          ? `You agreed to this version, ${version}.`
          : `This is version ${version}. Please read it: you need to agree to it before you go on.`}
      </p>
      <Text blocks={blocks} />
      {!agreed && (
        <>
          <AgreementForm {...form} csrf={csrf} version={version} />
          <Card heading="You don’t agree?">
            <p>
              Then sign out. Nothing is lost: you are asked again when you come back. Call us if you have a question.
            </p>
            <PostButton action="/sign-out" csrf={csrf}>
              Sign out
            </PostButton>
          </Card>
        </>
      )}
    </>
  )
}
