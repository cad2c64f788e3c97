/** A form that was posted too late: where to, and its fields in their order. */
export type KeptForm = { path: string; fields: [name: string, value: string][] }
