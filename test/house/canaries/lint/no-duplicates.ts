import { sha256 } from '../../../../src/digest.ts'
import { randomText } from '../../../../src/digest.ts'

export const both = [sha256, randomText]
