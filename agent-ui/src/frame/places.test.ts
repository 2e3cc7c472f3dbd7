import { expect, it } from 'vitest'
import { firstPlace, mayOpen } from './places.ts'

it.each([
  ['store', '/tickets', false],
  ['store', '/desk', false],
  ['region', '/tickets', true],
  ['region', '/tickets/01900000', true],
  ['region', '/staff', true],
  ['region', '/reports', true],
  ['region', '/calls', false],
  ['region', '/administration', false],
  ['region', '/ticketsx', false],
  ['agent', '/desk', true],
  ['agent', '/staff', false],
  ['supervisor', '/staff', true],
  ['admin', '/administration', true],
] as const)('a %s asks for %s: %s', (role, path, may) => expect(mayOpen(role, path)).toBe(may))

it('begins where there is something to do', () => {
  expect(firstPlace('store', false)).toBe('/store')
  expect(firstPlace('region', false)).toBe('/tickets')
  expect(firstPlace('agent', true)).toBe('/desk')
  expect(firstPlace('admin', false)).toBe('/home')
})
