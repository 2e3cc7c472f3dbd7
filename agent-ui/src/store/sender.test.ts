import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { QueuedAction } from './queued-actions.ts'
import { type ActionStore, createSender, type SendOutcome } from './sender.ts'

const action = (seq: number, accountId = 'me'): QueuedAction => ({
  seq,
  accountId,
  ticketId: 't',
  ticketNumber: '1',
  at: seq,
  deed: { kind: 'comment', commandId: `c${seq}`, text: '', photos: [] },
})

function memory(actions: QueuedAction[]): ActionStore & { readonly actions: QueuedAction[] } {
  return {
    actions,
    all: async () => [...actions].sort((one, other) => one.seq - other.seq),
    async remove(seq) {
      actions.splice(
        actions.findIndex((each) => each.seq === seq),
        1,
      )
    },
    async refuse(seq, why) {
      const index = actions.findIndex((each) => each.seq === seq)
      const found = actions[index]
      if (found) actions[index] = { ...found, refused: why }
    },
  }
}

/** As the browser's locks: one after the other, shared by all windows. */
function lock() {
  let before: Promise<unknown> = Promise.resolve()
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const run = before.then(work)
    before = run.catch(() => undefined)
    return run
  }
}

it('sends in the order of doing, however many windows, networks and lost answers there are, and the gateway does each once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('ok', 'lost-answer', 'no-network'), { maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 8 }),
      async (weather, windows, count) => {
        const store = memory(Array.from({ length: count }, (_, index) => action(index)))
        const done: string[] = []
        const asked: number[] = []
        const send = async ({ deed, seq }: QueuedAction): Promise<SendOutcome> => {
          const now = weather.shift() ?? 'ok'
          if (now === 'no-network') return { kind: 'later' }
          const id = deed.kind === 'comment' ? deed.commandId : deed.kind === 'move' ? deed.move.commandId : ''
          asked.push(seq)
          if (!done.includes(id)) done.push(id)
          return now === 'ok' ? { kind: 'sent' } : { kind: 'later' }
        }
        const alone = lock()
        const senders = Array.from({ length: windows }, () =>
          createSender({ store, send, alone, onProgress: () => {} }),
        )
        for (let round = 0; store.actions.length > 0 && round < 100; round++)
          await Promise.all(senders.map((flush) => flush('me')))
        expect(store.actions).toEqual([])
        expect(done).toEqual(Array.from({ length: count }, (_, index) => `c${index}`))
        expect(asked).toEqual([...asked].sort((one, other) => one - other))
      },
    ),
  )
})

it('keeps what was refused with its reason, and goes on with the next', async () => {
  const store = memory([action(1), action(2)])
  const send = async ({ seq }: QueuedAction): Promise<SendOutcome> =>
    seq === 1 ? { kind: 'refused', why: '工单已被收回' } : { kind: 'sent' }
  expect(await createSender({ store, send, alone: lock(), onProgress: () => {} })('me')).toBe(true)
  expect(store.actions).toMatchObject([{ seq: 1, refused: '工单已被收回' }])
})

it('never sends what somebody else did on this phone', async () => {
  const store = memory([action(1, 'before me'), action(2)])
  const sent: number[] = []
  const send = async ({ seq }: QueuedAction): Promise<SendOutcome> => {
    sent.push(seq)
    return { kind: 'sent' }
  }
  await createSender({ store, send, alone: lock(), onProgress: () => {} })('me')
  expect(sent).toEqual([2])
})
