/** The guard of one IP address, as its callers hold it. */
export type Guard = ReturnType<Env['ADDRESS_GUARD']['getByName']>
