import type { DeskCommand, DeskContact, DeskState } from '@ringdesk/gateway/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aContact, aSnapshot, aState, t0 } from './desk-fixtures.ts'
import { connected } from './desk-state.ts'
import { controls, effectDeadlineMs, intended, isOver, type PendingCommand, toggled } from './pending-commands.ts'

const desk = (state: DeskState, contacts: readonly DeskContact[] = []) =>
  connected(undefined, aSnapshot({ state, contacts }), t0)
const pending = (command: DeskCommand, acceptedAt?: number): PendingCommand => ({
  id: 'command-1',
  command,
  sentAt: t0,
  ...(acceptedAt === undefined ? {} : { acceptedAt }),
})
const pressable = (all: ReturnType<typeof controls>) =>
  Object.entries(all)
    .filter(([, control]) => control.enabled)
    .map(([name]) => name)
    .sort()

describe('controls', () => {
  it.each([
    ['offered', ['answer', 'decline', 'state']],
    ['connecting', ['hang-up', 'state']],
    ['talking', ['hang-up', 'hold', 'mute', 'state', 'transfer']],
    ['held', ['hang-up', 'mute', 'resume', 'state', 'transfer']],
    ['wrap-up', ['finish', 'state']],
  ] as const)('while %s only these can be pressed', (phase, expected) => {
    expect(pressable(controls(desk(aState('on-contact'), [aContact({ phase })]), [], true))).toEqual(expected)
  })
  it('offers unmute instead of mute when muted', () => {
    const all = controls(desk(aState('on-contact'), [aContact({ phase: 'talking', muted: true })]), [], true)
    expect([all.mute.enabled, all.unmute.enabled]).toEqual([false, true])
  })
  it('allows nothing while the link is down', () => {
    expect(pressable(controls(desk(aState('on-contact'), [aContact({ phase: 'talking' })]), [], false))).toEqual([])
  })
  it('never lets two commands for one call be pressed together', () => {
    const phase = fc.constantFrom('offered', 'connecting', 'talking', 'held', 'wrap-up' as const)
    const type = fc.constantFrom('answer', 'decline', 'hold', 'resume', 'hang-up', 'finish-wrap-up' as const)
    fc.assert(
      fc.property(phase, type, (inPhase, sent) => {
        const model = desk(aState('on-contact'), [aContact({ phase: inPhase })])
        expect(pressable(controls(model, [pending({ type: sent, call: 'call-1' })], true))).toEqual(['state'])
      }),
    )
  })
  it('shows which one is on its way', () => {
    const model = desk(aState('on-contact'), [aContact({ phase: 'talking' })])
    expect(controls(model, [pending({ type: 'hold', call: 'call-1' })], true).hold).toEqual({
      enabled: false,
      busy: true,
    })
  })
  it('is not held up by a command for another call', () => {
    const model = desk(aState('offered'), [aContact()])
    expect(controls(model, [pending({ type: 'finish-wrap-up', call: 'other' })], true).answer.enabled).toBe(true)
  })
})

describe('a command is over', () => {
  const talking = desk(aState('on-contact'), [aContact({ phase: 'talking' })])
  const held = desk(aState('on-contact'), [aContact({ phase: 'held' })])
  it('not before the gateway has answered, even if the effect shows', () => {
    expect(isOver(pending({ type: 'hold', call: 'call-1' }), held, t0)).toBe(false)
  })
  it('when it was accepted and the stream shows its effect', () => {
    expect(isOver(pending({ type: 'hold', call: 'call-1' }, t0), talking, t0)).toBe(false)
    expect(isOver(pending({ type: 'hold', call: 'call-1' }, t0), held, t0)).toBe(true)
  })
  it('some time after acceptance in any case: no button stays pressed for ever', () => {
    expect(isOver(pending({ type: 'hold', call: 'call-1' }, t0), talking, t0 + effectDeadlineMs)).toBe(true)
  })
  it('when the state asked for is the one that comes next', () => {
    const asked = pending({ type: 'request-state', state: { kind: 'not-ready', reason: 'meal' } }, t0)
    expect(isOver(asked, talking, t0)).toBe(false)
    expect(isOver(asked, desk(aState('on-contact', { next: { kind: 'not-ready', reason: 'meal' } })), t0)).toBe(true)
    expect(isOver(asked, desk(aState('not-ready', { reason: 'break' })), t0)).toBe(false)
    expect(isOver(asked, desk(aState('not-ready', { reason: 'meal' })), t0)).toBe(true)
  })
})

describe('the state key', () => {
  it.each([
    [aState('offline'), 'ready'],
    [aState('not-ready', { reason: 'missed-offer' }), 'ready'],
    [aState('ready'), 'not-ready'],
    [aState('on-contact'), 'not-ready'],
    [aState('on-contact', { next: { kind: 'not-ready', reason: 'meal' } }), 'ready'],
  ] as const)('from %o asks for %s', (state, kind) => expect(toggled(desk(state)).kind).toBe(kind))
  it('knows that an agent is ready again after a contact', () => {
    expect(intended(desk(aState('wrap-up')))).toEqual({ kind: 'ready' })
  })
})
