/** How long a file may be, and that nothing in it is dead. */
import { type Check, lineOf, type Tree } from './tree.ts'

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

/**
 * What is exported is named in another file, a test at least. Numbers of the policy may wait for their feature, and
 * tables are read off the schema whole.
 */
export const exportsWhatIsUsed: Check = (file, tree) => {
  if (!/^(src|views)\/.*\.tsx?$/.test(file.path) || /^src\/(policy|db\/schema)\//.test(file.path)) return []
  const exported = /^export (?:async )?(?:function\*?|const|class) (\w+)/gm
  return [...file.code.matchAll(exported)]
    .filter(([, name = '']) => ![...(namedIn(tree).get(name) ?? [])].some((path) => path !== file.path))
    .map(({ 1: name = '', index }) => ({
      path: file.path,
      line: lineOf(file.code, index),
      words: `exports ${name}, which nobody uses`,
    }))
}

const indexes = new WeakMap<Tree, Map<string, Set<string>>>()

/** Each word of the tree's code, with the files that have it. */
function namedIn(tree: Tree): Map<string, Set<string>> {
  const known = indexes.get(tree)
  if (known) return known
  const index = new Map<string, Set<string>>()
  for (const { path, code } of [...tree.values()].filter((one) => /\.tsx?$/.test(one.path)))
    for (const [word] of code.matchAll(/\w+/g)) index.set(word, (index.get(word) ?? new Set()).add(path))
  indexes.set(tree, index)
  return index
}
