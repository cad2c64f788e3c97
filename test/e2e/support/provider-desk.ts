/** Starts the identity providers of a story, and passes orders on to them. */
import { type ChildProcess, fork } from 'node:child_process'
import type { Order } from './provider-orders.ts'

export class ProviderDesk {
  private readonly child: ChildProcess
  private nth = 0

  private constructor(child: ChildProcess) {
    this.child = child
  }

  /** Both listen when this is over. */
  static async open(): Promise<ProviderDesk> {
    const child = fork('test/e2e/support/providers.ts', { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let said = ''
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve())
      child.once('exit', () => reject(new Error(`the identity providers did not start: ${said}`)))
    })
    return new ProviderDesk(child)
  }

  /** Waits until the order is carried out. */
  order(order: Order): Promise<void> {
    const nth = (this.nth += 1)
    return new Promise((resolve) => {
      const answered = (answer: { nth: number }) => {
        if (answer.nth !== nth) return
        this.child.off('message', answered)
        resolve()
      }
      this.child.on('message', answered)
      this.child.send({ nth, order })
    })
  }

  close(): void {
    this.child.disconnect()
  }
}
