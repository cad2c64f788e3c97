/** Lynx on a terminal that a test types on and reads from. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { expect } from '@playwright/test'

// oxlint-disable-next-line no-control-regex -- a terminal's language is made of them
const ESCAPES = /\u001B(?:\[[0-9;?]*[ -/]*[@-~]|[()][0-9A-B]|[=>78])/g
// oxlint-disable-next-line no-control-regex -- shifts of character sets and the like
const CONTROLS = /[\u0000-\u001F]/g
const REDRAW = '\u0017'
const FIRST = '\u0001'

export class TextBrowser {
  private readonly terminal: ChildProcessWithoutNullStreams
  private written = ''

  /** Opens the address; links and fields are numbered, and the terminal is tall enough for a whole page. */
  constructor(lynx: string, url: string) {
    const command = `stty rows 250 cols 100; exec '${lynx}' -nopause -accept_all_cookies -number_fields -tna '${url}'`
    const env = { ...process.env, TERM: 'vt100', LANG: 'C.UTF-8' }
    this.terminal = spawn('script', ['-qfec', command, '/dev/null'], { env })
    this.terminal.stdout.on('data', (chunk: Buffer) => (this.written += chunk.toString()))
  }

  /** Waits until the page shows the text; answers all that is on the screen, in one line. */
  async shows(text: RegExp): Promise<string> {
    let screen = ''
    await expect(async () => {
      screen = await this.screen()
      expect(screen).toMatch(text)
    }).toPass({ timeout: 20_000 })
    return screen
  }

  /** Moves to the field behind the label and types. */
  async fill(label: string, text: string): Promise<void> {
    await this.moveTo(label)
    await this.type(`\r${text}\t`)
  }

  /** Follows the link, or presses the button, of that name. */
  async press(name: string): Promise<void> {
    await this.moveTo(name)
    await this.type('\r')
  }

  close(): void {
    this.terminal.kill()
  }

  /** Links and fields are numbered from 1: the n-th is n − 1 tabs from the first. */
  private async moveTo(name: string): Promise<void> {
    const place = new RegExp(`\\[(\\d+)\\](?:BUTTON\\) )?${name}|${name} \\[(\\d+)\\]`)
    const found = place.exec(await this.shows(place))!
    await this.type(FIRST + '\t'.repeat(Number(found[1] ?? found[2]) - 1))
  }

  private async screen(): Promise<string> {
    this.written = ''
    await this.type(REDRAW)
    return this.written
      .replaceAll(ESCAPES, ' ')
      .replaceAll(CONTROLS, ' ')
      .replaceAll(/[\s_]+/g, ' ')
  }

  /** Types, and waits until the terminal has been quiet for a moment. */
  private async type(keys: string): Promise<void> {
    this.terminal.stdin.write(keys)
    for (let before = -1; before !== this.written.length;) {
      before = this.written.length
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  }
}
