export const refused = (): Promise<never> => Promise.reject('refused')
