/** The guards as development runs them: they know the moved clock, and an account's can be told that time has passed. */
import { AccountGuard } from '../src/account-guard/object.ts'
import { AddressGuard } from '../src/address-guard/object.ts'
import { shiftClock } from '../src/clock.ts'
import { ready } from './ready.ts'

export class DevAccountGuard extends AccountGuard {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    void ctx.blockConcurrencyWhile(() => ready(env.DB))
  }

  /** Does what is due by the clock moved so far; alarms cannot know that it was moved. */
  async timePassed(shiftMs: number): Promise<void> {
    shiftClock(shiftMs)
    await this.alarm()
  }
}

export class DevAddressGuard extends AddressGuard {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    void ctx.blockConcurrencyWhile(() => ready(env.DB))
  }
}
