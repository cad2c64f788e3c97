export const same = (one: string): string => one as string
