import { Radios } from './choice.tsx'

/** What a copy is taken for (II.D), in words. */
export const purposeWords = { payment: 'Payment', 'health-care-operations': 'Health care operations' }

type Props = {
  label: string
  hint?: string | undefined
  /** None was chosen. */
  isMissing: boolean
  /** Where the purpose will be seen: `printed on each page`. */
  where: string
}

/** Asks what a copy is for. */
export function PurposeChoice({ label, hint, isMissing, where }: Props) {
  return (
    <Radios
      name="purpose"
      label={label}
      hint={hint}
      error={isMissing ? `Choose the purpose; it is recorded and ${where}.` : undefined}
      choices={Object.entries(purposeWords).map(([value, word]) => ({ value, label: word }))}
    />
  )
}
