import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../clock.ts'
import { nextCaller } from './caller-pool.ts'
import { createRandom } from './random.ts'
import { createSimulator } from './simulator.ts'

function simulate() {
  const clock = createVirtualClock(1_795_342_080_000)
  const simulator = createSimulator({ password: 'x', clock, seed: 3, fallbackAfterS: 600 })
  const control = (request: object): Record<string, unknown> => {
    let answer = ''
    simulator.api(`simulator ${JSON.stringify(request)}`, (text) => {
      answer = text
    })
    return JSON.parse(answer) as Record<string, unknown>
  }
  return { clock, simulator, control }
}

describe('simulated traffic', () => {
  it('comes at the rate that was asked for, to the numbers by their weights', () => {
    const { clock, simulator, control } = simulate()
    const dialled: string[] = []
    simulator.board.bus.subscribe({
      wants: (name) => name === 'CHANNEL_CREATE',
      deliver: ({ json }) =>
        void dialled.push((JSON.parse(json) as Record<string, string>)['Caller-Destination-Number'] ?? ''),
    })
    control({
      op: 'traffic-start',
      callsPerMinute: 120,
      hotlines: [
        { number: '4008001234', weight: 3 },
        { number: '4008001235', weight: 1 },
      ],
      patience: { kind: 'fixed', ms: 2_000 },
    })
    clock.advance(600_000)
    expect(dialled.length).toBeGreaterThan(1_080)
    expect(dialled.length).toBeLessThan(1_320)
    const share = dialled.filter((number) => number === '4008001234').length / dialled.length
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.8)
  })

  it('keeps its rate when time comes in large steps', () => {
    const { clock, control } = simulate()
    control({ op: 'traffic-start', callsPerMinute: 6_000, hotlines: [{ number: '4008001234' }] })
    for (let step = 0; step < 20; step += 1) clock.advance(500)
    const { traffic } = control({ op: 'status' }) as { traffic: { placed: number } }
    expect(traffic.placed).toBeGreaterThan(900)
  })

  it('stops when told, and leaves the calls that are there alone', () => {
    const { clock, simulator, control } = simulate()
    control({
      op: 'traffic-start',
      callsPerMinute: 60,
      hotlines: [{ number: '4008001234' }],
      patience: { kind: 'fixed', ms: 60_000 },
    })
    clock.advance(10_000)
    expect(control({ op: 'traffic-stop' })).toEqual({ ok: true })
    const { size } = simulator.board.channels
    expect(size).toBeGreaterThan(0)
    clock.advance(1_000)
    expect(simulator.board.channels.size).toBe(size)
    clock.advance(120_000)
    expect(simulator.board.channels.size).toBe(0)
    expect(simulator.board.totals).toMatchObject({ answered: 0, connected: 0, abandoned: size, ended: size })
  })

  it('says by name what is wrong with a request', () => {
    const { control } = simulate()
    const message = (request: object): string =>
      (control(request) as { error: { code: string; message: string } }).error.message
    expect(message({ op: 'traffic-start', callsPerMinute: -1, hotlines: [] })).toMatch(/callsPerMinute[\s\S]*hotlines/)
    expect(
      message({ op: 'traffic-start', callsPerMinute: 1, hotlines: [{ number: '4008001234', weight: 0 }] }),
    ).toContain('at least one weight')
    expect(message({ op: 'call', from: '138', to: 'x' })).toContain('the dialled number')
    expect(message({ op: 'phone', extension: '1001', behaviour: { mode: 'asleep' } })).toContain('behaviour.mode')
    expect(message({ op: 'call', from: '138', to: '4008001234', patience: 5 })).toContain('patience')
    expect(control({ op: 'hangup', uuid: 'aaaaaaaa-0000-4000-8000-000000000001' })).toMatchObject({
      error: { code: 'NO_SUCH_CALL' },
    })
  })
})

describe('the pool of callers', () => {
  it('has numbers in every shape that carriers signal, and Chinese names', () => {
    const random = createRandom(1)
    const callers = Array.from({ length: 5_000 }, () => nextCaller(random, { withheldOneIn: 25 }))
    const shapes = {
      mobile: /^1[3-9]\d{9}$/,
      landline: /^0(10|2\d|[3-9]\d\d)[2-8]\d{6,7}$/,
      plus86: /^\+861[3-9]\d{9}$/,
      zero86: /^00861[3-9]\d{9}$/,
      withheld: /^anonymous$/,
    }
    for (const shape of Object.values(shapes))
      expect(callers.filter(({ from }) => shape.test(from)).length).toBeGreaterThan(20)
    for (const { from, name } of callers) {
      expect(
        Object.values(shapes).some((shape) => shape.test(from)),
        from,
      ).toBe(true)
      if (name !== undefined) expect(name).toMatch(/^\p{Script=Han}{2,4}$/u)
    }
  })
})
