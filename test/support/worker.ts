/** The Worker of the tests: nothing happens behind a test's back, so tests hand tickets to the consumers themselves. */
import worker from '../../src/index.ts'

export { AccountGuard, AddressGuard } from '../../src/index.ts'
// A ticket of one file that is delivered during the next one would find its runtime, and hold its database while it is reset.
export default { ...worker, queue: () => undefined }
