export const words = (facts: { id: number }): string => String(facts)
