import type { DeskUpdate } from '@ringdesk/gateway/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aContact, aSnapshot, aState, t0 } from './desk-fixtures.ts'
import { connected, type DeskModel, needsResync, phoneContact, resynced, updated } from './desk-state.ts'

const context = { orders: [], openTickets: [], lastContacts: [] }
const start = (): DeskModel => connected(undefined, aSnapshot(), t0)
const at = (seq: number) => ({ seq, serverTime: t0 + seq })

describe('in order', () => {
  it('rings at once for a call whose state comes after it', () => {
    const ready = connected(undefined, aSnapshot({ state: aState('ready') }), t0)
    const model = updated(ready, { ...at(11), type: 'contact', contact: aContact({ phase: 'offered' }) }, t0)
    expect(phoneContact(model.contacts)).toMatchObject({ call: 'call-1', phase: 'offered' })
    expect(updated(model, { ...at(12), type: 'state', state: aState('offered') }, t0)).toMatchObject({
      state: { kind: 'offered' },
      contacts: [{ call: 'call-1', phase: 'offered' }],
    })
  })
  it('keeps the context of a contact when a change of it brings none', () => {
    let model = updated(start(), { ...at(11), type: 'contact', contact: aContact() }, t0)
    model = updated(model, { ...at(12), type: 'contact-context', call: 'call-1', context }, t0)
    model = updated(model, { ...at(13), type: 'contact', contact: aContact({ phase: 'talking' }) }, t0)
    expect(model.contacts).toEqual([aContact({ phase: 'talking', context })])
  })
  it('remembers who left and why', () => {
    let model = updated(start(), { ...at(11), type: 'contact', contact: aContact() }, t0)
    model = updated(model, { ...at(12), type: 'contact-removed', call: 'call-1', reason: 'caller-left' }, t0)
    expect(model.contacts).toEqual([])
    expect(model.gone).toMatchObject({ reason: 'caller-left', contact: { call: 'call-1' }, at: t0 + 12 })
  })
  it('takes the server clock from the fastest message', () => {
    let model = connected(undefined, aSnapshot({ serverTime: t0 }), t0 - 5_000)
    model = updated(model, { seq: 11, serverTime: t0 + 100, type: 'queues', queues: [] }, t0 - 4_950)
    expect(model.clockAheadMs).toBe(5_050)
    model = updated(model, { seq: 12, serverTime: t0 + 200, type: 'queues', queues: [] }, t0 - 4_000)
    expect(model.clockAheadMs).toBe(5_050)
  })
})

describe('the phone in the bar', () => {
  it('is about whom we look at or dial, too; a voice comes first, after-call work last', () => {
    const of = (phase: ReturnType<typeof aContact>['phase']) => aContact({ call: phase, phase })
    expect(phoneContact([of('wrap-up'), of('preview')])?.phase).toBe('preview')
    expect(phoneContact([of('wrap-up'), of('dialling'), of('preview')])?.phase).toBe('dialling')
    expect(phoneContact([of('wrap-up')])?.phase).toBe('wrap-up')
  })
})

describe('faults of the stream', () => {
  it('ignores what it has already seen', () => {
    const update: DeskUpdate = { ...at(11), type: 'state', state: aState('not-ready', { reason: 'meal' }) }
    const once = updated(start(), update, t0)
    expect(updated(once, { ...update, state: aState('offline') }, t0)).toBe(once)
  })
  it('asks for a resync at a gap and does not show what came after it', () => {
    const model = updated(start(), { ...at(12), type: 'state', state: aState('offline') }, t0)
    expect(needsResync(model)).toBe(true)
    expect(model.state.kind).toBe('ready')
  })
  it('needs no resync once the missing one came late', () => {
    let model = updated(start(), { ...at(12), type: 'state', state: aState('wrap-up') }, t0)
    model = updated(model, { ...at(11), type: 'state', state: aState('on-contact') }, t0)
    expect(needsResync(model)).toBe(false)
    expect(model).toMatchObject({ seq: 12, state: { kind: 'wrap-up' } })
  })
  it('ignores a resync older than what it shows', () => {
    const model = updated(start(), { ...at(11), type: 'state', state: aState('offline') }, t0)
    expect(resynced(model, aSnapshot({ seq: 10 }), t0)).toBe(model)
  })
  it('believes the snapshot of a new connection even when its numbers are smaller', () => {
    const before = updated(start(), { ...at(11), type: 'contact', contact: aContact({ context }) }, t0)
    const after = connected(before, aSnapshot({ seq: 1, contacts: [aContact({ phase: 'talking' })] }), t0)
    expect(after.seq).toBe(1)
    expect(after.contacts[0]).toMatchObject({ phase: 'talking', context })
  })
})

const phases = ['offered', 'connecting', 'talking', 'held', 'wrap-up'] as const
const body = fc.oneof(
  fc
    .constantFrom('ready', 'not-ready', 'wrap-up', 'on-contact')
    .map((kind) => ({ type: 'state', state: aState(kind) }) as const),
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...phases))
    .map(([call, phase]) => ({ type: 'contact', contact: aContact({ call, phase }) }) as const),
  fc.constantFrom('a', 'b', 'c').map((call) => ({ type: 'contact-context', call, context }) as const),
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('missed', 'done', 'caller-left'))
    .map(([call, reason]) => ({ type: 'contact-removed', call, reason }) as const),
)
const stream = fc
  .array(body, { maxLength: 30 })
  .map((bodies) => bodies.map((one, index): DeskUpdate => ({ ...at(11 + index), ...one })))
const perfect = (updates: readonly DeskUpdate[]): DeskModel =>
  updates.reduce((model, update) => updated(model, update, t0), start())
const shown = ({ seq, state, contacts, queues }: DeskModel) => ({ seq, state, contacts, queues })

describe('any stream', () => {
  it('ends the same however its updates are doubled and shuffled', () => {
    const scrambled = stream.chain((updates) =>
      fc.tuple(fc.constant(updates), fc.shuffledSubarray([...updates, ...updates], { minLength: updates.length * 2 })),
    )
    fc.assert(
      fc.property(scrambled, ([updates, delivered]) => {
        const model = delivered.reduce((sofar, update) => updated(sofar, update, t0), start())
        expect(needsResync(model)).toBe(false)
        expect(shown(model)).toEqual(shown(perfect(updates)))
      }),
    )
  })
  it('shows, at every moment, a prefix of the true stream, and after a resync all of it', () => {
    const lossy = stream.chain((updates) => fc.tuple(fc.constant(updates), fc.shuffledSubarray(updates)))
    fc.assert(
      fc.property(lossy, ([updates, delivered]) => {
        let model = start()
        for (const update of delivered) {
          model = updated(model, update, t0)
          expect(shown(model)).toEqual(shown(perfect(updates.slice(0, model.seq - 10))))
        }
        const truth = perfect(updates)
        const snapshot = aSnapshot({ seq: truth.seq, state: truth.state, contacts: truth.contacts })
        model = resynced(model, snapshot, t0)
        expect(needsResync(model)).toBe(false)
        expect(shown(model)).toEqual(shown(truth))
      }),
    )
  })
  it('goes on from a resync taken in the middle with what had come early', () => {
    const split = stream.chain((updates) => fc.tuple(fc.constant(updates), fc.nat({ max: updates.length })))
    fc.assert(
      fc.property(split, ([updates, middle]) => {
        const early = updates.slice(1).reduce((model, update) => updated(model, update, t0), start())
        const then = perfect(updates.slice(0, middle))
        const snapshot = aSnapshot({ seq: then.seq, state: then.state, contacts: then.contacts })
        const model = resynced(early, snapshot, t0)
        if (middle > 0) expect(shown(model)).toEqual(shown(perfect(updates)))
      }),
    )
  })
})

it('puts the contact with a voice on it into the bar, then the ringing one, then the one being wrapped up', () => {
  const wrap = aContact({ call: 'w', phase: 'wrap-up' })
  const ring = aContact({ call: 'r', phase: 'offered' })
  const talk = aContact({ call: 't', phase: 'held' })
  expect(phoneContact([wrap, ring, talk])?.call).toBe('t')
  expect(phoneContact([wrap, ring])?.call).toBe('r')
  expect(phoneContact([wrap])?.call).toBe('w')
  expect(phoneContact([])).toBeUndefined()
})
