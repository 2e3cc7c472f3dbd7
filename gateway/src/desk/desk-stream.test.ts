import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DeskContact, DeskState, DeskUpdate } from '../contract/index.ts'
import { DeskStream } from './desk-stream.ts'

const contact = (call: string, phase: DeskContact['phase']): DeskContact => ({
  call,
  channel: 'voice',
  phase,
  since: 1,
  number: { shown: '138****8000' } as unknown as DeskContact['number'],
  hotline: { number: '4008001234' },
  waitedMs: 0,
  muted: false,
})
const state = (kind: DeskState['kind']): DeskState => ({ kind, since: 1 })

function stage() {
  const told: DeskUpdate[] = []
  const stream = new DeskStream(
    (together) => told.push(...together),
    () => 1,
  )
  return { told, stream }
}

it('tells what happened together in one message, numbered in its order', () => {
  const messages: (readonly DeskUpdate[])[] = []
  const stream = new DeskStream(
    (together) => messages.push(together),
    () => 1,
  )
  stream.follow({ state: state('offered'), contacts: [contact('call-1', 'offered')] }, () => 'done')
  stream.follow({ state: state('offered'), contacts: [contact('call-1', 'offered')] }, () => 'done')
  expect(messages.map((together) => together.map(({ type, seq }) => [type, seq]))).toEqual([
    [
      ['contact', 1],
      ['state', 2],
    ],
  ])
})

it('tells of a call that is offered before the state that follows from it: the pop waits for nothing', () => {
  const { told, stream } = stage()
  stream.follow({ state: state('ready'), contacts: [] }, () => 'done')
  stream.follow({ state: state('offered'), contacts: [contact('call-1', 'offered')] }, () => 'done')
  expect(told.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'state'],
    [2, 'contact'],
    [3, 'state'],
  ])
})

it('numbers without a gap, tells nothing twice, and whoever follows knows what is true', () => {
  const phases = fc.constantFrom<DeskContact['phase'][]>('offered', 'talking', 'held', 'wrap-up')
  const truths = fc.array(
    fc.record({
      state: fc.constantFrom<DeskState['kind'][]>('ready', 'offered', 'on-contact', 'wrap-up').map(state),
      contacts: fc
        .uniqueArray(fc.tuple(fc.constantFrom('call-1', 'call-2', 'call-3'), phases), { selector: ([call]) => call })
        .map((some) => some.map(([call, phase]) => contact(call, phase))),
    }),
    { maxLength: 15 },
  )
  fc.assert(
    fc.property(truths, (steps) => {
      const { told, stream } = stage()
      const known = { state: undefined as DeskState | undefined, contacts: new Map<string, DeskContact>() }
      for (const truth of steps) {
        const from = told.length
        stream.follow(truth, () => 'done')
        for (const update of told.slice(from)) {
          if (update.type === 'state') known.state = update.state
          else if (update.type === 'contact') known.contacts.set(update.contact.call, update.contact)
          else if (update.type === 'contact-removed') expect(known.contacts.delete(update.call)).toBe(true)
        }
        expect(known.state).toEqual(truth.state)
        expect(known.contacts).toEqual(new Map(truth.contacts.map((one) => [one.call, one])))
        const before = told.length
        stream.follow(truth, () => 'done')
        expect(told).toHaveLength(before)
      }
      expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + 1))
    }),
  )
})
