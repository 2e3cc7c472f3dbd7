/** Small, complete values of the contract for tests of the desk's logic. */
import type { DeskContact, DeskSnapshot, DeskState } from '@ringdesk/gateway/contract'

export const t0 = 1_800_000_000_000

export function aContact(over: Partial<DeskContact> = {}): DeskContact {
  return {
    call: 'call-1',
    channel: 'voice',
    phase: 'offered',
    since: t0,
    number: { display: '138 0013 8000', masked: false, kind: 'mobile', province: '浙江省', city: '杭州市' },
    hotline: { number: '4008001234' },
    waitedMs: 12_000,
    muted: false,
    ...over,
  }
}

export function aState(kind: DeskState['kind'], over: Partial<DeskState> = {}): DeskState {
  return { kind, since: t0, ...over }
}

export function aSnapshot(over: Partial<DeskSnapshot> = {}): DeskSnapshot {
  return {
    seq: 10,
    serverTime: t0,
    me: { id: 'u1', username: 'agent1001', name: '王芳', role: 'agent', agent: { id: 'a1001', extension: '1001' } },
    state: aState('ready'),
    contacts: [],
    queues: [],
    destinations: [],
    messages: [],
    switch: { connected: true, simulated: true, name: 'simulator' },
    ...over,
  }
}
