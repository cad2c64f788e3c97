export const whose = (): unknown => name
