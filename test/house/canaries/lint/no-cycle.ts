import { there } from './no-cycle-2.ts'

export const here = (): number => there()
