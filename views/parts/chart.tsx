import { count, day, number } from '../format.ts'

/** What the bars of a series are felt as; they also stand in the order of the legend, from the ground up. */
export type Tone = 'main' | 'good' | 'waiting' | 'bad'

export type ChartProps = {
  /** Unique on the page: names the parts of the picture. */
  id: string
  title: string
  /** What is counted: one, and many. */
  thing: [one: string, many: string]
  series: readonly { name: string; tone: Tone }[]
  /** Each day with a number for each series, the oldest first. */
  days: readonly { day: string; figures: readonly number[] }[]
}

/** The drawing's own measures; it is stretched to the place it gets, so letters stand around it and not in it. */
const HEIGHT = 100
const STEP = 10
const BAR = 7

/** Numbers by day as bars, and the same numbers as a table. */
export function Chart(props: ChartProps) {
  const { id, title, thing, series, days } = props
  const totals = days.map(({ figures }) => sum(figures))
  const all = sum(totals)
  const top = roundUp(Math.max(...totals))
  const [first, middle, last] = [days[0], days[Math.floor(days.length / 2)], days.at(-1)].map((one) => one?.day ?? '')
  const busiest = days[totals.indexOf(Math.max(...totals))]
  const words =
    all === 0
      ? `No ${thing[1]} from ${day(first)} to ${day(last)}.`
      : `${count(all, ...thing)} from ${day(first)} to ${day(last)}; the most on ${day(busiest?.day)}: ${number(Math.max(...totals))}.`
  return (
    <section class="card chart" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>{title}</h3>
      <p class="as-of">{words}</p>
      {all > 0 && (
        <>
          {series.length > 1 && (
            <ul class="legend">
              {series.map(({ name, tone }, place) => (
                <li class={`key key-${tone}`}>
                  {name}: {number(sum(days.map(({ figures }) => figures[place] ?? 0)))}{' '}
                </li>
              ))}
            </ul>
          )}
          <div class="plot">
            <div class="scale" aria-hidden="true">
              <span data-at={number(top)} /> <span data-at={number(top / 2)} /> <span data-at="0" />
            </div>
            <svg
              viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-labelledby={`${id}-title ${id}-desc`}
            >
              <title id={`${id}-title`}>{title}</title>
              <desc id={`${id}-desc`}>A bar for each day. The table below has every number.</desc>
              <path
                class="grid"
                d={`M0 0H${days.length * STEP}M0 50H${days.length * STEP}M0 100H${days.length * STEP}`}
              />
              {series.map(({ tone }, place) => (
                <path class={`bars bars-${tone}`} d={bars(days, place, top)} />
              ))}
            </svg>
            <div class="axis" aria-hidden="true">
              <span data-at={monthAndDate(first)} /> <span data-at={monthAndDate(middle)} />{' '}
              <span data-at={monthAndDate(last)} />
            </div>
          </div>
          <details>
            <summary>
              <span>
                The numbers <span class="usa-sr-only">of {title}</span>
              </span>
            </summary>
            <Figures {...props} />
          </details>
        </>
      )}
    </section>
  )
}

function Figures({ title, series, days }: ChartProps) {
  return (
    <table class="figures">
      <caption class="usa-sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          {series.map(({ name }) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((one) => (
          <tr>
            <th scope="row">{day(one.day)}</th>
            {one.figures.map((figure) => (
              <td>{number(figure)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The bars of one series, each on top of those before it, as one path. */
function bars(days: ChartProps['days'], place: number, top: number): string {
  return days
    .map(({ figures }, n) => {
      const height = ((figures[place] ?? 0) / top) * HEIGHT
      const ground = HEIGHT - (sum(figures.slice(0, place)) / top) * HEIGHT
      return height > 0
        ? `M${n * STEP + (STEP - BAR) / 2} ${short(ground)}v-${short(height)}h${BAR}V${short(ground)}z`
        : ''
    })
    .join('')
}

const short = (length: number) => String(Math.round(length * 100) / 100)

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** The next round number that halves to a whole one. */
function roundUp(most: number): number {
  const steps = [2, 4, 6, 8, 10, 12, 16, 20, 30, 40, 60, 80, 100]
  let unit = 1
  while (unit * 100 < most) unit *= 10
  return unit * (steps.find((step) => step * unit >= most) ?? 100)
}

const monthAndDate = (iso: string | undefined) => day(iso).replace(/, \d+$/, '')
