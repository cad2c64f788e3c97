// @ts-ignore
export const seven: number = 'seven'
