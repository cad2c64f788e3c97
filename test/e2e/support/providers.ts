/**
 * Two real identity providers on this machine, set up as differently as they come: a process of their own, which a story
 * starts and orders about. The plan's signs by RS256, takes its client's secret in a header and tells signing out from server to server;
 * the office's signs by ES256, takes the secret in the form, knows people under another name for each client, tells e-mail
 * addresses only when asked (userinfo), and signing out by a frame.
 */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Context, Provider } from 'oidc-provider'
import {
  clients,
  issuers,
  type Known,
  type Message,
  multiFactor,
  type Order,
  type Portal,
  type Which,
} from './provider-orders.ts'

const machine = Date.now.bind(Date)
const urls = issuers(Number(process.env.GATEHOUSE_E2E_PORT))
let people: Known[] = []

/** What providers remember, each by its own name: it outlives a change of keys. */
const kept = new Map<string, object>()

class Memory {
  private readonly prefix: string

  constructor(prefix: string) {
    this.prefix = prefix
  }

  private named = (id: string) => `${this.prefix} ${id}`

  async upsert(id: string, payload: { uid?: string }): Promise<void> {
    kept.set(this.named(id), payload)
    if (payload.uid !== undefined) kept.set(this.named(`uid ${payload.uid}`), payload)
  }

  async find(id: string): Promise<object | undefined> {
    return kept.get(this.named(id))
  }

  async findByUid(uid: string): Promise<object | undefined> {
    return kept.get(this.named(`uid ${uid}`))
  }

  async consume(id: string): Promise<void> {
    Object.assign(kept.get(this.named(id)) ?? {}, { consumed: Math.floor(Date.now() / 1000) })
  }

  async destroy(id: string): Promise<void> {
    kept.delete(this.named(id))
  }

  async revokeByGrantId(): Promise<void> {}
}

class Running {
  readonly which: Which
  private portal: Portal = { origin: 'http://localhost:1', provider: 'none' }
  private keys: object[] = []
  private provider!: Provider
  private server: Server | null = null
  private isSilent = false
  /** Of the session that is being signed out of, for the frame. */
  private sid = ''

  constructor(which: Which) {
    this.which = which
  }

  async obey(order: Order): Promise<void> {
    if (order.do === 'meet') this.portal = order.portal
    if (order.do === 'turn-keys') this.keys.unshift(newKey(this.which, this.keys.length))
    if (order.do === 'fail') {
      this.isSilent = order.how === 'silent'
      await (order.how === 'closed' ? this.close() : this.listen())
    } else this.provider = this.make()
  }

  async listen(): Promise<void> {
    if (this.server) return
    if (this.keys.length === 0) await this.obey({ do: 'turn-keys', which: this.which })
    const server = createServer((request, response) => void this.answer(request, response))
    this.server = server
    const { port, hostname } = new URL(urls[this.which])
    await new Promise<void>((resolve) => server.listen(Number(port), hostname, resolve))
  }

  private async close(): Promise<void> {
    const { server } = this
    this.server = null
    server?.closeAllConnections()
    if (server) await new Promise((resolve) => server.close(resolve))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isSilent) return
    if (!request.url!.startsWith('/interaction/')) return this.provider.callback()(request, response)
    if (request.method !== 'POST')
      return void response.setHeader('Content-Type', 'text/html').end(signInForm(this.which))
    const form = new URLSearchParams(await text(request))
    const isStrong = form.has('strong')
    const { claim, value } = multiFactor[this.which]
    const how = claim === 'amr' ? { amr: isStrong ? ['pwd', value] : ['pwd'] } : isStrong ? { acr: value } : {}
    const login = { accountId: form.get('login') ?? '', remember: true, ...how }
    await this.provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false })
  }

  private make(): Provider {
    const { which, portal } = this
    const { clientId, secret, groupsClaim } = clients[which]
    const isPlan = which === 'plan'
    const at = `${portal.origin}/sign-in/with/${portal.provider}`
    const alg = isPlan ? 'RS256' : 'ES256'
    const scopes = 'openid email profile groups'
    const provider = new Provider(urls[which], {
      adapter: class extends Memory {
        constructor(name: string) {
          super(`${which} ${name}`)
        }
      },
      jwks: { keys: this.keys },
      clients: [
        {
          client_id: clientId,
          client_secret: secret,
          redirect_uris: [`${at}/callback`],
          post_logout_redirect_uris: [`${portal.origin}/sign-in/signed-out`],
          response_types: ['code'],
          token_endpoint_auth_method: isPlan ? 'client_secret_basic' : 'client_secret_post',
          id_token_signed_response_alg: alg,
          subject_type: isPlan ? 'public' : 'pairwise',
          ...(isPlan
            ? { backchannel_logout_uri: `${at}/back-channel-logout`, backchannel_logout_session_required: true }
            : {}),
        },
      ],
      clientAuthMethods: [isPlan ? 'client_secret_basic' : 'client_secret_post'],
      enabledJWA: { idTokenSigningAlgValues: [alg] },
      subjectTypes: [isPlan ? 'public' : 'pairwise'],
      pairwiseIdentifier: (_ctx: unknown, account: string, client: { clientId: string }) =>
        createHash('sha256').update(`${client.clientId} ${account}`).digest('hex'),
      acrValues: isPlan ? [] : [multiFactor.office.value],
      scopes: scopes.split(' '),
      claims: {
        openid: ['sub', isPlan ? 'amr' : 'acr', ...(isPlan ? [] : [groupsClaim])],
        email: ['email', 'email_verified'],
        profile: ['name', 'given_name', 'family_name'],
        groups: [groupsClaim],
      },
      conformIdTokenClaims: !isPlan,
      cookies: { keys: ['only for stories'] },
      interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_ctx: unknown, login: string) => account(login, groupsClaim),
      loadExistingGrant: async (ctx: Context) => {
        const { oidc } = ctx
        const of = { clientId: oidc.client!.clientId, accountId: oidc.session.accountId! }
        const grant = new oidc.provider.Grant(of)
        grant.addOIDCScope(scopes)
        await grant.save()
        return grant
      },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: isPlan },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (ctx: Context, form: string) => {
            this.sid = ctx.oidc.session.sidFor(clientId)
            ctx.body = page(
              'Sign out here?',
              `${form}<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>`,
            )
          },
          postLogoutSuccessSource: (ctx: Context) => {
            const told = new URLSearchParams({ iss: urls[which], sid: this.sid })
            const frame = isPlan
              ? ''
              : `<iframe src="${at}/front-channel-logout?${told.toString().replaceAll('&', '&amp;')}"></iframe>`
            ctx.body = page('Signed out of the provider', frame)
          },
        },
      },
      renderError: (ctx: Context, out: { error: string; error_description?: string }) => {
        ctx.type = 'html'
        ctx.body = page(`The provider refuses: ${out.error}`, out.error_description ?? '')
      },
      // The portal is on this machine, where the library's own guard lets nobody be told of anything.
      fetch: (url: string, { dispatcher: _guard, ...options }: RequestInit & { dispatcher?: unknown }) =>
        fetch(url, options),
    })
    // Without logout from server to server the library leaves out the session's id, which the frame needs.
    if (!isPlan) provider.Client.prototype.includeSid = () => true
    return provider
  }
}

async function account(login: string, groupsClaim: string) {
  const one = people.find((person) => person.login === login)
  if (!one) return undefined
  const name = { name: `${one.firstName} ${one.lastName}`, given_name: one.firstName, family_name: one.lastName }
  const claims = () => ({ sub: login, email: one.email, email_verified: true, ...name, [groupsClaim]: one.groups })
  return { accountId: login, claims }
}

function newKey(which: Which, nth: number): object {
  const pair =
    which === 'plan'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...pair.privateKey.export({ format: 'jwk' }), kid: `${which}-${nth}`, use: 'sig' }
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${content}</html>`
}

function signInForm(which: Which): string {
  return page(
    `Sign in to the ${which}’s provider`,
    `<form method="post"><label>Name <input name="login"></label> <label><input type="checkbox" name="strong"> With a second factor</label> <button>Sign in to the provider</button></form>`,
  )
}

const running = { plan: new Running('plan'), office: new Running('office') }
await Promise.all([running.plan.listen(), running.office.listen()])

process.on('message', ({ nth, order }: Message) => {
  void obey(order).then(() => process.send!({ nth }))
})
process.on('disconnect', () => process.exit(0))
process.send?.({ nth: 0 })

async function obey(order: Order): Promise<void> {
  if (order.do === 'know') people = order.people
  else if (order.do === 'set-clock') Date.now = () => machine() + order.ahead
  else await running[order.which].obey(order)
}
