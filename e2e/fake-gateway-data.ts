/** The little world of the fake gateway: one known customer, a store, orders, tickets and calls. */
import type {
  CallPage,
  ContactCard,
  ContactContext,
  CustomerCard,
  DeskQueue,
  Me,
  OrderCard,
  SimulatorStatus,
  StoreCard,
  TicketCard,
  TicketChoices,
  TicketDetail,
} from '@ringdesk/gateway/contract'

const minute = 60_000
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

export const people: Readonly<Record<string, Me>> = {
  agent1001: {
    id: 'u-1001',
    username: 'agent1001',
    name: '王芳',
    role: 'agent',
    agent: { id: 'a1001', extension: '1001' },
  },
  supervisor: { id: 'u-sup', username: 'supervisor', name: '李强', role: 'supervisor' },
}

export const choices: TicketChoices = {
  categories: [
    { code: 'quality', zh: '产品质量', en: 'Product quality' },
    { code: 'wrong-item', zh: '错送漏送', en: 'Wrong or missing item' },
    { code: 'late', zh: '配送超时', en: 'Late delivery' },
    { code: 'refund', zh: '退款', en: 'Refund' },
    { code: 'attitude', zh: '服务态度', en: 'Staff conduct' },
    { code: 'member', zh: '会员与优惠', en: 'Membership' },
    { code: 'store', zh: '门店咨询', en: 'Store enquiry' },
    { code: 'environment', zh: '门店环境', en: 'Store environment' },
    { code: 'praise', zh: '表扬', en: 'Praise' },
    { code: 'other', zh: '其他', en: 'Other' },
  ],
  results: [
    { code: 'solved', zh: '已解决', en: 'Solved' },
    { code: 'promised', zh: '已承诺处理', en: 'Promised' },
    { code: 'unreachable', zh: '未能沟通', en: 'Not reached' },
    { code: 'rejected', zh: '客户不接受', en: 'Not accepted' },
    { code: 'refunded', zh: '已退款', en: 'Refunded' },
    { code: 'remade', zh: '已安排补做', en: 'Remade' },
    { code: 'coupon', zh: '已补偿卡券', en: 'Compensated with a coupon' },
  ],
  nextSteps: [
    { code: 'none', zh: '无需跟进', en: 'Nothing' },
    { code: 'store', zh: '派单到门店', en: 'To the store' },
    { code: 'callback', zh: '回访客户', en: 'Call back' },
    { code: 'escalate', zh: '升级处理', en: 'Escalate' },
  ],
}

export const stores: readonly StoreCard[] = [
  {
    id: 's-hz-01',
    code: 'HZ001',
    name: '杭州西湖文化广场店',
    region: '华东',
    address: '浙江省杭州市拱墅区西湖文化广场 19 号 B1 层 12 铺',
    phone: '0571-8800 1001',
    opensAt: 600,
    closesAt: 1320,
    status: 'open',
  },
  {
    id: 's-hz-02',
    code: 'HZ002',
    name: '杭州湖滨银泰店',
    region: '华东',
    address: '浙江省杭州市上城区东坡路 7 号',
    phone: '0571-8800 1002',
    opensAt: 600,
    closesAt: 1320,
    status: 'open',
  },
  {
    id: 's-cd-01',
    code: 'CD001',
    name: '成都春熙路店',
    region: '西南',
    address: '四川省成都市锦江区春熙路南段 8 号',
    phone: '028-8600 2001',
    opensAt: 570,
    closesAt: 1350,
    status: 'moved',
  },
]

export const customer: CustomerCard = {
  id: 'c-1',
  name: '陈晓雨',
  number: { display: '138****8000', masked: true, kind: 'mobile', province: '浙江省', city: '杭州市' },
  memberLevel: '金卡会员',
  tags: ['老客户', '少冰少糖', '曾投诉'],
  since: '2023-04-02T00:00:00Z',
  contacts: 7,
}

export const orders: readonly OrderCard[] = [
  {
    number: 'T20261122-88213',
    placedAt: ago(52 * minute),
    storeId: 's-hz-02',
    storeName: '杭州湖滨银泰店',
    channel: '小程序',
    status: '已送达',
    total: 5_800,
    items: [
      { name: '茉莉轻乳茶', quantity: 2, price: 1_900, options: '少冰 · 三分糖' },
      { name: '杨枝甘露', quantity: 1, price: 2_000, options: '正常冰' },
    ],
  },
  {
    number: 'T20261118-40117',
    placedAt: ago(4 * 24 * 60 * minute),
    storeId: 's-hz-01',
    storeName: '杭州西湖文化广场店',
    channel: '门店',
    status: '已完成',
    total: 2_100,
    items: [{ name: '生椰拿铁', quantity: 1, price: 2_100 }],
  },
]

const recording = (id: string, durationMs: number) => ({
  id,
  startedAt: ago(60 * minute),
  durationMs,
  url: `/api/recordings/${id}/audio`,
})

export const lastContacts: readonly ContactCard[] = [
  {
    direction: 'inbound',
    callId: 'old-1',
    arrivedAt: ago(26 * 60 * minute),
    endedAt: ago(26 * 60 * minute - 190_000),
    hotline: '4008001234',
    queueName: '售后服务',
    agentName: '赵敏',
    outcome: 'answered',
    talkMs: 168_000,
    waitMs: 22_000,
    ticketId: 't-2',
    ticketNumber: '261121-000187',
    recordings: [recording('r-1', 12_000)],
  },
  {
    direction: 'inbound',
    callId: 'old-2',
    arrivedAt: ago(27 * 60 * minute),
    endedAt: ago(27 * 60 * minute - 60_000),
    hotline: '4008001234',
    queueName: '售后服务',
    outcome: 'abandoned',
    talkMs: 0,
    waitMs: 61_000,
    recordings: [],
  },
]

export const queues: readonly DeskQueue[] = [
  {
    id: 'q-after-sales',
    name: '售后服务',
    waiting: 2,
    longestWaitingSince: Date.now() - 48_000,
    ready: 3,
    loggedIn: 9,
  },
  { id: 'q-member', name: '会员专线', waiting: 1, longestWaitingSince: Date.now() - 15_000, ready: 1, loggedIn: 4 },
]

export function ticketCard(over: Partial<TicketCard> = {}): TicketCard {
  return {
    id: 't-2',
    number: '261121-000187',
    kind: 'service',
    status: 'pending',
    priority: 1,
    subject: '外卖少送一杯，要求补送',
    category: 'wrong-item',
    channel: 'voice',
    customerName: '陈晓雨',
    customerNumber: customer.number,
    storeName: '杭州湖滨银泰店',
    regionName: '华东',
    agentName: '赵敏',
    queueName: '售后服务',
    tags: [],
    createdAt: ago(26 * 60 * minute),
    lastInteractionAt: ago(26 * 60 * minute),
    sla: [],
    ...over,
  }
}

export function ticketDetail(over: Partial<TicketDetail> = {}): TicketDetail {
  return {
    ...ticketCard(),
    version: 3,
    reopened: 0,
    departments: [],
    children: [],
    childCount: 0,
    links: [],
    moves: [
      { move: 'resume', requires: [] },
      { move: 'resolve', requires: [] },
    ],
    hotline: '4008001234',
    province: '浙江省',
    city: '杭州市',
    customer,
    contacts: [...lastContacts],
    history: [
      { id: 'h-1', at: ago(26 * 60 * minute), kind: 'created', detail: { callId: 'old-1' } },
      {
        id: 'h-2',
        at: ago(25 * 60 * minute),
        actor: '赵敏',
        kind: 'edited',
        detail: { category: { from: null, to: 'wrong-item' }, subject: { from: null, to: '外卖少送一杯，要求补送' } },
      },
      {
        id: 'h-3',
        at: ago(25 * 60 * minute),
        actor: '赵敏',
        kind: 'status-changed',
        detail: { status: { from: 'open', to: 'pending' } },
      },
    ],
    ...over,
  }
}

export function context(over: Partial<ContactContext> = {}): ContactContext {
  return {
    customer,
    store: stores[1],
    orders: [...orders],
    openTickets: [ticketCard()],
    lastContacts: [...lastContacts],
    ...over,
  }
}

const subjects = [
  '奶茶漏洒，外包装破损',
  '门店排队太久',
  '优惠券无法使用',
  '配送超时 40 分钟',
  '饮品里有异物',
  '发票开具',
  '会员积分未到账',
]

export function manyTickets(count: number): TicketCard[] {
  const statuses = ['open', 'pending', 'resolved', 'closed'] as const
  return Array.from({ length: count }, (_, index) =>
    ticketCard({
      id: `list-${index}`,
      number: `2611${String(22 - (index % 20)).padStart(2, '0')}-${String(900 - index).padStart(6, '0')}`,
      kind: index % 6 === 0 ? 'callback' : 'service',
      status: statuses[index % 4] ?? 'open',
      priority: index % 9 === 0 ? 2 : 0,
      ...(index % 6 === 0 ? {} : { subject: subjects[index % subjects.length] ?? '' }),
      category: choices.categories[index % choices.categories.length]?.code ?? 'other',
      storeName: stores[index % stores.length]?.name ?? '',
      agentName: index % 3 === 0 ? '王芳' : '赵敏',
      createdAt: ago(index * 37 * minute),
      lastInteractionAt: ago(index * 37 * minute),
    }),
  )
}

export function manyCalls(count: number): CallPage['calls'] {
  const outcomes = ['answered', 'answered', 'abandoned', 'answered', 'out-of-hours', 'max-wait'] as const
  return Array.from({ length: count }, (_, index) => {
    const outcome = outcomes[index % outcomes.length] ?? 'answered'
    const answered = outcome === 'answered'
    return {
      direction: 'inbound',
      callId: `call-${index}`,
      arrivedAt: ago(index * 11 * minute),
      endedAt: ago(index * 11 * minute - 60_000),
      hotline: '4008001234',
      outcome,
      waitMs: 4_000 + ((index * 7_919) % 90_000),
      talkMs: answered ? 40_000 + ((index * 6_101) % 400_000) : 0,
      queueName: index % 2 === 0 ? '售后服务' : '会员专线',
      ...(answered ? { agentName: '赵敏', ticketId: 't-2', ticketNumber: '261121-000187' } : {}),
      recordings: answered ? [recording(`r-${index}`, 12_000)] : [],
      number: customer.number ?? { masked: true, kind: 'mobile' },
      ...(index % 3 === 0 ? { customerName: '陈晓雨' } : {}),
    }
  })
}

export const simulator: SimulatorStatus = {
  calls: [
    {
      uuid: 'sim-1',
      from: '13800138000',
      to: '4008001234',
      name: '陈晓雨',
      state: 'talking',
      startedAt: Date.now() - 83_000,
    },
    { uuid: 'sim-2', from: 'anonymous', to: '4008001234', state: 'queued', startedAt: Date.now() - 12_000 },
  ],
  liveCalls: 2,
  traffic: null,
  phones: Array.from({ length: 12 }, (_, index) => ({
    extension: String(1001 + index),
    behaviour: { mode: index === 0 ? 'desk' : 'auto', afterMs: 2_000 },
  })),
  totals: { placed: 1_284, answered: 1_190, abandoned: 71 },
}

/** One second of a quiet tone: 8 kHz, 16 bit, stereo. */
export function tone(): Buffer {
  const rate = 8_000
  const data = Buffer.alloc(rate * 4)
  for (let at = 0; at < rate; at++) {
    const sample = Math.round(2_000 * Math.sin((2 * Math.PI * 440 * at) / rate))
    data.writeInt16LE(sample, at * 4)
    data.writeInt16LE(sample, at * 4 + 2)
  }
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 4, 28)
  head.writeUInt16LE(4, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}
