import type { Block } from '../../src/documents/document.ts'
import { AgreementForm } from '../agreements/agreement-form.tsx'
import { Text } from '../documents/text.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Progress, type ProgressProps } from './progress.tsx'

type AgreementPageProps = {
  csrf: string
  progress: ProgressProps
  document: string
  version: number
  blocks: readonly Block[]
  error?: string | undefined
}

/** The User Agreement in force, to read and to agree to (III.A.1.c.iv). */
export function AgreementPage(props: AgreementPageProps) {
  const { csrf, progress, document, version, blocks, error } = props
  return (
    <>
      <ErrorSummary errors={{ agree: error }} />
      <Progress {...progress} />
      <Text blocks={blocks} />
      <AgreementForm action="/register/agreement" csrf={csrf} version={version} fields={{ document }} error={error} />
    </>
  )
}
