import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import fastify from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inputValidator } from '../input.ts'
import { createLog } from '../operations/log.ts'
import { insertCall, insertTicket, startTestServer, type TestServer } from '../server-testing.ts'
import { createGuards } from '../sessions/guards.ts'
import { recordingRoutes } from './recording-routes.ts'

/** More than the sockets hold between them. */
const size = 32 * 1024 * 1024
let server: TestServer
let folder: string

beforeAll(async () => {
  server = await startTestServer()
  folder = await mkdtemp(join(tmpdir(), 'ringdesk-paused-'))
  await writeFile(join(folder, 'long.wav'), Buffer.alloc(size, 7))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

it('a player that is paused for longer than requests may take goes on where it was', async () => {
  const ticket = await insertTicket(server.database, { sourceId: 'long' })
  const recording = { path: 'long.wav', stopped: true }
  await insertCall(server.database, ticket, { id: 'long', arrivedAt: new Date(), recording })
  const { id } = await server.database.recording.findFirstOrThrow()
  const session = await server.sessions.logIn({ username: 'a1001', password: 'correct horse' })

  const app = fastify({ handlerTimeout: 150, forceCloseConnections: true })
  app.setValidatorCompiler(inputValidator)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('me', undefined)
  app.register(cookie)
  const guards = createGuards(server.sessions)
  app.register(recordingRoutes({ database: server.database, guards, recordingsDir: folder, log: createLog('silent') }))
  app.get('/hangs', () => new Promise(() => {}))
  const address = await app.listen({ port: 0, host: '127.0.0.1' })

  const headers = { cookie: `ringdesk_session=${session?.token}` }
  const player = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${address}/api/recordings/${id}/audio`, { headers }, resolve).once('error', reject)
  })
  player.pause()
  // The server's own limit ends this one: then it has passed for the player as well.
  expect((await fetch(`${address}/hangs`)).status).toBe(503)
  let received = 0
  for await (const chunk of player) received += (chunk as Buffer).length
  expect(received).toBe(size)
  await app.close()
})
