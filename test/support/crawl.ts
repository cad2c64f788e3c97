/** Walking through the portal as one person: every answer, with what differs between two portals of the same records made equal. */
import type { Browser } from './browser.ts'

/** What a stranger could tell two portals apart by: what was asked, and what came. */
export type Step = { asked: string; answer: string }

/** Public ids come by chance: in both portals they are numbered by their first appearance. */
export class Names {
  readonly #known = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** An id that is named from outside, for an address that only one of the portals has a record at. */
  fix(id: string, name: string): void {
    this.#known.set(id, name)
  }

  plain(text: string): string {
    return (
      text
        .replaceAll(/(?<![a-z0-9])([a-z]{3})_[0-9a-z]{24}(?![0-9a-z])/g, (id, kind: string) => this.#nameOf(id, kind))
        .replaceAll(/\?s=[\w.~-]+/g, '?s=<sealed>')
        .replaceAll(/name="(csrf|s|kept|draft|state|tab)" value="[^"]*"/g, 'name="$1"')
        .replaceAll(/(__Host-\w+)=[^;]+/g, '$1=<value>')
        .replaceAll(/(data-seconds-left=")\d+/g, '$1<seconds>')
        // The privacy office is told on purpose how many records could not be judged.
        .replaceAll(/<tr><th scope="row"><a href="\/staff\/hidden-records">.*?<\/tr>/g, '')
        .replaceAll(/GH-[0-9A-Z]{10}/g, '<confirmation>')
    )
  }

  #nameOf(id: string, kind: string): string {
    const known = this.#known.get(id)
    if (known) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    const name = `${kind}#${count}`
    this.#known.set(id, name)
    return name
  }
}

/** One person's walk. Addresses are followed in the order of the pages, each once. */
export class Walk {
  readonly steps: Step[] = []
  /** Confirmation numbers that answers bore, each with what was asked. */
  readonly told: { number: string; asked: string }[] = []
  readonly #browser: Browser
  readonly #names: Names
  readonly #seen = new Set<string>()
  #queue: { path: string; label: string }[] = []

  constructor(browser: Browser, names: Names) {
    this.#browser = browser
    this.#names = names
  }

  /** Asks for a page and notes what came; its links are followed later. */
  async get(path: string, label = this.#names.plain(path)): Promise<string> {
    return this.#noted(label, await this.#browser.get(path))
  }

  /** Posts a form, follows where it leads, and notes both. What is `unsaid` is a page's own, and differs by chance. */
  async search(
    path: string,
    fields: Record<string, string>,
    csrf: string,
    unsaid: Record<string, string> = {},
  ): Promise<string> {
    const label = `POST ${this.#names.plain(path)} ${JSON.stringify(fields)}`
    const answer = await this.#browser.post(path, { ...fields, ...unsaid, csrf })
    const to = answer.headers.get('Location')
    const text = await this.#noted(label, answer)
    return to ? this.get(to, `${label} -> `) : text
  }

  /** Follows every link of the portal from here, `most` pages at most; an address under `not` is left alone. */
  async follow(from: readonly string[], most: number, not: RegExp): Promise<void> {
    for (const path of from) this.#later(path, path)
    for (let count = 0; count < most; count += 1) {
      const next = this.#queue.shift()
      if (!next) return
      const html = await this.get(next.path, next.label)
      for (const [, href = ''] of html.matchAll(/href="(\/[^"#]*)"/g)) {
        const path = href.replaceAll('&amp;', '&')
        if (!not.test(path)) this.#later(path, `${next.label.slice(0, 80)} > ${this.#names.plain(path)}`)
      }
    }
  }

  #later(path: string, label: string): void {
    // A sealed address is another one on every page: how it was come to tells it apart.
    const key = path.includes('?s=') ? label : this.#names.plain(path)
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#queue.push({ path, label })
  }

  async #noted(asked: string, response: Response): Promise<string> {
    const text = await response.text()
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).toSorted()
    const answer = this.#names.plain([response.status, ...headers, text].join('\n'))
    const step = { asked: this.#names.plain(asked), answer }
    this.steps.push(step)
    for (const [number] of text.matchAll(/GH-[0-9A-Z]{10}/g)) this.told.push({ number, asked: step.asked })
    return text
  }
}
