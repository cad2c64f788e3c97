/** Measuring side by side: contestants take turns in short blocks, and only ratios within a round count. */

/** One contestant's turn: `run` does a piece of work `times` over, `cpu` reads the CPU used so far in seconds. */
export type Turn = { cpu: () => number; run: () => Promise<void>; times: number; atOnce: number }

/** Lets each take its turn once a round, in another order every round; answers each one's milliseconds of CPU a piece, by round. */
export async function compete<Name extends string>(
  turns: Record<Name, Turn>,
  rounds: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(turns) as Name[]
  const used = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (const turn of Object.values<Turn>(turns)) for (let warm = 0; warm < 3; warm += 1) await take(turn)
  for (let round = 0; round < rounds; round += 1) {
    for (const place of names.keys()) {
      const name = names[(place + round) % names.length]!
      used[name].push(await take(turns[name]))
    }
  }
  return used
}

async function take({ cpu, run, times, atOnce }: Turn): Promise<number> {
  const before = cpu()
  let left = times
  const lane = async () => {
    while (left > 0) {
      left -= 1
      await run()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return ((cpu() - before) / times) * 1000
}

/** The median over the rounds of how many times as much one used as the other. */
export function ratio(one: readonly number[], other: readonly number[]): number {
  return median(one.map((used, round) => used / other[round]!))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}

/** How well one list of times can be told from the other: 0.5 not at all, 0 or 1 without fail (area under the ROC curve). */
export function auc(ones: readonly number[], others: readonly number[]): number {
  const wins = ones.flatMap((one) => others.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)))
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length
}
