type Change = { field: string; before: string | null; after: string | null; office: string | null }

const fieldNames: Record<string, string> = {
  status: 'Account',
  membership: 'Access',
  lock: 'Locks',
  sessions: 'Open sessions',
  devices: 'Known devices',
  'second factors': 'Second factors',
  'set-up link': 'Set-up link',
  first_name: 'First name',
  last_name: 'Last name',
  street: 'Street',
  city: 'City',
  zip: 'ZIP code',
  telephone: 'Telephone',
  mobile: 'Mobile number',
  job_title: 'Job title',
}

/** What was changed, from what to what: 'Account: active, now suspended'. */
export function changeWords({ field, before, after, office }: Change): string {
  const name = `${fieldNames[field] ?? field}${office ? ` to ${office}` : ''}`
  return before === null ? `${name}: ${after ?? 'none'}` : `${name}: ${before}, now ${after ?? 'none'}`
}
