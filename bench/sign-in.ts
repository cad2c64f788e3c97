/** What signing in costs beside the bare hash, and whether its time tells who exists (T6). */
import { type Contestant, start } from './contestant.ts'
import { PASSWORD, people } from './plan.ts'
import { auc, compete, median, ratio } from './rounds.ts'
import { freshAddress, Visitor } from './visitor.ts'

const ROUNDS = 30
/** Few at a turn and many turns: what the machine does meanwhile falls on both alike. */
const TIMES = 2
/** Under the lock of III.E.3, which would answer without comparing. */
const FAILURES_EACH = 4
const TRIES = 300

/** Measures signing in on a known device with the right password. Its shortest duration is waiting, not CPU, and so not in it. */
export async function measureSignIn(portal: Contestant) {
  const bare = await start('bench/hash.ts', { bare: true })
  try {
    const emails = ['first@office.example', 'second@office.example']
    const devices = await people(await portal.database(), emails)
    const idle = emails.map((email, place) => {
      const visitor = new Visitor(portal.url)
      visitor.cookies.set('__Host-device', devices[place]!)
      return { email, visitor }
    })
    const asked = new Visitor(bare.url)
    const used = await compete(
      {
        portal: {
          cpu: portal.cpu,
          times: TIMES,
          atOnce: idle.length,
          run: async () => {
            const person = idle.pop()!
            // Whoever signs in is signed out: a closed session takes its cookie away.
            person.visitor.cookies.delete('__Host-session')
            const { location } = await person.visitor.signIn(person.email, PASSWORD)
            if (location !== '/home') throw new Error('a sign-in failed')
            idle.push(person)
          },
        },
        hash: { cpu: bare.cpu, times: TIMES, atOnce: idle.length, run: () => asked.ask('/').then(() => undefined) },
      },
      ROUNDS,
    )
    return {
      rounds: ROUNDS,
      vsHash: ratio(used.portal, used.hash),
      ms: { signIn: median(used.portal), hash: median(used.hash) },
    }
  } finally {
    await bare.stop()
  }
}

/** Where an address is typed by somebody who isn't signed in, and what the answer is to everybody. */
export const doors = {
  'sign-in': { path: '/sign-in', fields: { password: 'Wrong-horse-7', next: '' }, status: 422 },
  'forgot-password': { path: '/forgot-password', fields: {}, status: 303 },
  register: { path: '/register', fields: {}, status: 303 },
} as const

/** Measures what a door takes for addresses that exist and for others, in turns; two portals share the work. */
export async function measureTiming(portals: readonly Contestant[], door: keyof typeof doors) {
  const times = await Promise.all(portals.map((portal) => knocks(portal, TRIES / portals.length, door)))
  const known = times.flatMap((one) => one.known)
  const unknown = times.flatMap((one) => one.unknown)
  return { auc: auc(known, unknown), tries: known.length, ms: { known: median(known), unknown: median(unknown) } }
}

async function knocks(
  portal: Contestant,
  tries: number,
  door: keyof typeof doors,
): Promise<{ known: number[]; unknown: number[] }> {
  const { path, fields, status } = doors[door]
  const names = Array.from({ length: Math.ceil(tries / FAILURES_EACH) }, (_, n) => `${door}.${n}`)
  await people(
    await portal.database(),
    names.map((name) => `${name}@known.example`),
  )
  const visitor = new Visitor(portal.url)
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let n = 0; n < tries; n += 1) {
    const order = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const which of order) {
      // No throttle of an address is met: each try comes from another.
      visitor.address = freshAddress()
      const email = `${names[n % names.length]}@${which}.example`
      const answer = await visitor.send(path, { email, ...fields })
      if (answer.status !== status) throw new Error(`${path} answered with ${answer.status}`)
      times[which].push(answer.ms)
    }
  }
  return times
}
