import { describe, expect, it } from 'vitest'
import { filledScript } from './filled-script.ts'

describe('a script', () => {
  it('speaks of this contact', () => {
    expect(
      filledScript('您好{customerName}，关于{storeName}的{门店}', { customerName: '张伟', storeName: '文三路店' }),
    ).toBe('您好张伟，关于文三路店的—')
  })
  it('leaves alone what is no attribute, and what every object has', () => {
    expect(filledScript('{ } {1} {constructor} {a b}', {})).toBe('{ } {1} — {a b}')
  })
})
