import { readFile, readdir, writeFile } from 'node:fs/promises'
import { brotliCompressSync } from 'node:zlib'
import { transform } from 'lightningcss'
import { compile } from 'sass'

/** Builds what browsers load into views/public: gatehouse.css, htmx.js and webauthn.js. */
const out = 'views/public'
const browsers = { chrome: 100 << 16, firefox: 100 << 16, safari: (15 << 16) | (4 << 8) }

/** USWDS's own colours, each by the custom property that stands for it here, so that dark mode and accent reach them. */
const colours: [colour: RegExp, property: string][] = [
  [/#005ea2\b/g, 'var(--accent)'],
  [/#(1a4480|162e51)\b/g, 'var(--accent-strong)'],
  [/#(b50909|d83933)\b/g, 'var(--bad)'],
  [/#8b0a03\b/g, 'var(--bad-strong)'],
  [/#1b1b1b\b/g, 'var(--ink)'],
  [/#(454545|565c65|71767a|757575)\b/g, 'var(--ink-soft)'],
  [/#2491ff\b/g, 'var(--focus)'],
  [/#54278f\b/g, 'var(--accent)'],
  [/#(c9c9c9|dfe1e2|a9aeb1)\b/g, 'var(--line)'],
  [/#f0f0f0\b/g, 'var(--ground)'],
  [/(background(?:-color)?): white/g, '$1: var(--paper)'],
  [/\bcolor: white/g, 'color: var(--on-accent)'],
]

/**
 * Compiles the styles with the deployment's accent colour, a six-digit hexadecimal colour dark enough
 * to carry white text (WCAG 1.4.3); any other stops the build with a sentence.
 */
export async function buildStyles(): Promise<void> {
  const accent = /^PLAN_ACCENT = "(#[0-9a-f]{6})"/im.exec(await readFile('wrangler.toml', 'utf8'))?.[1]
  if (!accent || contrast(accent, '#ffffff') < 4.5) {
    throw new Error('PLAN_ACCENT in wrangler.toml must be a colour such as #0b5c6b that white text is readable on.')
  }
  const css = [accents(accent), uswds(), await ownStyles()].join('\n')
  const { code } = transform({
    filename: 'gatehouse.css',
    code: Buffer.from(css),
    minify: true,
    targets: browsers,
    unusedSymbols: await unusedClasses(css),
  })
  await writeFile(`${out}/gatehouse.css`, code)
  await writeFile(`${out}/htmx.js`, await readFile('node_modules/htmx.org/dist/htmx.min.js'))
  const webauthn = 'node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js'
  await writeFile(`${out}/webauthn.js`, await readFile(webauthn))
}

/** What each built or written file weighs when sent, in bytes of brotli. */
export async function weights(): Promise<Record<string, number>> {
  const files = ['gatehouse.css', 'gatehouse.js', 'htmx.js', 'webauthn.js', 'passkeys.js']
  const sizes = files.map(async (file) => [file, brotliCompressSync(await readFile(`${out}/${file}`)).length] as const)
  return Object.fromEntries(await Promise.all(sizes))
}

function uswds(): string {
  const { css } = compile('views/styles/uswds.scss', {
    loadPaths: ['node_modules/@uswds/uswds/packages'],
    quietDeps: true,
  })
  // Its icons are files of their own; ours are drawn in place or not at all.
  const plain = css
    .replaceAll(/[\w-]+: [^;{}]*url\([^;}]*;/g, '')
    .replaceAll(/font-family: [^;}]*/g, 'font-family: inherit')
  return colours.reduce((text, [colour, property]) => text.replaceAll(colour, property), plain)
}

async function ownStyles(): Promise<string> {
  const names = (await readdir('views/styles')).filter((name) => name.endsWith('.css')).toSorted()
  return (await Promise.all(names.map((name) => readFile(`views/styles/${name}`, 'utf8')))).join('\n')
}

/** The classes in the styles that no view and no script of ours names. */
async function unusedClasses(css: string): Promise<string[]> {
  const files = (await readdir('views', { recursive: true })).filter((name) => /\.tsx$|gatehouse\.js$/.test(name))
  const sources = await Promise.all(files.map((name) => readFile(`views/${name}`, 'utf8')))
  const named = new Set(sources.join('\n').match(/[\w-]+/g))
  const prefixes = sources.flatMap((text) => [...text.matchAll(/([\w-]+-)\$\{/g)].map((match) => match[1] ?? ''))
  const classes = new Set([...css.matchAll(/\.(-?[a-z_][\w-]*)/gi)].map((match) => match[1] ?? ''))
  const used = (name: string) =>
    named.has(name) || name.startsWith('htmx-') || prefixes.some((prefix) => name.startsWith(prefix))
  return [...classes].filter((name) => !used(name))
}

/** The accent as it is on light ground, darker under the pointer, pale as a ground, and light enough for dark ground. */
function accents(accent: string): string {
  let light = accent
  while (contrast(light, '#1a242b') < 6.5)
    light = hex(channels(light).map((channel) => Math.min(255, channel * 1.1 + 5)))
  return `:root {
    --plan: ${accent}; --plan-dark: ${mix(accent, '#000000', 0.45)};
    --accent-light: ${accent}; --accent-light-strong: ${mix(accent, '#000000', 0.35)}; --accent-light-soft: ${mix(accent, '#ffffff', 0.91)};
    --accent-dark: ${light}; --accent-dark-strong: ${mix(light, '#ffffff', 0.4)}; --accent-dark-soft: ${mix(accent, '#1a242b', 0.7)};
  }`
}

type Channels = [number, number, number]

function channels(colour: string): Channels {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

function mix(colour: string, other: string, share: number): string {
  const to = channels(other)
  return hex(channels(colour).map((from, place) => from + ((to[place] ?? 0) - from) * share))
}

function hex(mixed: number[]): string {
  return `#${mixed.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
}

/** WCAG 2's contrast ratio of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour)
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

function linear(channel: number): number {
  const part = channel / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

if (import.meta.main) {
  await buildStyles()
  for (const [file, bytes] of Object.entries(await weights())) process.stdout.write(`${file}: ${bytes} bytes brotli\n`)
}
