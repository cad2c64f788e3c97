import type { ProviderKind } from '../../src/federation/provider.ts'
import type { Flaw, Obstacle } from '../../src/federation/providers/settings.ts'

export const kindNames: Record<ProviderKind, string> = { plan: 'The plan’s own', office: 'Of offices' }

/** What is wrong with what a provider publishes of itself, and whose it is to put right. */
export const flawWords: Record<Flaw, string> = {
  unreachable:
    'Nothing readable came from the issuer’s address within two seconds. Look at the address, or wait until the provider is up.',
  'other-issuer':
    'At the issuer’s address another issuer answers. Type it letter for letter as the provider writes it, a slash at the end included.',
  'no-addresses': 'What the provider publishes names no https addresses for signing in, for tokens and for its keys.',
  'no-code': 'The provider doesn’t offer the authorization code flow, and this portal takes no other.',
  'no-pkce': 'The provider doesn’t offer PKCE with S256, without which a stolen code could be used.',
  'unsaid-pkce':
    'The provider doesn’t say whether it checks PKCE (S256). The portal sends it all the same; ask the provider whether it is looked at.',
  'no-algorithm':
    'The provider signs ID tokens in no way that is taken here: RS256, ES256 or another with a public key.',
  'no-client-secret':
    'The provider takes no client secret at its token address (client_secret_basic or client_secret_post).',
  'no-keys': 'The provider’s keys could not be read, or none of them is for signing.',
}

/** What to do before a provider can be switched on. */
export const obstacleWords: Record<Obstacle, string> = {
  policy:
    'The plan’s policy has identity providers switched off (PROVIDERS, III.E.1): they go past the password, so a plan that wants them says why.',
  client: 'Type the client id and the client secret that the provider gave this portal.',
  domains: 'Name at least one e-mail domain in the settings: by it the sign-in page finds the provider.',
  offices: 'Add the offices that brought it: whoever comes in through it works for these alone.',
  'break-glass':
    'First somebody of Information Services needs a way in of their own, for the day the provider is down: an account that no provider manages, with a passkey (Your profile, Security).',
}
