import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FlowDetail, FlowDocumentShape } from '../contract/index.ts'
import { type Ask, ids, startTestServer, type TestServer } from '../server-testing.ts'
import { publishedFlows } from './published-flows.ts'
import { followUpSurvey } from './shipped/follow-up-survey.ts'
import { mainMenu } from './shipped/main-menu.ts'
import { shippedFlows } from './shipped/shipped-flows.ts'

let server: TestServer
let supervisor: Ask
let admin: Ask
const greeting: FlowDocumentShape = {
  start: 'hello',
  attributes: [],
  nodes: {
    hello: { type: 'play', label: '问候', play: [{ kind: 'prompt', name: 'greeting' }], next: 'end' },
    end: { type: 'hang-up' },
  },
}
const deadEnd: FlowDocumentShape = {
  ...greeting,
  nodes: { hello: { type: 'play', label: '问候', play: [{ kind: 'prompt', name: 'lost' }] } },
}
const made = async (name: string): Promise<FlowDetail> =>
  (await supervisor('POST', '/api/flows', { name, kind: 'survey' })).json()
const save = (id: string, version: number, document: FlowDocumentShape, name: string, note = '') =>
  supervisor('PUT', `/api/flows/${id}`, { version, name, note, document })

beforeAll(async () => {
  server = await startTestServer()
  supervisor = await server.as('s2001')
  admin = await server.as('admin')
})
afterAll(() => server.close())

describe('flows', () => {
  it('are drawn by supervisors and administrators; nobody else gets at them', async () => {
    const requests: [string, string, object?][] = [
      ['GET', '/api/flows'],
      ['POST', '/api/flows', { name: '不行', kind: 'menu' }],
      ['GET', '/api/flows/surroundings'],
      ['POST', '/api/flows/check', { document: greeting }],
      ['POST', '/api/flows/dry-run', { document: greeting, inputs: [] }],
      ['GET', '/api/flows/follow-up-survey'],
      ['GET', '/api/flows/follow-up-survey/versions/1'],
      ['PUT', '/api/flows/follow-up-survey', { version: 1, name: '不行', document: greeting }],
      ['POST', '/api/flows/follow-up-survey/publish', { version: 1 }],
    ]
    for (const username of ['a1001', 'r3001', 'm0001']) {
      const ask = await server.as(username)
      for (const [method, url, body] of requests)
        expect([url, (await ask(method, url, body)).statusCode]).toEqual([url, 403])
    }
    for (const [method, url, body] of requests) expect((await server.anonymous(method, url, body)).statusCode).toBe(401)
    expect((await supervisor('GET', '/api/flows')).statusCode).toBe(200)
    expect((await admin('GET', '/api/flows')).statusCode).toBe(200)
  })

  it('come with a survey in use and a menu as an example, as the source has them', async () => {
    const cards = (await admin('GET', '/api/flows')).json()
    expect(cards).toMatchObject([
      { id: 'follow-up-survey', kind: 'survey', version: 1, published: 1, nodes: 12 },
      { id: 'main-menu', kind: 'menu', version: 1, nodes: 4 },
    ])
    expect(cards[1]).not.toHaveProperty('published')
    for (const { id, document } of shippedFlows) {
      const detail: FlowDetail = (await admin('GET', `/api/flows/${id}`)).json()
      expect(detail.document).toEqual(document)
    }
    expect(await publishedFlows(server.database, 'survey')).toMatchObject([
      { id: 'follow-up-survey', version: 1, document: followUpSurvey },
    ])
    expect(await publishedFlows(server.database, 'menu')).toEqual([])
  })

  it('are kept as versions that never change, saved on the one that was read, and audited', async () => {
    const { flow } = await made('满意度')
    expect(flow).toMatchObject({ version: 1, savedBy: '许文静', nodes: 1 })
    const saved: FlowDetail = (await save(flow.id, 1, greeting, '满意度', '加问候')).json()
    expect(saved).toMatchObject({ flow: { version: 2, nodes: 2 }, document: greeting, problems: [] })
    expect(saved.versions).toMatchObject([
      { version: 2, note: '加问候', savedBy: '许文静' },
      { version: 1, note: '' },
    ])
    const late = await admin('PUT', `/api/flows/${flow.id}`, { version: 1, name: '满意度', document: deadEnd })
    expect([late.statusCode, late.json()]).toEqual([
      409,
      { code: 'FLOW_CHANGED', message: '这个流程刚刚被许文静修改，请核对最新内容后再保存' },
    ])
    const first = (await supervisor('GET', `/api/flows/${flow.id}/versions/1`)).json()
    expect(first.document.nodes).toEqual({ end: { type: 'hang-up', at: { x: 0, y: 0 } } })
    await expect(server.database.flowVersion.updateMany({ data: { note: 'x' } })).rejects.toThrow('never change')
    const audit = await server.database.auditEntry.findMany({ where: { object: `flow:${flow.id}` } })
    expect(audit.map(({ accountId, action }) => [accountId, action])).toEqual([
      [ids.supervisor, 'flow-changed'],
      [ids.supervisor, 'flow-changed'],
    ])
  })

  it('have names of their own', async () => {
    const { flow } = await made('甲')
    const again = await supervisor('POST', '/api/flows', { name: '甲', kind: 'menu' })
    expect([again.statusCode, again.json().code]).toEqual([409, 'FLOW_NAME_TAKEN'])
    expect((await save(flow.id, 1, greeting, '工单回访问卷')).json().code).toBe('FLOW_NAME_TAKEN')
    expect((await save(flow.id, 1, greeting, '乙')).json().flow.name).toBe('乙')
  })

  it('that are not there are said to be so', async () => {
    for (const [method, url, body] of [
      ['GET', '/api/flows/none'],
      ['GET', '/api/flows/main-menu/versions/9'],
      ['PUT', '/api/flows/none', { version: 1, name: 'x', document: greeting }],
      ['POST', '/api/flows/none/publish', { version: 1 }],
    ] as const)
      expect((await admin(method, url, body)).json().code).toBe('NO_SUCH_FLOW')
  })

  it('may be unfinished, but not what no flow is', async () => {
    const { flow } = await made('未完成')
    expect((await save(flow.id, 1, deadEnd, '未完成')).json().problems).toHaveLength(2)
    const nonsense = { ...greeting, nodes: { hello: { type: 'fax' } } }
    const answer = await supervisor('PUT', `/api/flows/${flow.id}`, { version: 2, name: '未完成', document: nonsense })
    expect([answer.statusCode, answer.json().fields[0].path]).toEqual([400, 'document.nodes.hello.type'])
  })
})

describe('publishing', () => {
  it('is refused with every problem and its place, and what calls use stays', async () => {
    const { flow } = await made('要发布')
    await save(flow.id, 1, greeting, '要发布')
    const published = await supervisor('POST', `/api/flows/${flow.id}/publish`, { version: 2 })
    expect(published.json().flow).toMatchObject({ version: 2, published: 2 })
    await save(flow.id, 2, deadEnd, '要发布')
    const refused = await supervisor('POST', `/api/flows/${flow.id}/publish`, { version: 3 })
    expect([refused.statusCode, refused.json()]).toMatchObject([
      422,
      {
        code: 'UNFIT_FLOW',
        message: '流程有 2 处问题，没有发布',
        problems: [
          { code: 'dead-end', node: 'hello', label: '问候', place: 'next', severity: 'error' },
          { code: 'missing-prompt', node: 'hello', place: 'play.0', about: ['lost'] },
        ],
      },
    ])
    const inUse = (await publishedFlows(server.database)).find(({ id }) => id === flow.id)
    expect(inUse).toMatchObject({ version: 2, document: greeting })
    const late = await supervisor('POST', `/api/flows/${flow.id}/publish`, { version: 2 })
    expect([late.statusCode, late.json().code]).toEqual([409, 'FLOW_CHANGED'])
    const audit = await server.database.auditEntry.findMany({
      where: { object: `flow:${flow.id}`, action: 'flow-published' },
    })
    expect(audit.map(({ detail }) => detail)).toEqual([{ version: 2, before: null }])
  })

  it('takes the shipped survey as it is, and the menu where its queues are', async () => {
    const survey = await supervisor('POST', '/api/flows/check', { document: followUpSurvey })
    expect(survey.json()).toEqual([
      {
        code: 'no-prompt-of-prefix',
        severity: 'warning',
        node: 'greeting',
        label: '问候与门店',
        place: 'play.1',
        about: ['store-'],
      },
    ])
    const missing = (await supervisor('POST', '/api/flows/check', { document: mainMenu })).json()
    expect(missing.map(({ code, about }: { code: string; about: string[] }) => [code, about.join()])).toEqual([
      ['missing-queue', 'delivery'],
      ['missing-queue', 'membership'],
    ])
    await server.database.queue.createMany({
      data: [
        { id: 'delivery', name: '外卖', settings: { needs: { all: [] } } },
        { id: 'membership', name: '会员', settings: { needs: { all: [] } } },
      ],
    })
    expect((await supervisor('POST', '/api/flows/check', { document: mainMenu })).json()).toEqual([])
    const { queues, speech, prompts } = (await supervisor('GET', '/api/flows/surroundings')).json()
    expect(queues.map(({ id }: { id: string }) => id).toSorted()).toEqual(['aftersales', 'delivery', 'membership'])
    expect(speech).toBe(false)
    expect(prompts).toContainEqual(expect.objectContaining({ name: 'survey-score', title: '回访：打分' }))
  })
})

describe('a dry run', () => {
  const played = { type: 'played', completed: true }
  const run = async (document: object, inputs: object[], values = {}) =>
    (await supervisor('POST', '/api/flows/dry-run', { document, values, inputs })).json()

  it('walks the shipped survey: unsolved, a comment, thanks', async () => {
    const trial = await run(followUpSurvey, [
      played,
      { type: 'digits', digits: '2' },
      { type: 'digits', digits: '1' },
      played,
      played,
      { type: 'recorded', path: 'trial', durationMs: 3_000 },
      played,
      played,
    ])
    expect(trial.steps.map(({ entered }: { entered: string[] }) => entered)).toEqual([
      ['greeting'],
      ['solved'],
      ['score'],
      ['is-solved', 'sorry'],
      ['comment'],
      [],
      ['thanks'],
      ['end'],
    ])
    expect(trial.steps[0].commands).toEqual([
      {
        do: 'play',
        items: ['survey-greeting', 'survey-our-store', 'survey-about'].map((name) => ({ kind: 'prompt', name })),
      },
    ])
    expect(trial.steps[3].notes).toEqual([{ note: 'answered', node: 'score', question: 'score', value: '1' }])
    expect(trial.steps.at(-1).notes).toEqual([{ note: 'finished', node: 'end', how: 'completed', answers: 3 }])
    expect(trial).toMatchObject({ stage: 'done', values: { solved: '2', score: '1', comment: 'trial' } })
  })

  it('asks a happy customer for no comment, and calls nobody again who does not want it', async () => {
    const happy = await run(followUpSurvey, [played, { type: 'digits', digits: '1' }, { type: 'digits', digits: '5' }])
    expect(happy.node).toBe('thanks')
    const never = await run(followUpSurvey, [played, { type: 'digits', digits: '9' }])
    expect(never.steps.at(-1).notes).toContainEqual({ note: 'refused', node: 'refuse' })
    const silent = await run(followUpSurvey, [played, { type: 'digits', digits: '' }])
    expect(silent.node).toBe('goodbye')
  })

  it('sends a menu’s caller to the queue of the key', async () => {
    const menu = await run(mainMenu, [{ type: 'digits', digits: '2' }])
    expect(menu.steps.at(-1).commands).toEqual([{ do: 'transfer', queue: 'delivery' }])
  })
})
