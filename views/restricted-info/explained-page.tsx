import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { reasonInWords } from './words.ts'

type Step = { type: string; sourceId: string; own: string | null; isJudged: 0 | 1; isNowhere: 0 | 1 }
type ExplainedPageProps = {
  asked: string
  answers: readonly (Step & { isHidden: boolean; way: readonly Step[] | null })[]
  version: number
}

/** Why a record is hidden: ids, the version, and the reason at the end of its links. */
export function ExplainedPage({ asked, answers, version }: ExplainedPageProps) {
  if (answers.length === 0) {
    return (
      <Empty heading="No such record">
        <p>The core system sent no judged record with the id {asked}.</p>
      </Empty>
    )
  }
  return (
    <>
      {answers.map((one) => (
        <Card heading={idOf(one)}>
          {one.isHidden ? <Hidden {...one} version={version} /> : <p>It isn’t hidden: the list in force shows it.</p>}
        </Card>
      ))}
    </>
  )
}

function Hidden({ way, version }: { way: readonly Step[] | null; version: number }) {
  const end = way?.at(-1)
  return (
    <>
      <Facts
        facts={[
          { label: 'List', value: version > 0 ? `Version ${version}` : 'none yet' },
          { label: 'Reason', value: end ? reasonOf(end) : 'It changed while it was looked for: ask again' },
        ]}
      />
      {way && way.length > 1 && (
        <>
          <p>By these links:</p>
          <ol>
            {way.map((step) => (
              <li>{idOf(step)}</li>
            ))}
          </ol>
        </>
      )}
    </>
  )
}

function idOf({ type, sourceId }: Step): string {
  return `${type}/${sourceId}`
}

function reasonOf({ own, isJudged }: Step): string {
  if (isJudged === 0) return reasonInWords('not-judged-yet')
  return reasonInWords(own ?? 'leads-nowhere')
}
