import { expect, it } from 'vitest'
import { Lookups } from './lookups.ts'

it('asks no more than so many at once, in order, and goes on after a failure', async () => {
  const lookups = new Lookups(2)
  const begun: number[] = []
  let running = 0
  let most = 0
  const open = new Map<number, { answer: () => void; fail: () => void }>()
  const asked = [1, 2, 3, 4, 5].map((id) =>
    lookups.run(async () => {
      begun.push(id)
      most = Math.max(most, ++running)
      await new Promise<void>((resolve, reject) =>
        open.set(id, { answer: resolve, fail: () => reject(new Error('away')) }),
      ).finally(() => running--)
      return id
    }),
  )
  const settled = Promise.allSettled(asked)
  for (const id of [1, 2, 3, 4, 5]) {
    await expect.poll(() => open.has(id)).toBe(true)
    if (id === 2) open.get(id)?.fail()
    else open.get(id)?.answer()
  }
  expect((await settled).map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
    1,
    'failed',
    3,
    4,
    5,
  ])
  expect(begun).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})
