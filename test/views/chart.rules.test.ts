import { describe, expect, it } from 'vitest'
import { Chart, type ChartProps } from '../../views/parts/chart.tsx'

const chart = (figures: number[][], series: ChartProps['series']) =>
  String(
    Chart({
      id: 'x',
      title: 'Things a day',
      thing: ['thing', 'things'],
      series,
      days: figures.map((of, n) => ({ day: `2026-03-0${n + 1}`, figures: of })),
    }),
  )
const two: ChartProps['series'] = [
  { name: 'Good ones', tone: 'good' },
  { name: 'Bad ones', tone: 'bad' },
]

/** The heights that the drawing gives each series, by day, in its own measure. */
const heights = (html: string) =>
  [...html.matchAll(/<path class="bars [^"]*" d="([^"]*)"/g)].map(([, d = '']) =>
    Object.fromEntries(
      [...d.matchAll(/M([\d.]+) ([\d.]+)v-([\d.]+)h/g)].map(([, x, , height]) => [
        Math.floor(Number(x) / 10),
        Number(height),
      ]),
    ),
  )

describe('a chart', () => {
  const html = chart([[2, 1], [0, 0], [10, 8]], two) // prettier-ignore

  it('draws what the table says', () => {
    const cells = [...html.matchAll(/<td>(\d+)<\/td>/g)].map(([, cell]) => Number(cell))
    expect(cells).toEqual([2, 1, 0, 0, 10, 8])
    // The scale ends at 20: a thing is five high.
    expect(heights(html)).toEqual([
      { 0: 10, 2: 50 },
      { 0: 5, 2: 40 },
    ])
    expect(html).toContain('<span data-at="20"></span> <span data-at="10"></span> <span data-at="0"></span>')
  })

  it('stacks a series on those before it', () => {
    const [, second = ''] = [...html.matchAll(/<path class="bars [^"]*" d="([^"]*)"/g)].map(([, d]) => d)
    expect(second).toBe('M1.5 90v-5h7V90zM21.5 50v-40h7V50z')
  })

  it('has a name and a description that are its own, and a table with headings', () => {
    expect(html).toMatch(/<svg [^>]*role="img" aria-labelledby="x-title x-desc"/)
    expect(html).toContain('<title id="x-title">Things a day</title>')
    expect(html).toContain('<desc id="x-desc">A bar for each day. The table below has every number.</desc>')
    expect(html).toContain('21 things from Mar 1, 2026 to Mar 3, 2026; the most on Mar 3, 2026: 18.')
    expect(html).toContain('<th scope="col">Good ones</th>')
    expect(html).toContain('<th scope="row">Mar 1, 2026</th>')
    expect(html).toContain('Good ones: 12')
    expect(html).not.toMatch(/style=|<text/)
  })

  it('says in a sentence that there was nothing', () => {
    const empty = chart([[0, 0], [0, 0]], two) // prettier-ignore
    expect(empty).toContain('No things from Mar 1, 2026 to Mar 2, 2026.')
    expect(empty).not.toContain('<svg')
  })

  it.each([
    [1, '<span data-at="2"></span> <span data-at="1"></span>'],
    [3, '<span data-at="4"></span> <span data-at="2"></span>'],
    [5, '<span data-at="6"></span> <span data-at="3"></span>'],
    [9, '<span data-at="10"></span> <span data-at="5"></span>'],
    [10, '<span data-at="10"></span> <span data-at="5"></span>'],
    [11, '<span data-at="12"></span> <span data-at="6"></span>'],
    [106, '<span data-at="120"></span> <span data-at="60"></span>'],
    [1001, '<span data-at="1,200"></span> <span data-at="600"></span>'],
  ])('of at most %d has a round scale', (most, scale) => {
    expect(chart([[most]], [{ name: 'All', tone: 'main' }])).toContain(scale)
  })
})
