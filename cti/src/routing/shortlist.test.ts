import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asAgentId } from '../ids.ts'
import { AgentSet } from './agent-set.ts'
import { Shortlist } from './shortlist.ts'

/** Few different costs and idle times, so that there are ties. */
const agent = fc.record({ cost: fc.nat(3), idleSince: fc.nat(3), room: fc.boolean(), passedOver: fc.boolean() })

it('has the best few of many in order: by cost, then who is idle longest, then by id', () => {
  fc.assert(
    fc.property(
      fc.array(agent, { maxLength: 400 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(400),
      (agents, most, but) => {
        const qualified = new AgentSet()
        const room = new AgentSet()
        // The order of the ids is not that of the numbers.
        const ids = agents.map((_, number) => asAgentId(`agent-${(number * 7_919) % 1_009}`))
        for (const [number, each] of agents.entries()) {
          qualified.set(number, true)
          room.set(number, each.room)
        }
        const numbers = [...agents.keys()]
        const list = new Shortlist()
        list.gather(
          qualified,
          room,
          numbers.filter((number) => agents[number]?.passedOver),
        )
        const expected = numbers.filter((number) => agents[number]?.room && !agents[number]?.passedOver)
        expect([...list.numbers.subarray(0, list.size)]).toEqual(expected)
        for (const [position, number] of expected.entries()) list.costs[position] = agents[number]?.cost ?? 0
        const idleSince = Float64Array.from(agents, (each) => each.idleSince)
        const order = ({ number }: { number: number }) => {
          const { cost = 0, idleSince: since = 0 } = agents[number] ?? {}
          return `${cost}|${since}|${ids[number]}`
        }
        const ranked = expected
          .filter((number) => number !== but)
          .sort((a, b) => (order({ number: a }) < order({ number: b }) ? -1 : 1))
        const best = list.best(most, list.positionOf(but), idleSince, ids)
        expect(best.map((position) => list.numbers[position])).toEqual(ranked.slice(0, most))
      },
    ),
  )
})
