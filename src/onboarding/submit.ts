/** An office signs the Access Agreement and asks for access; on paper staff record the same (III.A.1.a). */
import { recordedOrNothing } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Database } from '../db/client.ts'
import type { Block, Document } from '../documents/document.ts'
import { type Id, newId } from '../ids.ts'
import { dispatch, post } from '../mail/outbox.ts'
import type { Change } from '../accounts/account.ts'
import type { OfficeRequest } from './office-request.ts'
import { enterpriseAdministrators, nomineeKept, requestKept, type Signing } from './store.ts'

/** What a request is made with. */
export type Means = { db: Database; mail: Queue; config: Pick<Config, 'sealKeys'> }

/** The text that was signed, as the copy shows it. */
export type Signed = Pick<Document, 'row' | 'title' | 'version'> & { blocks: Block[] }

/**
 * Keeps the request as it was signed, and mails a copy of the agreement to the office's manager and word of it to the
 * Enterprise Administrators. `signing` tells the instant, the IP address and the paper; `change` who does it.
 * Throws what `tookBack` knows if there are too many of the address: then nothing was kept and nobody is told.
 */
export async function submit(
  { db, mail, config }: Means,
  request: OfficeRequest,
  agreement: Signed,
  signing: Omit<Signing, 'document'>,
  { at, by, ...from }: Change,
): Promise<Id<'office-request'>> {
  const id = newId('office-request')
  const { details, nominees, signedName, signedTitle } = request
  const { rows } = await batch(db, [enterpriseAdministrators])
  const { title, version, blocks } = agreement
  const { signedAt, ip, paper } = signing
  const copy = {
    details,
    nominees,
    signedName,
    signedTitle,
    signedAt,
    ip,
    isPaper: paper !== null,
    title,
    version,
    blocks,
  }
  const postings = await Promise.all([
    post(
      {
        name: 'agreement-copy',
        request: id,
        copy,
        to: { address: details.managerEmail, firstName: details.managerName },
        channel: 'email',
      },
      at,
      config.sealKeys,
    ),
    ...rows[0].map(({ account }) =>
      post(
        { name: 'office-request-waiting', request: id, office: details.legalName, to: { account }, channel: 'email' },
        at,
        config.sealKeys,
      ),
    ),
  ])
  await batch(db, [
    requestKept(id, request, { ...signing, document: agreement.row }, at),
    recordedOrNothing({
      name: 'office_request.received',
      at,
      account: by,
      record: id,
      clause: 'III.A.1.a',
      detail: { version, on: paper ? 'paper' : 'screen', scan: paper?.scanResult ?? null },
      ...from,
    }),
    ...nominees.map((nominee, place) => nomineeKept(id, place + 1, nominee)),
    ...postings.map(({ statement }) => statement),
  ])
  await dispatch(mail, postings)
  return id
}
