import type { Chapter, PolicyNumber } from '../../src/staff/policy/chapter.ts'
import { count } from '../format.ts'
import { Card } from '../parts/card.tsx'
import { Table } from '../parts/table.tsx'

/** The policy in force: its profile, where it differs from the standard and why, and every number with its clause. */
export function PolicyPage({ profile, chapters }: { profile: string; chapters: readonly Chapter[] }) {
  const numbers = chapters.flatMap((chapter) => chapter.numbers)
  const deviations = numbers.filter(({ deviation }) => deviation !== null)
  const stricter = numbers.filter(({ standard, deviation }) => standard !== null && deviation === null)
  return (
    <>
      <p class="lead">
        The profile in force is <strong>{profile}</strong>.{' '}
        {stricter.length === 0
          ? `Every ${deviations.length > 0 ? 'other ' : ''}number is the policy’s own.`
          : `${count(stricter.length, 'number differs', 'numbers differ')} from the policy’s own, within what it allows.`}
      </p>
      <Card heading="Deviations">
        {deviations.length === 0 ? (
          <p>None: no number asks for less than the policy does.</p>
        ) : (
          <ul>
            {deviations.map(({ clause, name, sentence, inForce, standard, deviation }) => (
              <li>
                <a href={`#${name}`}>{clause}</a>: {sentence} Here {inForce}, where the policy asks for {standard}.{' '}
                <strong>Reason:</strong> {deviation}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <nav aria-label="Clauses">
        <Card heading="Find a clause">
          <dl class="clauses">
            {chapters.map((chapter) => (
              <div>
                <dt>
                  <a href={`#${chapter.id}`}>
                    {chapter.id} {chapter.title}
                  </a>
                </dt>
                <dd>
                  {clausesOf(chapter).map((clause) => (
                    <>
                      <a href={`#${clause}-1`}>{clause}</a>{' '}
                    </>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </Card>
      </nav>
      {chapters.map((chapter) => (
        <section class="numbers">
          <h2 id={chapter.id}>
            {chapter.id} {chapter.title}
          </h2>
          <Numbers chapter={chapter} />
        </section>
      ))}
    </>
  )
}

function Numbers({ chapter }: { chapter: Chapter }) {
  return (
    <Table
      caption={`Numbers of ${chapter.id}`}
      captionHidden
      rows={chapter.numbers}
      columns={[
        {
          head: 'Clause',
          short: true,
          cell: (one) => <span id={isFirst(chapter, one) ? `${one.clause}-1` : undefined}>{one.clause}</span>,
        },
        {
          head: 'What',
          long: true,
          cell: (one) => (
            <span id={one.name}>
              {one.sentence} <small>{one.name}</small>
            </span>
          ),
        },
        { head: 'In force', cell: (one) => <strong>{one.inForce}</strong> },
        { head: 'Standard', cell: (one) => one.standard ?? one.inForce },
        { head: 'May move', cell: (one) => (one.deviation === null ? one.mayMove : `Deviation: ${one.deviation}`) },
      ]}
    />
  )
}

const clausesOf = ({ numbers }: Chapter) => [...new Set(numbers.map(({ clause }) => clause))]

const isFirst = ({ numbers }: Chapter, { name, clause }: PolicyNumber) =>
  numbers.find((one) => one.clause === clause)?.name === name
