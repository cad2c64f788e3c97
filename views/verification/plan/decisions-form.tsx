import { day } from '../../format.ts'
import { Button, Buttons } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Radios } from '../../parts/choice.tsx'
import type { FieldErrors } from '../../parts/error-summary.tsx'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'

/** A user as somebody on the telephone asks about them. */
export type UserShown = {
  id: string
  firstName: string
  lastName: string
  email: string
  jobTitle: string | null
  isLoa: number
  lastUsedOn: string | null
  roles: readonly string[]
}

type DecisionsFormProps = {
  action: string
  csrf: string
  users: readonly UserShown[]
  /** What was chosen so far, by user. */
  chosen: ReadonlyMap<string, { decision: string; lastOn: string }>
  errors: FieldErrors
}

/** What the office says of each user; who is left open waits (III.H.4). Nothing is chosen beforehand. */
export function DecisionsForm({ action, csrf, users, chosen, errors }: DecisionsFormProps) {
  return (
    <Form action={action} csrf={csrf}>
      {users.map((user) => (
        <Card>
          <Radios
            name={`decision-${user.id}`}
            label={`${user.firstName} ${user.lastName}${user.isLoa === 1 ? ', administrator' : ''}`}
            hint={[user.jobTitle, user.email, rolesOf(user), usedOf(user)].filter(Boolean).join(' · ')}
            choices={[
              { value: 'kept', label: 'Still works there' },
              { value: 'left', label: 'No longer works there' },
            ]}
            value={chosen.get(user.id)?.decision}
            error={errors[`decision-${user.id}`]}
          />
          <Field
            name={`last-${user.id}`}
            label="Last day of employment, if they left"
            type="date"
            width="medium"
            optional="told"
            value={chosen.get(user.id)?.lastOn}
            error={errors[`last-${user.id}`]}
          />
        </Card>
      ))}
      <Buttons>
        <Button>Save what was decided</Button>
      </Buttons>
    </Form>
  )
}

const rolesOf = ({ roles }: UserShown) => (roles.length > 0 ? roles.join(', ') : 'no roles')
const usedOf = ({ lastUsedOn }: UserShown) => (lastUsedOn === null ? 'never signed in' : `last used ${day(lastUsedOn)}`)
