import * as z from 'zod/mini'

const listing = z.object({
  confirmation: z.catch(z.nullable(z.string()), null),
  before: z.catch(z.nullable(z.number()), null),
})

/** The number that was just given, and where the page begins, as they come out of an address. */
export function readListing(opened: unknown): z.infer<typeof listing> {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { confirmation: null, before: null }
}
