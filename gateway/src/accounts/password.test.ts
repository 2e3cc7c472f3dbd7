import { expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

it('knows the right password from a wrong one, and never hashes alike', async () => {
  const [first, second] = await Promise.all([hashPassword('一盏茶 ☕'), hashPassword('一盏茶 ☕')])
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(first).not.toBe(second)
  expect(await verifyPassword(first, '一盏茶 ☕')).toBe(true)
  expect(await verifyPassword(first, '一盏茶')).toBe(false)
})

it('takes no password for an account whose hash is none', async () => {
  expect(await verifyPassword('', '')).toBe(false)
  expect(await verifyPassword('ringdesk-demo', 'ringdesk-demo')).toBe(false)
})
