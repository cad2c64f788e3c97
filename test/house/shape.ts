/** How long a file may be. */
import type { Check } from './tree.ts'

const limits: readonly [RegExp, number][] = [
  [/^src\/index\.ts$/, 60],
  [/^README\.md$/, 150],
  [/^docs\/decisions\//, 40],
  [/^migrations\//, Infinity],
  [/./, 300],
]

export const isShort: Check = ({ path, text }) => {
  const most = limits.find(([places]) => places.test(path))?.[1] ?? 300
  const lines = text.replace(/\n$/, '').split('\n').length
  return lines > most ? [{ path, line: most, words: `has ${lines} lines; ${most} are the most` }] : []
}
