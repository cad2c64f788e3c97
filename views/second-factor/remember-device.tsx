import { Checkbox } from '../parts/choice.tsx'

/** Offers to make the device known (III.F.1.b). `asks`: what is not asked on it then. */
export function RememberDevice(props: {
  remember: { checked: boolean; days: number } | undefined
  asks?: 'code' | 'more' | undefined
}) {
  const { remember, asks = 'code' } = props
  if (!remember) return null
  const less = asks === 'code' ? 'no code is asked on it' : 'nothing more is asked on it'
  return (
    <Checkbox
      name="remember"
      label="I alone use this device"
      hint={`It is known here for ${remember.days} days: ${less}.`}
      checked={remember.checked}
    />
  )
}
