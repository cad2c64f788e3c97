import { DurableObject } from 'cloudflare:workers'

export class AccountGuard extends DurableObject {}
export class AddressGuard extends DurableObject {}

export default {
  fetch() {
    return new Response('Gatehouse')
  },
} satisfies ExportedHandler<Env>
