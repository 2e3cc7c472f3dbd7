import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { asLegId } from '../../ids.ts'
import { DialledLegs } from './dialled-legs.ts'

const leg = asLegId('be731135-de8d-4d21-bbd0-3e00136625ff')

describe('a leg that we dialled', () => {
  let legs: DialledLegs
  let free: boolean
  const wait = () => {
    free = false
    void legs.free(leg).then(() => {
      free = true
    })
    return vi.advanceTimersByTimeAsync(0)
  }

  beforeEach(() => {
    vi.useFakeTimers()
    legs = new DialledLegs()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('is free at once when nobody holds it', async () => {
    await wait()
    expect(free).toBe(true)
  })

  test('is free when it has parked, and stays so', async () => {
    legs.dialled(leg)
    await wait()
    expect(free).toBe(false)
    legs.released(leg)
    await vi.advanceTimersByTimeAsync(0)
    expect(free).toBe(true)
    await wait()
    expect(free).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is free after a second, and then for good: its park may have been missed', async () => {
    legs.dialled(leg)
    await wait()
    await vi.advanceTimersByTimeAsync(999)
    expect(free).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(free).toBe(true)
    await wait()
    expect(free).toBe(true)
  })

  test('keeps nobody waiting when the connection is lost', async () => {
    legs.dialled(leg)
    await wait()
    legs.clear()
    await vi.advanceTimersByTimeAsync(0)
    expect(free).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })
})
