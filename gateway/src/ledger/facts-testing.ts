/** Facts for tests: whole calls, told as the call centre tells them. */
import { randomUUID } from 'node:crypto'
import {
  asAgentId,
  asCallId,
  asLegId,
  asQueueId,
  type CallerIdentity,
  type CallOutcome,
  type Fact,
} from '@ringdesk/cti'
import type { Database } from '../database/connect.ts'

export interface ToldCall {
  readonly id: string
  readonly arrived: Fact
  readonly queued: Fact
  readonly connected: Fact
  readonly ended: Fact
  readonly all: readonly Fact[]
}

export interface ToldCallOptions {
  readonly id?: string
  readonly at?: number
  readonly number?: string
  readonly caller?: CallerIdentity
  readonly queue?: string
  readonly outcome?: CallOutcome
  readonly agent?: string
}

/** `all` has `connected` and a recording only when the outcome is 'answered' (the default). */
export function toldCall(options: ToldCallOptions = {}): ToldCall {
  const { at = Date.parse('2026-11-22T02:00:00Z'), outcome = 'answered' } = options
  const call = asCallId(options.id ?? randomUUID())
  const queue = asQueueId(options.queue ?? 'aftersales')
  const agent = asAgentId(options.agent ?? 'a1001')
  const hotline = '4008001234'
  const caller = options.caller ?? {
    kind: 'mobile',
    number: options.number ?? '+8613800138000',
    raw: options.number ?? '13800138000',
    province: '浙江省',
    city: '杭州市',
  }
  const path = `/recordings/${call}.wav`
  const answered = outcome === 'answered'
  const arrived: Fact = { id: `${call}/call-arrived`, type: 'call-arrived', at, call, hotline, caller }
  const queued: Fact = {
    id: `${call}/call-queued/${queue}`,
    type: 'call-queued',
    at: at + 5_000,
    call,
    queue,
    enteredAt: at + 5_000,
  }
  const connected: Fact = {
    id: `${call}/call-connected`,
    type: 'call-connected',
    at: at + 10_000,
    call,
    agent,
    queue,
    hotline,
    caller,
    arrivedAt: at,
    waitedMs: 5_000,
  }
  const ended: Fact = {
    id: `${call}/call-ended`,
    type: 'call-ended',
    at: at + 70_000,
    call,
    outcome,
    endedBy: 'caller',
    cause: 'normal',
    switchCause: 'NORMAL_CLEARING',
    hotline,
    caller,
    arrivedAt: at,
    talkMs: answered ? 60_000 : 0,
    waitedMs: 5_000,
    phase: answered ? 'talking' : 'queued',
    queue,
    ...(answered ? { agent, connectedAt: at + 10_000 } : {}),
  }
  const recording: Fact[] = [
    {
      id: `${call}/call-recording-started/${path}`,
      type: 'call-recording-started',
      at: at + 10_100,
      call,
      leg: asLegId(call),
      path,
    },
    {
      id: `${call}/call-recording-stopped/${path}`,
      type: 'call-recording-stopped',
      at: at + 69_000,
      call,
      leg: asLegId(call),
      path,
      durationMs: 58_900,
    },
  ]
  return {
    id: call,
    arrived,
    queued,
    connected,
    ended,
    all: [arrived, queued, ...(answered ? [connected, ...recording] : []), ended],
  }
}

/** The few rows that facts refer to: two queues, an agent, a region. */
export async function seedForFacts(database: Database): Promise<void> {
  await database.queue.createMany({
    data: [
      { id: 'aftersales', name: '售后服务', settings: {} },
      { id: 'membership', name: '会员服务', settings: {} },
    ],
  })
  await database.account.create({
    data: {
      username: 'a1001',
      displayName: '王芳',
      passwordHash: 'none',
      role: 'AGENT',
      agent: { create: { id: 'a1001', name: '王芳', extension: '1001' } },
    },
  })
  await database.region.create({ data: { id: 'east', name: '华东', provinces: ['浙江省', '上海市'] } })
}
