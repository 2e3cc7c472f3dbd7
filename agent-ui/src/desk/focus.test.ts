import { expect, it } from 'vitest'
import { aContact } from './desk-fixtures.ts'
import { nextFocus } from './focus.ts'

const ringing = aContact({ call: 'r' })
const talking = aContact({ call: 'r', phase: 'talking' })
const wrapUp = aContact({ call: 'w', phase: 'wrap-up' })
const saved = () => undefined

it('shows a ringing contact when nothing else is open', () => {
  expect(nextFocus(undefined, [], [ringing], saved)).toEqual({ kind: 'call', call: 'r' })
})
it('does not let a ringing contact take what is open', () => {
  const ticket = { kind: 'ticket', ticketId: 't' } as const
  expect(nextFocus(ticket, [], [ringing], saved)).toEqual(ticket)
  expect(nextFocus({ kind: 'call', call: 'w' }, [wrapUp], [wrapUp, ringing], saved)).toEqual({
    kind: 'call',
    call: 'w',
  })
})
it('turns to a contact when it is answered', () => {
  expect(nextFocus({ kind: 'ticket', ticketId: 't' }, [ringing], [talking], saved)).toEqual({ kind: 'call', call: 'r' })
})
it('turns to a contact found in progress after a reload', () => {
  expect(nextFocus(undefined, [], [talking], saved)).toEqual({ kind: 'call', call: 'r' })
})
it('stays where the agent has turned to while the contact goes on', () => {
  const ticket = { kind: 'ticket', ticketId: 't' } as const
  expect(nextFocus(ticket, [talking], [aContact({ call: 'r', phase: 'held' })], saved)).toEqual(ticket)
})
it('keeps an unsaved ticket open when its contact leaves', () => {
  expect(nextFocus({ kind: 'call', call: 'w' }, [wrapUp], [], () => 't9')).toEqual({
    kind: 'ticket',
    ticketId: 't9',
    from: 'w',
  })
})
it('goes on to the next contact, or to none, when a saved one leaves', () => {
  expect(nextFocus({ kind: 'call', call: 'w' }, [wrapUp], [ringing], saved)).toEqual({ kind: 'call', call: 'r' })
  expect(nextFocus({ kind: 'call', call: 'w' }, [wrapUp], [], saved)).toBeUndefined()
})
it('does not let a preview take what is open, but the call that is made of it does', () => {
  const ticket = { kind: 'ticket', ticketId: 't' } as const
  const preview = aContact({ call: 'p', phase: 'preview', outbound: true })
  expect(nextFocus(ticket, [], [preview], saved)).toEqual(ticket)
  expect(nextFocus(undefined, [], [preview], saved)).toEqual({ kind: 'call', call: 'p' })
  expect(nextFocus(ticket, [preview], [{ ...preview, phase: 'dialling' }], saved)).toEqual({ kind: 'call', call: 'p' })
})
