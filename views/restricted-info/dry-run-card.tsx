import { count, number, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Consequences, type Shown } from './consequences.tsx'

export type RunShown = {
  phase: 'judging' | 'following' | 'comparing' | 'done' | 'void'
  cursor: number
  all: number
  askedAt: number
  endedAt: number | null
  arrived: number
  isOfThisState: boolean
  consequences: readonly Shown[]
}

const steps: Record<RunShown['phase'], string> = {
  judging: 'Step 1 of 3: judging each record',
  following: 'Step 2 of 3: following the links',
  comparing: 'Step 3 of 3: comparing with what is hidden now',
  done: 'Done',
  void: 'Given up',
}

type Props = { csrf: string; state: number; run: RunShown | undefined; zone: string; isStale: boolean }

/** What the draft would hide and show; nothing of what is read changes by it. */
export function DryRun({ csrf, state, run, zone, isStale }: Props) {
  const isGoing = run !== undefined && run.endedAt === null && run.isOfThisState
  const isTold = run !== undefined && run.phase === 'done' && run.isOfThisState
  return (
    <Card heading="Dry run" id="dry-run">
      {isGoing && <Going run={run} />}
      {isTold && (
        <>
          <p>Tried {time(run.endedAt, zone)}.</p>
          {run.arrived > 0 && (
            <Banner kind="warning" heading={`${count(run.arrived, 'record')} arrived since`}>
              <p>Run it again to have them counted.</p>
            </Banner>
          )}
          <Consequences found={run.consequences} />
        </>
      )}
      {!isGoing && !isTold && (
        <p>
          {run ? 'The draft changed since it was last tried. ' : ''}
          Find out which stored records this draft would newly hide and newly show. Nothing changes by it.
        </p>
      )}
      {!isGoing && !isStale && (
        <PostButton
          action="/staff/restricted-codes/draft/dry-run"
          csrf={csrf}
          kind={isTold ? 'outline' : 'primary'}
          fields={{ from: String(state) }}
        >
          {isTold ? 'Run it again' : 'Start the dry run'}
        </PostButton>
      )}
    </Card>
  )
}

function Going({ run }: { run: RunShown }) {
  return (
    <div class="progress">
      <p aria-live="polite">
        {steps[run.phase]}: {number(run.cursor)} of {number(run.all)}
      </p>
      <progress max={Math.max(run.all, 1)} value={run.cursor} aria-label="Dry run" />
      <p>
        <a href="/staff/restricted-codes/draft#dry-run">Look again</a>. It goes on by itself, whether you stay or not.
      </p>
    </div>
  )
}
