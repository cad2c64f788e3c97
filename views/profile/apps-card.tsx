import { dayAt } from '../format.ts'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Table } from '../parts/table.tsx'

export type AppsCardProps = {
  apps: { id: string; name: string; addedAt: number; usedAt: number | null }[]
  most: number
}

const PATH = '/profile/security/apps'

/** One's own authenticator apps. */
export function AppsCard({ apps, most, zone }: AppsCardProps & { zone: string }) {
  return (
    <Card heading="Authenticator apps">
      {apps.length === 0 && <p>You have none. With an app you need no code by e-mail: it shows you one.</p>}
      {apps.length > 0 && (
        <Table
          caption="Apps whose codes count as yours"
          rows={apps}
          columns={[
            { head: 'App', cell: (app) => app.name, long: true },
            { head: 'Added', cell: (app) => dayAt(app.addedAt, zone) },
            { head: 'Last used', cell: (app) => (app.usedAt === null ? 'never' : dayAt(app.usedAt, zone)) },
            {
              head: 'Not in use?',
              cell: (app) => (
                <a href={`${PATH}/${app.id}/removal`}>
                  Remove <span class="usa-sr-only">{app.name}</span>
                </a>
              ),
            },
          ]}
        />
      )}
      {apps.length < most && (
        <Buttons>
          <ButtonLink href={PATH} kind="outline">
            {apps.length === 0 ? 'Add an app' : 'Add another app'}
          </ButtonLink>
        </Buttons>
      )}
    </Card>
  )
}
