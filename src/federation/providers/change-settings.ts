/** Takes the form of a provider: what of it is otherwise than before is changed, and nothing else. */
import type { Change } from '../../accounts/account.ts'
import { recordedForSubjects } from '../../audit/statement.ts'
import { done, type Result } from '../../result.ts'
import { forgetPublished } from '../discover.ts'
import type { Provider } from '../provider.ts'
import { changeProvider } from './change-provider.ts'
import { differences, narrows, works } from './rules.ts'
import type { Flaw, ProviderFacts, Settings } from './settings.ts'
import { accountsLetGo, belongingsReplaced, identitiesLetGo, settingsChanged, switchedOff } from './store.ts'

/** What became of it: nothing was different; it was changed; or changed and switched off, since its new issuer doesn't work yet. */
export type Settled = 'same' | 'changed' | 'changed-and-off'

/**
 * `found`: what the issuer's metadata lacks. A provider that is on stays on through a change of its issuer only if that was
 * seen to work. Refused if the provider changed since it was seen: then nothing was changed.
 */
export async function changeSettings(
  env: Pick<Env, 'DB' | 'ACCOUNT_GUARD'>,
  {
    provider,
    facts,
    settings,
    found,
  }: { provider: Provider; facts: ProviderFacts; settings: Settings; found: readonly Flaw[] },
  change: Change & { by: number },
): Promise<Result<Settled, 'changed-meanwhile'>> {
  const different = differences(provider, settings)
  if (different.length === 0) return done('same')
  const { at, by, reason: _reason, ...from } = change
  const { row, id } = provider
  const isAnother = provider.issuer !== settings.issuer
  const turnsOff = isAnother && provider.disabledAt === null && !works(found)
  const changed = await changeProvider(
    env,
    {
      provider,
      first: settingsChanged({ row, changedAt: facts.changedAt, at }, settings),
      also: [
        ...belongingsReplaced(row, settings),
        ...(isAnother
          ? [
              identitiesLetGo(row, settings.issuer, at),
              recordedForSubjects(
                { name: 'identity.unlinked', at, account: by, record: id, ...from },
                accountsLetGo(row, settings.issuer, at),
              ),
            ]
          : []),
        ...(turnsOff ? [switchedOff(row, at)] : []),
      ],
      differences: turnsOff ? [...different, { field: 'state', before: 'on', after: 'off' }] : different,
      endsSessions: narrows(provider, settings),
    },
    change,
  )
  if (!changed.ok) return changed
  forgetPublished(settings.issuer)
  return done(turnsOff ? 'changed-and-off' : 'changed')
}
