/** The guard's mutex: objects do not serialise across awaits of other I/O. */

/** How many may wait for the one before; the rest are told to come again. */
const MOST_WAITING = 20

export class Turns {
  private waiting = 0
  private last: Promise<unknown> = Promise.resolve()

  /** Runs when everything before it has ended, well or not. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work)
    this.last = turn.catch(() => undefined)
    return turn
  }

  /** The same, or `busy` at once where too many wait. */
  async unlessBusy<T>(busy: T, work: () => Promise<T>): Promise<T> {
    if (this.waiting >= MOST_WAITING) return busy
    this.waiting += 1
    try {
      return await this.take(work)
    } finally {
      this.waiting -= 1
    }
  }
}
