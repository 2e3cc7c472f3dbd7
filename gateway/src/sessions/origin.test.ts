import { describe, expect, it } from 'vitest'
import { isForeignOrigin } from './origin.ts'

describe('the origin of a request', () => {
  it.each([
    [undefined, 'desk.example', false],
    ['https://desk.example', 'desk.example', false],
    ['https://desk.example', 'desk.example:443', false],
    ['http://Desk.Example:8080', 'desk.example:8080', false],
    ['http://127.0.0.1:8080', '127.0.0.1:8080', false],
    ['https://evil.example', 'desk.example', true],
    ['https://desk.example.evil.example', 'desk.example', true],
    ['http://desk.example:9090', 'desk.example:8080', true],
    ['null', 'desk.example', true],
    ['', 'desk.example', true],
    ['nonsense', 'desk.example', true],
  ])('%s for host %s: foreign %s', (origin, host, foreign) => {
    expect(isForeignOrigin(origin, host)).toBe(foreign)
  })
})
