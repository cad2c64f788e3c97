import type { Block } from '../../../src/documents/document.ts'
import type { AgreementCopy } from '../../../src/mail/agreement-copy.ts'
import { telephone as inWords, time, tin } from '../../format.ts'
import type { MailFrame, MailWords, Part } from '../../mail/letter.ts'

/** The whole agreement as it was signed, for the office's records (III.A.1.a). Says "this wasn't me" first. */
export function agreementCopyMail(props: MailFrame & { copy: AgreementCopy; zone: string }): MailWords {
  const { plan, telephone, firstName, copy, zone } = props
  const { details, nominees, signedName, signedTitle, signedAt, ip, isPaper, title, version, blocks } = copy
  return {
    subject: `Your copy of the ${plan} ${title}`,
    body: [
      `Hello ${firstName},`,
      `${details.legalName} asked for access to the ${plan} Provider Portal and named you as its office manager. Below is the whole agreement as it was signed; keep it with your records. We look at the request and write to you again.`,
      `This wasn’t us: call us now at ${telephone}. Nobody gets access by this message.`,
      { list: detailsOf(details) },
      `Local Office Administrators: ${nominees.map((one) => `${one.firstName} ${one.lastName}, ${one.email}`).join('; ')}`,
      `${title}, version ${version}`,
      ...blocks.flatMap(partsOf),
      isPaper
        ? `Signed on paper by ${signedName}, ${signedTitle}, ${time(signedAt, zone)}.`
        : `Signed electronically by ${signedName}, ${signedTitle}, ${time(signedAt, zone)}, from the IP address ${ip}.`,
    ],
  }
}

function detailsOf(details: AgreementCopy['details']): string[] {
  const { legalName, street, city, state, zip, npi } = details
  return [
    `Office: ${legalName}`,
    `Tax id: ${tin(details.tin)}`,
    `NPI: ${npi}`,
    `Address: ${street}, ${city}, ${state} ${zip}`,
    `Telephone: ${inWords(details.telephone)}`,
    `Office manager: ${details.managerName}, ${details.managerTitle}, ${details.managerEmail}, ${inWords(details.managerTelephone)}`,
  ]
}

function partsOf(block: Block): Part[] {
  switch (block.is) {
    case 'heading':
    case 'paragraph':
      return [block.text]
    case 'list':
      return [{ list: block.items }]
    case 'check':
      return [block.question, { list: block.answers.map(({ text }) => text) }]
    default:
      return block satisfies never
  }
}
