export { default, AccountGuard, AddressGuard } from '../../src/index.ts'
