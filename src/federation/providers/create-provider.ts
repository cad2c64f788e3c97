/** Sets up a new identity provider, switched off: the provider needs this portal's addresses before it gives a client. */
import type { Change } from '../../accounts/account.ts'
import { recorded, recordedForSubjects } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { type Id, newId } from '../../ids.ts'
import { done, refused, type Result } from '../../result.ts'
import { keyName, seal, type SealKeys } from '../../seal.ts'
import { forgetPublished } from '../discover.ts'
import { CLIENT_SECRET } from '../provider.ts'
import type { Settings } from './settings.ts'
import { accountsLetGo, identitiesLetGo, providerAdded, providerChangeKept, wasTaken } from './store.ts'

/** No provider's row: none but others can have identities of the issuer yet. */
const NONE = 0

/** Answers the public id; refused if another provider took the issuer in between. */
export async function createProvider(
  { db, sealKeys }: { db: Database; sealKeys: SealKeys },
  settings: Settings,
  { at, by, reason: _reason, ...from }: Change & { by: number },
): Promise<Result<Id<'identity-provider'>, 'changed-meanwhile'>> {
  const id = newId('identity-provider')
  const secret = { sealed: await seal('', sealKeys, CLIENT_SECRET, id), by: keyName(sealKeys.present) }
  const { name, kind, issuer } = settings
  try {
    await batch(db, [
      providerAdded(id, settings, secret, at),
      recorded({
        name: 'identity_provider.changed',
        at,
        account: by,
        record: id,
        detail: { fields: 'name, kind, issuer', to: 'new' },
        ...from,
      }),
      providerChangeKept(
        id,
        Object.entries({ name, kind, issuer }).map(([field, after]) => ({
          field: field as 'name' | 'kind' | 'issuer',
          before: null,
          after,
        })),
        { at, by },
      ),
      identitiesLetGo(NONE, issuer, at),
      recordedForSubjects(
        { name: 'identity.unlinked', at, account: by, record: id, ...from },
        accountsLetGo(NONE, issuer, at),
      ),
    ])
  } catch (failure) {
    if (!wasTaken(failure)) throw failure
    return refused('changed-meanwhile')
  }
  forgetPublished(issuer)
  return done(id)
}
