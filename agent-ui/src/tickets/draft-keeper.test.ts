import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Draft, emptyDraft } from './draft.ts'
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts'

const draft = (subject: string): Draft => ({ mine: { subject }, base: { subject: '' } })

class Drawer {
  readonly items = new Map<string, string>()
  getItem(key: string) {
    return this.items.get(key) ?? null
  }
  setItem(key: string, value: string) {
    this.items.set(key, value)
  }
  removeItem(key: string) {
    this.items.delete(key)
  }
}
const draftsIn = ({ items }: Drawer) => [...items.keys()].filter((key) => key.startsWith('ringdesk.draft.')).length
let drawer: Drawer
let put: ReturnType<typeof vi.fn<(ticketId: string, fields: object) => Promise<void>>>
const opened = (account = 'u1'): DraftKeeper => {
  const keeper = createDraftKeeper({
    storage: drawer,
    put,
    pauseMs: 800,
    retryMs: 5_000,
    worthRetrying: (error) => String(error) !== 'Error: refused',
  })
  keeper.open(account)
  return keeper
}
beforeEach(() => {
  vi.useFakeTimers()
  drawer = new Drawer()
  put = vi.fn(async () => {})
})
afterEach(() => vi.useRealTimers())

it('keeps every letter in the browser at once and tells the gateway after a pause', async () => {
  const keeper = opened()
  keeper.edit('ticket:t1', draft('漏'))
  await vi.advanceTimersByTimeAsync(700)
  keeper.edit('ticket:t1', draft('漏了'))
  expect([...drawer.items.values()]).toContain(JSON.stringify(draft('漏了')))
  expect(put).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(800)
  expect(put.mock.calls).toEqual([['t1', { subject: '漏了' }]])
  expect(keeper.get('ticket:t1').keeping).toBe('kept')
  expect(draftsIn(drawer)).toBe(0)
})
it('survives a crash before the gateway was told', () => {
  opened().edit('ticket:t1', draft('漏了'))
  const after = opened()
  after.restore('ticket:t1', undefined)
  expect(after.get('ticket:t1')).toEqual({ draft: draft('漏了'), keeping: 'local' })
})
it('holds on to the text and tries again while the gateway is away', async () => {
  put.mockRejectedValueOnce(new Error('away'))
  const keeper = opened()
  keeper.edit('ticket:t1', draft('漏了'))
  await vi.advanceTimersByTimeAsync(800)
  expect(keeper.get('ticket:t1').keeping).toBe('local')
  expect(draftsIn(drawer)).toBe(1)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(keeper.get('ticket:t1').keeping).toBe('kept')
})
it('does not ask again when the gateway refuses, and still keeps the text here', async () => {
  put.mockRejectedValue(new Error('refused'))
  const keeper = opened()
  keeper.edit('ticket:t1', draft('漏了'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(put).toHaveBeenCalledOnce()
  expect(draftsIn(drawer)).toBe(1)
})
it('does not forget what was typed while the gateway was being told', async () => {
  let told = () => {}
  put.mockImplementationOnce(() => new Promise((resolve) => (told = resolve)))
  const keeper = opened()
  keeper.edit('ticket:t1', draft('一'))
  await vi.advanceTimersByTimeAsync(800)
  keeper.edit('ticket:t1', draft('一二'))
  told()
  await vi.advanceTimersByTimeAsync(0)
  expect(keeper.get('ticket:t1')).toEqual({ draft: draft('一二'), keeping: 'local' })
  expect(draftsIn(drawer)).toBe(1)
})
it('prefers what the browser holds over what the gateway kept', () => {
  opened().edit('ticket:t1', draft('newer'))
  const after = opened()
  after.restore('ticket:t1', draft('older'))
  expect(after.get('ticket:t1').draft).toEqual(draft('newer'))
})
it('takes over what the gateway kept when the browser holds nothing', () => {
  const keeper = opened()
  keeper.restore('ticket:t1', draft('kept there'))
  expect(keeper.get('ticket:t1')).toEqual({ draft: draft('kept there'), keeping: 'kept' })
})
it('does not bring back from the gateway what was just emptied here', () => {
  const keeper = opened()
  keeper.edit('ticket:t1', draft('x'))
  keeper.edit('ticket:t1', emptyDraft)
  keeper.restore('ticket:t1', draft('x'))
  expect(keeper.get('ticket:t1').keeping).toBe('none')
})
it('moves what was typed before the ticket existed onto it', async () => {
  const keeper = opened()
  keeper.edit('call:c1', draft('typed early'))
  keeper.adopt('call:c1', 'ticket:t1')
  await vi.advanceTimersByTimeAsync(800)
  expect(put.mock.calls).toEqual([['t1', { subject: 'typed early' }]])
  expect(keeper.get('call:c1').keeping).toBe('none')
})
it('tells the gateway everything at log-out and shows nothing to the next person', async () => {
  const keeper = opened()
  keeper.edit('ticket:t1', draft('mine'))
  await keeper.flush()
  keeper.close()
  expect(put).toHaveBeenCalledOnce()
  expect(draftsIn(drawer)).toBe(0)
  keeper.open('u2')
  keeper.restore('ticket:t1', undefined)
  expect(keeper.get('ticket:t1').keeping).toBe('none')
})
it('keeps in the browser what could not be told at log-out, for the same person', async () => {
  put.mockRejectedValue(new Error('away'))
  const keeper = opened()
  keeper.edit('ticket:t1', draft('mine'))
  await keeper.flush()
  keeper.close()
  keeper.open('u2')
  keeper.restore('ticket:t1', undefined)
  expect(keeper.get('ticket:t1').keeping).toBe('none')
  keeper.open('u1')
  keeper.restore('ticket:t1', undefined)
  expect(keeper.get('ticket:t1').draft).toEqual(draft('mine'))
})

it('remembers across a reload which tickets have something unsaved, and forgets those saved meanwhile', () => {
  const keeper = opened()
  keeper.edit('ticket:t1', draft('a'))
  keeper.edit('ticket:t2', draft('b'))
  keeper.discard('ticket:t2')
  const after = opened()
  expect(after.store.getState().unsaved).toEqual(['t1'])
  after.discard('ticket:t1')
  expect(opened().store.getState().unsaved).toEqual([])
})
