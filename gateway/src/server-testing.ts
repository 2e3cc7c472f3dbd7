/** A whole gateway on a database of its own with a small chain, for tests: requests go through the real server. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callCentreConfig } from '@ringdesk/cti'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { hashPassword } from './accounts/password.ts'
import { localDisk } from './attachments/local-disk.ts'
import type { PrismaClient } from './database/client/client.ts'
import { createTestDatabase } from './database/testing.ts'
import { PromptFiles } from './prompts/prompt-files.ts'
import { PromptLibrary } from './prompts/prompt-library.ts'
import { buildServer, type Server, type ServerServices } from './server.ts'
import { createSessions, type Sessions } from './sessions/sessions.ts'

export const password = 'correct horse'
/** The only customer's mobile number; no agent's answer may have it. */
export const customerNumber = '+8613800138000'

export const ids = {
  customer: '01900000-0000-7000-8000-000000000001',
  otherCustomer: '01900000-0000-7000-8000-000000000002',
  agent: '01900000-0000-7000-8000-00000000000a',
  otherAgent: '01900000-0000-7000-8000-00000000000b',
  supervisor: '01900000-0000-7000-8000-00000000000c',
  admin: '01900000-0000-7000-8000-00000000000d',
  east: '01900000-0000-7000-8000-00000000000e',
  hangzhou: '01900000-0000-7000-8000-00000000000f',
  hangzhouStore: '01900000-0000-7000-8000-000000000010',
  beijingStore: '01900000-0000-7000-8000-000000000011',
} as const

export type Ask = (
  method: InjectOptions['method'] & string,
  url: string,
  payload?: object,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>

export interface TestServer {
  readonly app: Server
  readonly database: PrismaClient
  readonly databaseUrl: string
  readonly sessions: Sessions
  /** A folder of this test's own: recordings/, prompts/, ui/. */
  readonly folder: string
  /** Requests of somebody who is logged in: a1001, a1002, s2001 or admin. */
  as(username: string): Promise<Ask>
  /** Requests without a log-in. */
  readonly anonymous: Ask
  close(): Promise<void>
}

/** What a server needs of telephony where nobody calls, and of storage where nobody uploads. */
export const nobodyCalls: Pick<ServerServices, 'attachments' | 'callCentre' | 'config' | 'onConfigurationApplied'> = {
  attachments: localDisk(join(tmpdir(), 'ringdesk-no-attachments')),
  callCentre: {
    agentView: () => undefined,
    hint: () => undefined,
    dial: async () => ({ ok: false, code: 'SWITCH_UNAVAILABLE', message: 'nobody calls' }),
  },
  config: () => callCentreConfig.parse({ version: 0, hotlines: [], queues: [], agents: [] }),
  onConfigurationApplied: () => undefined,
}

export async function startTestServer(services: Partial<ServerServices> = {}): Promise<TestServer> {
  const { database, url: databaseUrl, drop } = await createTestDatabase()
  await insertChain(database)
  const folder = await mkdtemp(join(tmpdir(), 'ringdesk-gateway-'))
  const log = pino({ level: 'silent' })
  const sessions = services.sessions ?? createSessions({ database, hours: 12, log })
  const app = buildServer({
    database,
    sessions,
    log,
    environment: {
      COOKIE_SECURE: false,
      TIME_ZONE: 'Asia/Shanghai',
      TRUST_PROXY: false,
      RECORDINGS_DIR: join(folder, 'recordings'),
      UI_DIR: join(folder, 'ui'),
    },
    switchStatus: () => ({ connected: true, simulated: true, name: 'simulator' }),
    ...nobodyCalls,
    attachments: localDisk(join(folder, 'attachments')),
    prompts: new PromptLibrary({ database, files: new PromptFiles(join(folder, 'prompts')), log }),
    ...services,
  })
  await app.ready()
  const asking =
    (cookie?: string): Ask =>
    (method, url, payload, headers = {}) =>
      app.inject({
        method: method as 'GET',
        url,
        headers: { ...(cookie ? { cookie } : {}), ...headers },
        ...(payload === undefined ? {} : { payload }),
      })
  return {
    app,
    database,
    databaseUrl,
    sessions,
    folder,
    anonymous: asking(),
    async as(username) {
      const session = await sessions.logIn({ username, password })
      if (!session) throw new Error(`${username} cannot log in`)
      return asking(`ringdesk_session=${session.token}`)
    },
    async close() {
      await app.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function insertChain(database: PrismaClient): Promise<void> {
  const passwordHash = await hashPassword(password)
  const account = { passwordHash }
  await database.account.createMany({
    data: [
      { ...account, id: ids.agent, username: 'a1001', displayName: '林晓燕', role: 'AGENT' },
      { ...account, id: ids.otherAgent, username: 'a1002', displayName: '陈志强', role: 'AGENT' },
      { ...account, id: ids.supervisor, username: 's2001', displayName: '许文静', role: 'SUPERVISOR' },
      { ...account, id: ids.admin, username: 'admin', displayName: '管理员', role: 'ADMIN' },
    ],
  })
  await database.agent.createMany({
    data: [
      { id: 'a1001', accountId: ids.agent, name: '林晓燕', extension: '1001' },
      { id: 'a1002', accountId: ids.otherAgent, name: '陈志强', extension: '1002' },
    ],
  })
  await database.queue.create({ data: { id: 'aftersales', name: '售后服务', settings: { needs: { all: [] } } } })
  await database.region.createMany({
    data: [
      { id: 'east', name: '华东', provinces: ['浙江省'] },
      { id: 'north', name: '华北', provinces: ['北京市'] },
    ],
  })
  await database.region.createMany({
    data: [
      { id: 'zj', name: '浙江省', level: 'PROVINCE', parentId: 'east' },
      { id: 'hz', name: '杭州市', level: 'CITY', parentId: 'zj' },
      { id: 'xh', name: '西湖区', level: 'AREA', parentId: 'hz' },
      { id: 'bj', name: '北京市', level: 'PROVINCE', parentId: 'north' },
      { id: 'bj-city', name: '北京市', level: 'CITY', parentId: 'bj' },
      { id: 'cy', name: '朝阳区', level: 'AREA', parentId: 'bj-city' },
    ],
  })
  const place = { district: '西湖区', lat: 30.2, lon: 120.1, opensAt: 540, closesAt: 1320 }
  await database.store.createMany({
    data: [
      {
        ...place,
        id: 'hz01',
        code: 'HZ01',
        name: '西湖文三路店',
        regionId: 'east',
        provinceId: 'zj',
        cityId: 'hz',
        areaId: 'xh',
        province: '浙江省',
        city: '杭州市',
        address: '文三路 100% 号',
        phone: '0571-88880001',
      },
      {
        ...place,
        id: 'bj01',
        code: 'BJ01',
        name: '国贸店',
        regionId: 'north',
        provinceId: 'bj',
        cityId: 'bj-city',
        areaId: 'cy',
        province: '北京市',
        city: '北京市',
        address: '建国门外大街 1 号',
        phone: '010-88880002',
      },
    ],
  })
  await database.department.create({ data: { id: 'quality', name: '品控部' } })
  await database.account.createMany({
    data: [
      { ...account, id: ids.east, username: 'r3001', displayName: '沈嘉树', role: 'REGION', regionId: 'east' },
      { ...account, id: ids.hangzhou, username: 'r3002', displayName: '方若琳', role: 'REGION', regionId: 'hz' },
      { ...account, id: ids.hangzhouStore, username: 'm0001', displayName: '罗敏', role: 'STORE', storeId: 'hz01' },
      { ...account, id: ids.beijingStore, username: 'm0002', displayName: '高远', role: 'STORE', storeId: 'bj01' },
    ],
  })
  await database.customer.create({
    data: {
      id: ids.customer,
      name: '张伟',
      memberLevel: '金卡',
      tags: ['少糖'],
      province: '浙江省',
      city: '杭州市',
      storeId: 'hz01',
      numbers: { create: { number: customerNumber } },
    },
  })
  await database.customer.create({ data: { id: ids.otherCustomer, name: '李娜', tags: [] } })
}

/** A finished call of the customer with its interaction on the ticket, as the ledger makes them. */
export async function insertCall(
  database: PrismaClient,
  ticketId: string,
  call: { id: string; arrivedAt: Date; agentId?: string; recording?: { path: string; stopped: boolean } },
): Promise<void> {
  const { id, arrivedAt, agentId = 'a1001', recording } = call
  const later = new Date(arrivedAt.getTime() + 90_000)
  await database.call.create({
    data: {
      id,
      hotline: '4008001234',
      queueId: 'aftersales',
      agentId,
      customerId: ids.customer,
      number: customerNumber,
      rawNumber: '13800138000',
      callerName: '13800138000',
      numberKind: 'mobile',
      province: '浙江省',
      city: '杭州市',
      arrivedAt,
      connectedAt: new Date(arrivedAt.getTime() + 5_000),
      endedAt: later,
      outcome: 'answered',
      waitMs: 5_000,
      talkMs: 85_000,
      ...(recording
        ? {
            recordings: {
              create: {
                path: recording.path,
                startedAt: arrivedAt,
                ...(recording.stopped ? { stoppedAt: later, durationMs: 85_000 } : {}),
              },
            },
          }
        : {}),
    },
  })
  await database.interaction.create({
    data: { ticketId, source: 'call', sourceId: id, callId: id, agentId, startedAt: arrivedAt, endedAt: later },
  })
}

/** A ticket of the customer; its last interaction is `minutesAgo` old. */
export async function insertTicket(
  database: PrismaClient,
  values: { sourceId: string; minutesAgo?: number; customerId?: string | null; subject?: string },
): Promise<string> {
  const { sourceId, minutesAgo = 0, customerId = ids.customer, subject } = values
  const ticket = await database.ticket.create({
    data: {
      channel: 'voice',
      source: 'call',
      sourceId,
      hotline: '4008001234',
      customerId,
      customerNumber: customerId === ids.customer ? customerNumber : null,
      agentId: 'a1001',
      queueId: 'aftersales',
      regionId: 'east',
      province: '浙江省',
      city: '杭州市',
      lastInteractionAt: new Date(Date.parse('2026-11-22T06:00:00Z') - minutesAgo * 60_000),
      ...(subject === undefined ? {} : { subject }),
      history: { create: { kind: 'created', detail: { from: 'call', number: customerNumber, raw: '138 0013 8000' } } },
    },
  })
  return ticket.id
}
