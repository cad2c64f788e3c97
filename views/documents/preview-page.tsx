import type { Block } from '../../src/documents/document.ts'
import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Text } from './text.tsx'

type PreviewPageProps = {
  csrf: string
  href: string
  version: number
  from: number
  /** What the publication will ask of people. */
  consequence: string
  blocks: readonly Block[]
}

/** The draft as people will read it, and its publication. */
export function PreviewPage(props: PreviewPageProps) {
  const { csrf, href, version, from, consequence, blocks } = props
  return (
    <>
      <Card heading={`Publish version ${version}`}>
        <p>{consequence} A published version never changes again.</p>
        <Buttons>
          <PostButton action={`${href}/publication`} csrf={csrf} kind="primary" fields={{ from: String(from) }}>
            Publish version {version}
          </PostButton>
          <ButtonLink href={`${href}/draft`} kind="outline">
            Go on writing
          </ButtonLink>
        </Buttons>
      </Card>
      <Text blocks={blocks} />
    </>
  )
}
