/** The provider directory: whom a member may be referred to (section 12). Public knowledge, with nothing of a member. */

/** What is searched for, as typed and trimmed; blank: not asked about. `zip` orders by distance, where the feed has places. */
export type DirectoryCriteria = { name: string; specialty: string; zip: string }

/** One provider at a place in a specialty. `miles` from the ZIP asked about; null where it isn't known. */
export type DirectoryEntry = {
  id: string
  name: string
  organization: string | null
  npi: string | null
  specialty: string | null
  street: string | null
  city: string | null
  state: string | null
  zip: string | null
  telephone: string | null
  miles: number | null
}

/** An entry as a submission names it to the core system. */
export type ReferredTo = Pick<DirectoryEntry, 'id' | 'name' | 'organization' | 'npi'> & {
  sourceType: 'PractitionerRole' | 'Organization'
  sourceId: string
}
