import type { Block } from '../../src/documents/document.ts'
import { Text } from '../documents/text.tsx'
import { day } from '../format.ts'

/** The privacy notice in force, with its version and the date of its last revision (WPP). */
export function PrivacyNotice(props: { version: number; revisedOn: string; blocks: readonly Block[] }) {
  return (
    <>
      <p class="lead">
        Date of last revision: {day(props.revisedOn)} (version {props.version})
      </p>
      <Text blocks={props.blocks} />
    </>
  )
}
