import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../database/testing.ts'
import { type Jobs, openJobs } from '../jobs/jobs.ts'
import { isPrivateAddress } from './private-addresses.ts'
import { sendSigned, signatureOf } from './signed-request.ts'
import { askForWebhook, webhookJobs } from './webhooks.ts'

let db: TestDatabase
let receiver: Server
let jobs: Jobs | undefined
let answers: number[]
let got: { headers: IncomingMessage['headers']; body: string; url: string }[]

beforeEach(async () => {
  db = await createTestDatabase()
  answers = []
  got = []
  receiver = createServer(async (request, response) => {
    let body = ''
    for await (const part of request.setEncoding('utf8')) body += part
    got.push({ headers: request.headers, body, url: request.url ?? '' })
    const status = answers.shift() ?? 204
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
})
afterEach(async () => {
  await jobs?.stop()
  jobs = undefined
  receiver.close()
  receiver.closeAllConnections()
  await db.drop()
})

const address = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`

async function start({ allowPrivate = true, retries = 3 } = {}): Promise<Jobs> {
  jobs = openJobs({
    url: db.url,
    kinds: [webhookJobs(db.database, { allowPrivate, retries, retryDelay: 1 })],
    log: pino({ level: 'silent' }),
  })
  await jobs.start()
  return jobs
}

async function ask(running: Jobs, fails = false): Promise<string> {
  const { database } = db
  const rule = await database.automationRule.create({
    data: { name: 'r', position: 0, event: 'created', conditions: {}, actions: [], secret: 'a secret of the rule' },
  })
  const ticket = await database.ticket.create({
    data: { channel: 'voice', source: 't', sourceId: crypto.randomUUID() },
  })
  const work = database.$transaction(async (tx) => {
    const matter = { ruleId: rule.id, ticketId: ticket.id, url: address(), body: { event: 'created' } }
    await askForWebhook(tx, running.send, matter)
    if (fails) throw new Error('rolled back')
  })
  if (fails) await expect(work).rejects.toThrow('rolled back')
  else await work
  return rule.id
}

const delivery = (ruleId: string) => db.database.webhookDelivery.findFirst({ where: { ruleId } })

describe('a webhook', () => {
  it('comes with a signature that the receiver can check, and is written down as delivered', async () => {
    const ruleId = await ask(await start())
    await expect.poll(async () => (await delivery(ruleId))?.state, { timeout: 15_000 }).toBe('delivered')
    const [request] = got
    const timestamp = Number(request?.headers['x-ringdesk-timestamp'])
    expect(request?.headers['x-ringdesk-signature']).toBe(
      `sha256=${signatureOf('a secret of the rule', timestamp, request?.body ?? '')}`,
    )
    expect(JSON.parse(request?.body ?? '')).toEqual({ id: (await delivery(ruleId))?.id, event: 'created' })
    expect(await delivery(ruleId)).toMatchObject({ attempts: 1, status: 204, error: null })
  })

  it('is tried again after a failure, does not follow a redirect, and is given up in the end', {
    timeout: 60_000,
  }, async () => {
    answers = [500, 302, 500]
    const ruleId = await ask(await start({ retries: 2 }))
    await expect.poll(async () => (await delivery(ruleId))?.state, { timeout: 40_000 }).toBe('failed')
    expect(got.map(({ url }) => url)).toEqual(['/hook', '/hook', '/hook'])
    expect(await delivery(ruleId)).toMatchObject({ attempts: 3, status: 500, error: '对方应答 500' })
  })

  it('is not sent when its cause did not happen', async () => {
    const running = await start()
    await ask(running, true)
    const ruleId = await ask(running)
    await expect.poll(async () => (await delivery(ruleId))?.state, { timeout: 15_000 }).toBe('delivered')
    expect(got.length).toBe(1)
    expect(await db.database.webhookDelivery.count()).toBe(1)
  })

  it('that nobody was there to send is sent when somebody is there again', async () => {
    const first = await start()
    await first.stop()
    const ruleId = await ask(first)
    expect(await delivery(ruleId)).toMatchObject({ state: 'waiting', attempts: 0 })
    await start()
    await expect.poll(async () => (await delivery(ruleId))?.state, { timeout: 15_000 }).toBe('delivered')
    expect(got.length).toBe(1)
  })
})

describe('a request', () => {
  const send = (url: string) => sendSigned({ url, id: '1', body: '{}', secret: 's', allowPrivate: false })

  it('is refused at private addresses, in every disguise', async () => {
    const { port } = receiver.address() as AddressInfo
    for (const host of [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      'localhost',
      '169.254.169.254',
    ])
      await expect(send(`http://${host}:${port}/`)).rejects.toThrow(/内网地址/)
    expect(got).toEqual([])
  })

  it.each([
    ['10.1.2.3', true],
    ['172.31.255.255', true],
    ['172.32.0.1', false],
    ['100.64.0.1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['::ffff:10.0.0.1', true],
    ['::ffff:8.8.8.8', false],
    ['8.8.8.8', false],
    ['2606:4700::1111', false],
    ['no address', true],
  ])('to %s is private: %s', (host, expected) => {
    expect(isPrivateAddress(host)).toBe(expected)
  })
})
