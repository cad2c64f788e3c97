/** The source tree as the house's rules read it: text, imports, and what a file is for. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** A file of the tree. `code` is its text with comments blanked, line for line. */
export type File = { path: string; text: string; code: string }

/** Every file by its path. A canary is checked as a file that the tree would have. */
export type Tree = ReadonlyMap<string, File>

/** A breach of a rule of the house, in words that say what to do instead. */
export type Finding = { path: string; line: number; words: string }

/** A rule of the house: the findings in one file. */
export type Check = (file: File, tree: Tree) => Finding[]

/** One import or re-export: `to` is a path of the tree, or a package's name. */
export type Import = { to: string; names: string[]; typeOnly: boolean; reExport: boolean; line: number }

const folders = ['src', 'views', 'test', 'tools', 'demo', 'dev', 'bench', 'migrations', 'docs']
const files = ['README.md', 'vitest.config.ts', 'playwright.config.ts', 'drizzle.config.ts']
const read = /\.(tsx?|mjs|js|css|scss|sql|md)$/

/** Reads the repository's own files, without packages, canaries and what is built. */
export function readTree(): Tree {
  const below = folders.flatMap(filesIn).filter((path) => read.test(path) && !path.includes('/canaries/'))
  const paths = [...files.filter((path) => existsSync(path)), ...below]
  const built = ['views/public/gatehouse.css', 'views/public/htmx.js', 'views/public/webauthn.js']
  return new Map(
    paths.filter((path) => !built.includes(path)).map((path) => [path, file(path, readFileSync(path, 'utf8'))]),
  )
}

/** Paths of all files below the folder; none when it isn't there. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

export function file(path: string, text: string): File {
  return { path, text, code: withoutComments(text) }
}

/** Comments blanked, strings and templates left: what looks like a comment inside them is none. */
function withoutComments(text: string): string {
  const parts = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
  return text.replace(parts, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part))
}

/** What the file imports, by static import, re-export or `import('…')` with a constant. */
export function importsOf({ path, code }: File): Import[] {
  const statements =
    /^(import|export)\s+(type\s+)?([^'"`;=()]*?)\s*from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm
  return [...code.matchAll(statements)].map((match) => {
    const [, keyword, type, names = '', from, bare, dynamic] = match
    const specifier = from ?? bare ?? dynamic ?? ''
    const listed = (/\{([^}]*)\}/.exec(names)?.[1] ?? '').split(',').map((name) => name.trim())
    const named = listed.filter((name) => name !== '')
    const whole = names
      .replace(/\{[^}]*\}/, '')
      .replace(',', '')
      .trim()
    return {
      to: specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : specifier,
      names: [
        ...named.map((name) => name.replace(/^type\s+/, '').replace(/\s+as\s.*$/, '')),
        ...(whole ? [whole] : []),
      ],
      typeOnly: type !== undefined || (named.length > 0 && whole === '' && named.every((name) => /^type\s/.test(name))),
      reExport: keyword === 'export',
      line: lineOf(code, match.index),
    }
  })
}

/** The line, from 1, of a place in a text. */
export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}

/** A finding at each match of the pattern in the file's code. */
export function each({ path, code }: File, pattern: RegExp, words: string): Finding[] {
  return [...code.matchAll(pattern)].map(({ index }) => ({ path, line: lineOf(code, index), words }))
}

/** The text between the bracket at `open` and the one that closes it. Brackets in strings come in pairs here. */
export function bracketed(code: string, open: number): string {
  const pairs: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
  const close = pairs[code[open] ?? '']
  let depth = 0
  for (let at = open; at < code.length; at++) {
    if (code[at] === code[open]) depth++
    if (code[at] === close && --depth === 0) return code.slice(open + 1, at)
  }
  return code.slice(open + 1)
}

/** Functions and constants at the top of a file, with their text. */
export function declarations(code: string): { name: string; body: string; at: number }[] {
  const starts = [...code.matchAll(/^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function|const|class)\s+(\w+)/gm)]
  return starts.map(({ 1: name = '', index }, n) => ({
    name,
    body: code.slice(index, starts[n + 1]?.index),
    at: index,
  }))
}

/** The names among the declarations whose text mentions one that `begins`, or one that such a one reaches. */
export function reaching(code: string, begins: RegExp): Set<string> {
  const all = declarations(code)
  const found = new Set<string>()
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const { name, body } of all) {
      if (begins.test(body) || [...found].some((one) => one !== name && new RegExp(`\\b${one}\\b`).test(body)))
        found.add(name)
    }
  }
  return found
}
