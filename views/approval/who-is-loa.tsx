import { telephone } from '../format.ts'
import { Card } from '../parts/card.tsx'

export type LoaShown = { name: string; email: string; telephone: string | null }

/** Who administers the office: whom to ask for a role (III.A.1.b). */
export function WhoIsLoa(props: { loas: readonly LoaShown[]; plan: string }) {
  const { loas, plan } = props
  return (
    <Card heading={loas.length > 1 ? 'Your office’s administrators' : 'Your office’s administrator'}>
      {loas.length === 0 && <p>Your office has no Local Office Administrator now. {plan} decides for it meanwhile.</p>}
      {loas.length > 0 && (
        <>
          <p>They decide who gets access and what each of you may see.</p>
          <ul class="plain">
            {loas.map((loa) => (
              <li>
                {loa.name}, <a href={`mailto:${loa.email}`}>{loa.email}</a>
                {loa.telephone && `, ${telephone(loa.telephone)}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}
