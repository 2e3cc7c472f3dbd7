/** A resolved ticket, the call about it, and what its answers do to the ticket: with the real rules, worker and ledger, the call as facts. */
import { callCentreConfig, type Fact } from '@ringdesk/cti'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { campaignSettings, type RuleAction, type RuleDocument } from '../../contract/index.ts'
import { recordBatch } from '../../ledger/record-batch.ts'
import { runRules } from '../../rules/rule-runner.ts'
import { ids, startTestServer, type TestServer } from '../../server-testing.ts'
import { makeTicket, testWorker } from '../../sla/sla-testing.ts'
import { preflight } from '../administration/preflight.ts'

let server: TestServer
let campaignId: string
const begin = Date.now()
const HOUR = 3_600_000

beforeEach(async () => {
  server = await startTestServer()
  await server.database.slaPolicy.deleteMany()
  const campaign = await server.database.campaign.create({
    data: {
      name: '工单回访',
      kind: 'survey',
      mode: 'flow',
      state: 'RUNNING',
      flowId: 'follow-up-survey',
      callerNumber: '4008001234',
      settings: campaignSettings.parse({ maxAttempts: 2 }),
    },
  })
  campaignId = campaign.id
})
afterEach(() => server.close())

const rule = (name: string, values: Pick<RuleDocument, 'event' | 'actions'> & Partial<RuleDocument>) =>
  server.database.automationRule.create({
    data: { conditions: { join: 'all', list: [] }, enabled: true, secret: 'hush', position: 1, ...values, name },
  })
const ask = (afterHours = 2): RuleAction => ({ do: 'survey', campaignId, afterHours })
const askWhenResolved = () => rule('解决后回访', { event: 'resolved', actions: [ask()] })
const reopenWhenBad = () =>
  rule('不满意重开', {
    event: 'surveyed',
    conditions: {
      join: 'any',
      list: [
        { field: 'answer', question: 'solved', is: ['2'] },
        { field: 'answer', question: 'score', is: [], atMost: 2 },
      ],
    },
    actions: [
      { do: 'reopen', reason: '顾客回访不满意' },
      { do: 'store-task', text: '联系顾客并处理', dueHours: 24 },
    ],
  })

const now = () => new Date()
const work = () =>
  testWorker(server.database, now, (tx, ticketId, event, at) =>
    runRules(
      { send: async () => undefined, timeZone: 'Asia/Shanghai', log: pino({ level: 'silent' }) },
      tx,
      ticketId,
      event,
      at,
    ),
  ).untilIdle()

const atStore = () =>
  makeTicket(server.database, {
    status: 'WORKING',
    storeId: 'hz01',
    dispatchedAt: new Date(begin - HOUR),
    acceptedAt: new Date(begin - HOUR),
    customerId: ids.customer,
    customerNumber: '+8613800138000',
    subject: '杨枝甘露里有头发',
  })
async function move(ticketId: string, what: 'resolve' | 'reopen') {
  const supervisor = await server.as('s2001')
  const answer = await supervisor('POST', `/api/tickets/${ticketId}/moves`, {
    commandId: crypto.randomUUID(),
    move: what,
    ...(what === 'resolve' ? { resolution: '已退款' } : { reason: '顾客来电' }),
  })
  expect(answer.statusCode, answer.body).toBe(200)
  await work()
}
const contactOf = (ticketId: string) => server.database.campaignContact.findFirst({ where: { ticketId } })
const entries = (ticketId: string, kind: string) =>
  server.database.ticketHistory.findMany({ where: { ticketId, kind }, orderBy: { seq: 'asc' } })
const told = async (ticketId: string) =>
  (await entries(ticketId, 'rule-fired')).flatMap(({ detail }) => (detail as { did: object[] }).did)

/** As the runner claims: the contact is in hand, an attempt is there. */
async function claim(ticketId: string): Promise<string> {
  const contact = await server.database.campaignContact.findFirstOrThrow({ where: { ticketId } })
  expect(contact.state).toBe('WAITING')
  await server.database.campaignContact.update({
    where: { id: contact.id },
    data: { state: 'IN_HAND', nextAt: null, attempts: { increment: 1 } },
  })
  const { id } = await server.database.outboundAttempt.create({
    data: {
      id: crypto.randomUUID(),
      campaignId,
      contactId: contact.id,
      number: '+8613800138000',
      position: 0,
      claimedAt: now(),
      dialledAt: now(),
    },
  })
  return id
}

/** What the call centre tells of a call that ends. */
function factsOf(call: string, answers: Record<string, string>, outcome: 'person' | 'no-answer' = 'person'): Fact[] {
  const at = now().getTime()
  return [
    ...Object.entries(answers).map(([question, value]) => ({
      id: `${call}/${question}`,
      at,
      call,
      type: 'flow-answered',
      node: question,
      question,
      value,
    })),
    { id: `${call}/ended`, at, call, type: 'attempt-ended', outcome, switchCause: 'X', ringMs: 1_000, talkMs: 9_000 },
  ] as Fact[]
}
const answer = (call: string, answers: Record<string, string>) =>
  recordBatch(server.database, factsOf(call, answers)).then(work)

describe('a resolved ticket', () => {
  it('has its customer called after the hours that the rule says, with what a ticket query would give the flow', async () => {
    await askWhenResolved()
    const id = await atStore()
    await move(id, 'resolve')
    const contact = await server.database.campaignContact.findFirstOrThrow({
      where: { ticketId: id },
      include: { numbers: true },
    })
    expect(contact).toMatchObject({ campaignId, key: `survey:${id}`, state: 'WAITING', storeId: 'hz01' })
    expect(contact.attributes).toMatchObject({
      storeId: 'hz01',
      storeName: expect.any(String),
      ticketNumber: expect.any(String),
    })
    expect(contact.numbers[0]?.number).toBe('+8613800138000')
    expect(((contact.nextAt?.getTime() ?? 0) - begin) / HOUR).toBeCloseTo(2, 1)
    expect(await told(id)).toMatchObject([{ do: 'survey', campaign: '工单回访', at: expect.any(String) }])
  })

  it('says in its history why nobody is called: no such campaign, no number, a refusal', async () => {
    await askWhenResolved()
    const nobody = await makeTicket(server.database, { status: 'OPEN' })
    await move(nobody, 'resolve')
    expect(await told(nobody)).toMatchObject([{ failed: '客户没有可呼叫的号码' }])
    await server.database.doNotCall.create({ data: { number: '+8613800138000', reason: 'agent' } })
    const refused = await atStore()
    await move(refused, 'resolve')
    expect(await told(refused)).toMatchObject([{ failed: '客户要求不再致电' }])
    await server.database.campaign.update({ where: { id: campaignId }, data: { state: 'ENDED' } })
    const over = await atStore()
    await move(over, 'resolve')
    expect(await told(over)).toMatchObject([{ failed: '没有这个回访活动，或已结束' }])
    expect(await server.database.ticketEvent.count()).toBe(0)
  })

  it('is not asked about any more when it is opened again, and anew when it is resolved again', async () => {
    await askWhenResolved()
    const id = await atStore()
    await move(id, 'resolve')
    await server.database.campaignContact.updateMany({ where: { ticketId: id }, data: { attempts: 1, position: 0 } })
    await move(id, 'reopen')
    expect(await contactOf(id)).toMatchObject({ state: 'DONE', outcome: 'reopened', nextAt: null })
    const supervisor = await server.as('s2001')
    for (const next of ['accept', 'start'])
      await supervisor('POST', `/api/tickets/${id}/moves`, { commandId: crypto.randomUUID(), move: next })
    await move(id, 'resolve')
    expect(await contactOf(id)).toMatchObject({ state: 'WAITING', outcome: null, attempts: 0, doneAt: null })
    expect(await server.database.campaignContact.count()).toBe(1)
  })

  it('is not asked about any more when it became part of another', async () => {
    await askWhenResolved()
    const id = await atStore()
    const other = await atStore()
    await move(id, 'resolve')
    const supervisor = await server.as('s2001')
    expect((await supervisor('POST', `/api/tickets/${id}/merge`, { into: other })).statusCode).toBe(200)
    expect(await contactOf(id)).toMatchObject({ state: 'DONE', outcome: 'merged' })
  })

  it('opened again while the telephone rings is not called a second time', async () => {
    await askWhenResolved()
    const id = await atStore()
    await move(id, 'resolve')
    const call = await claim(id)
    await move(id, 'reopen')
    expect(await contactOf(id)).toMatchObject({ state: 'IN_HAND' })
    await recordBatch(server.database, factsOf(call, {}, 'no-answer'))
    expect(await contactOf(id)).toMatchObject({ state: 'DONE', outcome: 'reopened' })
    expect(await entries(id, 'survey-unreached')).toEqual([])
  })
})

it('may have its survey started before there is anybody to ask, as long as a rule fills it', async () => {
  const campaign = await server.database.campaign.findUniqueOrThrow({ where: { id: campaignId } })
  const asked = { ...campaign, kind: 'survey' as const, settings: campaignSettings.parse(campaign.settings) }
  const config = callCentreConfig.parse({ version: 1, queues: [], hotlines: [], agents: [] })
  const lacks = async () => (await preflight(server.database, config, asked)).map(({ field }) => field)
  expect(await lacks()).toContain('contacts')
  const { id } = await askWhenResolved()
  expect(await lacks()).not.toContain('contacts')
  await server.database.automationRule.update({ where: { id }, data: { enabled: false } })
  expect(await lacks()).toContain('contacts')
})

describe('an answer', () => {
  it('is on the ticket and in its history, once however often it is told', async () => {
    await askWhenResolved()
    const id = await atStore()
    await move(id, 'resolve')
    const call = await claim(id)
    const facts = factsOf(call, { solved: '1', score: '5' })
    await recordBatch(server.database, facts)
    await recordBatch(
      server.database,
      facts.map((fact) => ({ ...fact, id: `${fact.id} again` })),
    )
    expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({
      status: 'RESOLVED',
      surveyScore: 5,
      surveySolved: true,
      surveyedAt: expect.any(Date),
    })
    expect(await entries(id, 'surveyed')).toMatchObject([
      { detail: { campaign: '工单回访', attempt: call, answers: { solved: '1', score: '5' } }, commandId: call },
    ])
  })

  it('“not solved” opens the ticket again with a task for its store, by rule; a good one does not', async () => {
    await askWhenResolved()
    await reopenWhenBad()
    const [bad, good] = [await atStore(), await atStore()]
    for (const [id, answers] of [
      [bad, { solved: '2', score: '3' }],
      [good, { solved: '1', score: '4' }],
    ] as const) {
      await move(id, 'resolve')
      await answer(await claim(id), answers)
    }
    expect(await server.database.ticket.findUnique({ where: { id: good } })).toMatchObject({ status: 'RESOLVED' })
    expect(await server.database.ticket.findUnique({ where: { id: bad } })).toMatchObject({
      status: 'DISPATCHED',
      reopened: 1,
      surveyScore: 3,
      surveySolved: false,
    })
    const tasks = await server.database.ticketTask.findMany()
    expect(tasks).toMatchObject([
      { ticketId: bad, title: '联系顾客并处理', storeId: 'hz01', createdBy: '不满意重开', createdById: null },
    ])
    const staff = await server.database.account.findFirstOrThrow({ where: { storeId: 'hz01', role: 'STORE' } })
    expect(await server.database.ticketNotice.findMany({ where: { accountId: staff.id } })).toMatchObject([
      { kind: 'task-given', ticketId: bad, sourceId: tasks[0]?.id },
    ])
    expect(await told(bad)).toMatchObject([
      { do: 'survey' },
      { do: 'reopen', reason: '顾客回访不满意' },
      { do: 'store-task', store: expect.any(String) },
    ])
    // The customer is asked again when the store has solved it, and only then.
    const supervisor = await server.as('s2001')
    for (const next of ['accept', 'start'])
      await supervisor('POST', `/api/tickets/${bad}/moves`, { commandId: crypto.randomUUID(), move: next })
    expect(await contactOf(bad)).toMatchObject({ state: 'DONE', outcome: 'person' })
    await move(bad, 'resolve')
    expect(await contactOf(bad)).toMatchObject({ state: 'WAITING' })
  })

  it('does not lead to a second call about the same solution', async () => {
    await askWhenResolved()
    await rule('再问', { event: 'surveyed', actions: [ask(0)] })
    const id = await atStore()
    await move(id, 'resolve')
    await answer(await claim(id), { solved: '1' })
    expect((await told(id)).at(-1)).toMatchObject({ do: 'survey', failed: '这次解决之后已经回访过' })
    expect(await contactOf(id)).toMatchObject({ state: 'DONE' })
  })

  it('that nobody gave is told when the last attempt was in vain', async () => {
    await askWhenResolved()
    await rule('没联系上', { event: 'survey-unreached', actions: [{ do: 'add-tag', tag: '未回访' }] })
    const id = await atStore()
    await move(id, 'resolve')
    await recordBatch(server.database, factsOf(await claim(id), {}, 'no-answer'))
    expect(await entries(id, 'survey-unreached')).toEqual([])
    await recordBatch(server.database, factsOf(await claim(id), {}, 'no-answer'))
    await work()
    expect(await entries(id, 'survey-unreached')).toMatchObject([{ detail: { unreached: 'no-answer', attempts: 2 } }])
    expect(await server.database.ticket.findUnique({ where: { id } })).toMatchObject({
      tags: ['未回访'],
      surveyedAt: null,
    })
  })

  it('about a ticket that was merged meanwhile is the answer about the one that goes on', async () => {
    await askWhenResolved()
    const [id, into] = [await atStore(), await atStore()]
    await move(id, 'resolve')
    const call = await claim(id)
    const supervisor = await server.as('s2001')
    await supervisor('POST', `/api/tickets/${id}/merge`, { into })
    await answer(call, { solved: '2' })
    expect(await server.database.ticket.findUnique({ where: { id: into } })).toMatchObject({ surveySolved: false })
    expect((await entries(into, 'surveyed')).length).toBe(1)
  })
})
