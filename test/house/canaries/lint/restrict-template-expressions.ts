export const address = (id: number | undefined): string => `/claims/${id}`
