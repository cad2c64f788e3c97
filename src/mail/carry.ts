/** The choice of provider: what the configuration says, unless another was set. */
import { type Config, readConfig } from '../config.ts'
import type { Channel } from '../mail-config.ts'
import { sendByBinding } from './binding-provider.ts'
import { sendByHttp } from './http-provider.ts'
import { type Provider, replaced } from './provider.ts'

/** The channels that somebody carries; messages of the others wait. */
export function channelsCarried({ carriers }: Config): Channel[] {
  return (['email', 'text'] as const).filter((channel) => replaced() ?? carriers[channel])
}

/** Hands the letter to the provider of its channel. */
export const carry: Provider = async (letter, env, now) => {
  const other = replaced()
  if (other) return other(letter, env, now)
  const { carriers, plan } = readConfig(env)
  const carrier = carriers[letter.channel]
  if (!carrier) return { is: 'later', seen: 'no-provider', afterSeconds: null }
  if (carrier.by === 'http') return sendByHttp(carrier, letter, now)
  return sendByBinding(env.EMAIL, { name: `${plan.name} Provider Portal`, email: carrier.from }, letter)
}
