import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SimulatorStatus } from '../contract/index.ts'
import { type Ask, startTestServer, type TestServer } from '../server-testing.ts'
import type { SimulatorControl } from './control.ts'

const status: SimulatorStatus = {
  calls: [{ uuid: 'u1', from: '13800138000', to: '4008001234', name: '张伟', state: 'talking', startedAt: 1 }],
  liveCalls: 1,
  traffic: null,
  phones: [{ extension: '1001', behaviour: { mode: 'desk' } }],
  totals: { placed: 3, answered: 2, abandoned: 1 },
}
/** Notes what it is asked for. */
const asked: unknown[] = []
const simulator: SimulatorControl = {
  status: async () => status,
  async placeCall(call) {
    asked.push(call)
    return 'u2'
  },
  hangUp: async (uuid) => uuid === 'u1',
  async setPhone(extension, behaviour) {
    asked.push({ extension, behaviour })
  },
  async startTraffic(traffic) {
    asked.push(traffic)
  },
  async stopTraffic() {
    asked.push('stopped')
  },
}

let server: TestServer
let agent: Ask

beforeAll(async () => {
  server = await startTestServer({ simulator })
  agent = await server.as('a1001')
})
afterAll(() => server.close())

describe('the simulator page', () => {
  it('sees what goes on, numbers masked', async () => {
    const answer = await agent('GET', '/api/simulator')
    expect(answer.json()).toEqual({ ...status, calls: [{ ...status.calls[0], from: '****8000' }] })
  })

  it('places calls with what the form leaves out filled in', async () => {
    const answer = await agent('POST', '/api/simulator/calls', { from: '13800138000', to: '4008001234' })
    expect(answer.json()).toEqual({ uuid: 'u2' })
    expect(asked.at(-1)).toEqual({ from: '13800138000', to: '4008001234', patienceSec: 120, talkSec: 60 })
  })

  it('hangs up, sets phones, starts and stops traffic', async () => {
    expect((await agent('DELETE', '/api/simulator/calls/u1')).statusCode).toBe(204)
    expect((await agent('DELETE', '/api/simulator/calls/u9')).json()).toMatchObject({ code: 'NO_SUCH_SIMULATED_CALL' })
    expect((await agent('PUT', '/api/simulator/phones/1001', { mode: 'auto', afterMs: 500 })).statusCode).toBe(204)
    expect(asked.at(-1)).toEqual({ extension: '1001', behaviour: { mode: 'auto', afterMs: 500 } })
    expect((await agent('PUT', '/api/simulator/traffic', { callsPerMinute: 6 })).statusCode).toBe(204)
    expect(asked.at(-1)).toEqual({ callsPerMinute: 6, patienceSec: 90, talkSec: 45 })
    expect((await agent('DELETE', '/api/simulator/traffic')).statusCode).toBe(204)
    expect(asked.at(-1)).toBe('stopped')
  })

  it.each([
    ['POST', '/api/simulator/calls', { from: 'nonsense', to: '4008001234' }],
    ['POST', '/api/simulator/calls', { from: '13800138000\r\nhangup', to: '4008001234' }],
    ['PUT', '/api/simulator/phones/x', { mode: 'desk' }],
    ['PUT', '/api/simulator/phones/1001', { mode: 'explode' }],
    ['PUT', '/api/simulator/traffic', { callsPerMinute: 0 }],
  ] as const)('refuses %s %s %o', async (method, url, payload) => {
    const before = asked.length
    expect((await agent(method, url, payload)).json()).toMatchObject({ code: 'BAD_INPUT' })
    expect(asked).toHaveLength(before)
  })

  it('is not there with a real switch', async () => {
    const real = await startTestServer()
    const ask = await real.as('a1001')
    for (const [method, url, payload] of [
      ['GET', '/api/simulator', undefined],
      ['POST', '/api/simulator/calls', { from: '13800138000', to: '4008001234' }],
      ['DELETE', '/api/simulator/traffic', undefined],
    ] as const) {
      const answer = await ask(method, url, payload)
      expect(answer.statusCode).toBe(404)
      expect(answer.json()).toMatchObject({ code: 'NOT_SIMULATED' })
    }
    await real.close()
  })
})
