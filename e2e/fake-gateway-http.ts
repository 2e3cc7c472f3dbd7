/** The fake gateway's HTTP side: small answers in the contract's shape, out of a world that the test can reach into. */
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import serveStatic from '@fastify/static'
import type { Me, TicketDetail, TicketEdit, TicketFields } from '@ringdesk/gateway/contract'
import fastify, { type FastifyInstance } from 'fastify'
import * as data from './fake-gateway-data.ts'

export interface FakeWorld {
  /** By the cookie's token. */
  readonly sessions: Map<string, Me>
  readonly tickets: Map<string, TicketDetail>
  readonly drafts: Map<string, TicketFields>
  /** No connection can be made. */
  away: boolean
}

export async function serveFakeWorld(world: FakeWorld, dist: string): Promise<FastifyInstance> {
  const app = fastify()
  let simulator = data.simulator

  await app.register(cookie)
  await app.register(serveStatic, { root: dist, wildcard: false })
  app.addHook('onRequest', async (request, reply) => {
    if (!world.away) return
    reply.hijack()
    request.raw.socket.destroy()
  })
  // As strict as the real one: antd writes its styles into the page, nothing else needs leave.
  app.addHook('onSend', async (_request, reply) => {
    reply.header(
      'content-security-policy',
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    )
  })
  app.addHook('preHandler', async (request, reply) => {
    const open =
      !request.url.startsWith('/api') ||
      request.url === '/api/switch' ||
      (request.url === '/api/session' && request.method === 'POST')
    if (!open && !world.sessions.has(request.cookies.session ?? ''))
      await reply.code(401).send({ code: 'NOT_LOGGED_IN', message: '' })
  })
  app.setNotFoundHandler((request, reply) =>
    request.url.startsWith('/api')
      ? reply.code(404).send({ code: 'NOT_FOUND', message: '' })
      : reply.sendFile('index.html'),
  )
  app.setErrorHandler((error, _request, reply) => {
    console.error(error)
    return reply.code(500).send({ code: 'FAILED', message: String(error) })
  })

  app.get('/api/switch', async () => ({ connected: true, simulated: true, name: 'simulator' }))
  app.post<{ Body: { username: string; password: string } }>('/api/session', async (request, reply) => {
    const me = data.people[request.body.username]
    if (me === undefined || request.body.password !== 'ringdesk')
      return reply.code(401).send({ code: 'WRONG_PASSWORD', message: '' })
    const token = randomUUID()
    world.sessions.set(token, me)
    return reply.setCookie('session', token, { path: '/', httpOnly: true }).send(me)
  })
  app.get('/api/session', async (request) => world.sessions.get(request.cookies.session ?? ''))
  app.delete('/api/session', async (request, reply) => {
    world.sessions.delete(request.cookies.session ?? '')
    return reply.code(204).send()
  })
  app.get('/api/ticket-choices', async () => data.choices)
  app.get('/api/ticket-types', async () => [])
  app.post('/api/ticket-types/suggest', async () => [])
  app.get<{ Querystring: { q?: string } }>('/api/stores', async (request) =>
    data.stores.filter(
      (store) => store.name.includes(request.query.q ?? '') || store.code.includes(request.query.q ?? ''),
    ),
  )
  app.get<{ Querystring: { status?: string; q?: string; cursor?: string } }>('/api/tickets', async ({ query }) => {
    const all = data
      .manyTickets(120)
      .filter(
        (ticket) =>
          (query.status === undefined || ticket.status === query.status) &&
          (query.q === undefined || ticket.subject?.includes(query.q)),
      )
    const from = Number(query.cursor ?? 0)
    return { tickets: all.slice(from, from + 50), ...(from + 50 < all.length ? { next: String(from + 50) } : {}) }
  })
  app.get('/api/ticket-views', async () => [])
  app.get('/api/colleagues', async () => [])
  app.get('/api/products', async () => [])
  app.get('/api/ticket-filter-choices', async () => ({ queues: [], agents: [], departments: [] }))
  app.get('/api/ticket-count', async () => ({ count: 120, more: false }))
  app.get<{ Params: { id: string } }>('/api/tickets/:id', async (request, reply) => {
    const { id } = request.params
    const ticket = world.tickets.get(id) ?? (id.startsWith('list-') ? data.ticketDetail({ id }) : undefined)
    if (ticket === undefined) return reply.code(404).send({ code: 'NO_SUCH_TICKET', message: '' })
    const draft = world.drafts.get(id)
    return { ...ticket, ...(draft === undefined ? {} : { draft }) }
  })
  app.put<{ Params: { id: string }; Body: TicketFields }>('/api/tickets/:id/draft', async (request, reply) => {
    world.drafts.set(request.params.id, request.body)
    return reply.code(204).send()
  })
  app.patch<{ Params: { id: string }; Body: TicketEdit }>('/api/tickets/:id', async (request, reply) => {
    const ticket = world.tickets.get(request.params.id)
    if (ticket === undefined) return reply.code(404).send({ code: 'NO_SUCH_TICKET', message: '' })
    if (ticket.version !== request.body.version)
      return reply.code(409).send({ code: 'TICKET_CHANGED', message: '', ticket })
    const { storeId, orderNumber, ...fields } = request.body.fields
    const store = data.stores.find((one) => one.id === storeId)
    const saved: TicketDetail = {
      ...ticket,
      ...fields,
      ...(orderNumber == null ? {} : { orderNumber }),
      ...(store === undefined ? {} : { store, storeName: store.name }),
      ...(request.body.status === undefined ? {} : { status: request.body.status }),
      version: ticket.version + 1,
    }
    world.tickets.set(ticket.id, saved)
    world.drafts.delete(ticket.id)
    return saved
  })
  app.get<{ Querystring: { cursor?: string } }>('/api/calls', async ({ query }) => {
    const from = Number(query.cursor ?? 0)
    return { calls: data.manyCalls(80).slice(from, from + 50), ...(from + 50 < 80 ? { next: String(from + 50) } : {}) }
  })
  app.get('/api/recordings/:id/audio', async (_request, reply) => reply.type('audio/wav').send(data.tone()))
  app.get('/api/simulator', async () => simulator)
  app.get('/api/calls/:id/misrouted', async () => ({}))
  app.post('/api/simulator/calls', async () => {
    simulator = { ...simulator, totals: { ...simulator.totals, placed: simulator.totals.placed + 1 } }
    return { uuid: randomUUID() }
  })
  app.put<{ Body: NonNullable<typeof simulator.traffic> }>('/api/simulator/traffic', async (request, reply) => {
    simulator = { ...simulator, traffic: request.body }
    return reply.code(204).send()
  })
  return app
}
