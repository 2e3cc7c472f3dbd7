import { type AgentId, asAgentId, asCallId, type CallId } from '@ringdesk/cti'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CallsAtDesks } from './calls-at-desks.ts'

const call = asCallId('call-1')
const [ann, bob] = [asAgentId('a1001'), asAgentId('a1002')]

it('keeps what is known of a call handed on while one wraps up and the other talks, and not longer', () => {
  const calls = new CallsAtDesks()
  calls.extras(call).endedBy = 'caller'
  calls.taken(call, ann)
  calls.taken(call, bob)
  calls.left(call, ann)
  expect(calls.known(call)).toEqual({ endedBy: 'caller' })
  calls.left(call, bob)
  expect(calls.known(call)).toBeUndefined()
})

it('keeps a call exactly as long as a desk has it, whatever the order of coming and going', () => {
  const agents = [ann, bob, asAgentId('a1003')]
  const ids = [call, asCallId('call-2')]
  const move = fc.record({
    kind: fc.constantFrom('taken', 'left', 'forget'),
    call: fc.constantFrom(...ids),
    agent: fc.constantFrom(...agents),
  })
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const calls = new CallsAtDesks()
      const at = new Map<CallId, Set<AgentId>>()
      for (const { kind, call: id, agent } of moves) {
        if (kind === 'taken') {
          calls.taken(id, agent)
          at.set(id, (at.get(id) ?? new Set()).add(agent))
        } else if (kind === 'left') {
          calls.left(id, agent)
          at.get(id)?.delete(agent)
        } else {
          calls.forget(id)
          at.delete(id)
        }
        for (const one of ids) expect(calls.known(one) !== undefined).toBe((at.get(one)?.size ?? 0) > 0)
      }
    }),
  )
})

it('lets go of the oldest of more than ten thousand calls that no desk ever took out', () => {
  const calls = new CallsAtDesks()
  for (let index = 0; index <= 10_000; index++) calls.extras(asCallId(`call-${index}`)).connectedAt = index
  expect(calls.known(asCallId('call-0'))).toBeUndefined()
  expect(calls.known(asCallId('call-1'))).toEqual({ connectedAt: 1 })
})
