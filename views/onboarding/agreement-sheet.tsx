import type { Block } from '../../src/documents/document.ts'
import { Text } from '../documents/text.tsx'
import { telephone, time, tin } from '../format.ts'
import { Facts } from '../parts/facts.tsx'

export type AgreementSheetProps = {
  request: {
    legalName: string
    tin: string
    npi: string
    street: string
    city: string
    state: string
    zip: string
    telephone: string
    managerName: string
    managerTitle: string
    managerEmail: string
    managerTelephone: string
    version: number
    documentTitle: string
    isPaper: 0 | 1
    signedName: string
    signedTitle: string
    signedAt: number
    ip: string
  }
  nominees: readonly { firstName: string; lastName: string; email: string }[]
  blocks: readonly Block[]
  zone: string
}

/** The agreement as it was signed: the office, the whole text of that version, and the signature (III.A.1.a). */
export function AgreementSheet({ request, nominees, blocks, zone }: AgreementSheetProps) {
  return (
    <>
      <Facts
        facts={[
          { label: 'Office', value: request.legalName },
          { label: 'Tax id', value: tin(request.tin) },
          { label: 'NPI', value: request.npi },
          { label: 'Address', value: `${request.street}, ${request.city}, ${request.state} ${request.zip}` },
          { label: 'Telephone', value: telephone(request.telephone) },
          { label: 'Office manager', value: `${request.managerName}, ${request.managerTitle}` },
          { label: 'Manager’s e-mail', value: request.managerEmail },
          { label: 'Manager’s telephone', value: telephone(request.managerTelephone) },
          ...nominees.map((one) => ({
            label: 'Local Office Administrator',
            value: `${one.firstName} ${one.lastName}, ${one.email}`,
          })),
        ]}
      />
      <p class="lead">
        {request.documentTitle}, version {request.version}
      </p>
      <Text blocks={blocks} />
      <h2>Signature</h2>
      <Facts
        facts={[
          { label: 'Signed by', value: request.signedName },
          { label: 'Title', value: request.signedTitle },
          { label: 'Signed', value: time(request.signedAt, zone) },
          {
            label: 'How',
            value: request.isPaper ? 'On paper' : `Electronically, from the IP address ${request.ip}`,
          },
        ]}
      />
    </>
  )
}
