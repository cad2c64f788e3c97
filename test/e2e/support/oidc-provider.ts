/** What the stories use of `oidc-provider`, which comes without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export type Session = {
    accountId?: string
    sidFor(clientId: string): string
    grantIdFor(clientId: string): string | undefined
  }
  export type Context = {
    body: unknown
    type: string
    oidc: {
      client?: { clientId: string }
      session: Session
      account?: { accountId: string }
      provider: Provider
      result?: { consent?: { grantId?: string } }
    }
  }
  export type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> }

  export class Provider {
    constructor(issuer: string, configuration: object)
    proxy: boolean
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object, how: object): Promise<void>
    on(event: string, listener: (...args: never[]) => void): this
    Client: { prototype: { includeSid: () => boolean } }
    Grant: { new (of: { clientId: string; accountId: string }): Grant; find(id: string): Promise<Grant | undefined> }
  }
}
