import { day } from '../format.ts'
import { Card } from '../parts/card.tsx'
import type { FoundMember } from './results.tsx'

/** The members that this person opened last in this office; nothing where there are none. */
export function RecentMembers({ members }: { members: readonly FoundMember[] }) {
  if (members.length === 0) return null
  return (
    <Card heading="Members you opened last">
      <ul class="plain">
        {members.map((member) => (
          <li>
            <a href={`/members/${member.id}`}>
              {[member.lastName, member.firstName].filter(Boolean).join(', ') || `Member ${member.number}`}
            </a>{' '}
            <small>
              {day(member.birthDate)} · {member.number}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  )
}
