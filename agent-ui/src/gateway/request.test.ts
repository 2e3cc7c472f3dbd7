import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { GatewayError, request, whenLogInGone, withQuery } from './request.ts'

let server: Server | undefined
async function serving(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function refusalOf(promise: Promise<unknown>): Promise<GatewayError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof GatewayError)) throw new Error(`expected a GatewayError, got ${String(error)}`)
  return error
}

it('sends JSON and reads JSON', async () => {
  const base = await serving((incoming, answer) => {
    incoming.setEncoding('utf8')
    let body = ''
    incoming.on('data', (chunk: string) => {
      body += chunk
    })
    incoming.on('end', () => answer.end(JSON.stringify({ method: incoming.method, body: JSON.parse(body) })))
  })
  expect(await request('PUT', `${base}/x`, { body: { name: '王' } })).toEqual({ method: 'PUT', body: { name: '王' } })
})
it('gives undefined for an empty answer', async () => {
  const base = await serving((_, answer) => answer.writeHead(204).end())
  expect(await request('DELETE', base)).toBeUndefined()
})
it('turns a refusal into a typed error that keeps the whole body', async () => {
  const base = await serving((_, answer) =>
    answer.writeHead(409).end(JSON.stringify({ code: 'TICKET_CHANGED', message: 'newer', ticket: { version: 3 } })),
  )
  const error = await refusalOf(request('PATCH', base, { body: {} }))
  expect(error).toMatchObject({ code: 'TICKET_CHANGED', status: 409, body: { ticket: { version: 3 } } })
})
it('tells when the log-in is gone, but not when a password is wrong', async () => {
  const gone = vi.fn()
  whenLogInGone(gone)
  let code = 'WRONG_PASSWORD'
  const base = await serving((_, answer) => answer.writeHead(401).end(JSON.stringify({ code, message: '' })))
  await refusalOf(request('POST', base, { body: {} }))
  expect(gone).not.toHaveBeenCalled()
  code = 'NOT_LOGGED_IN'
  await refusalOf(request('GET', base))
  expect(gone).toHaveBeenCalledOnce()
})
it('calls an answer that is not ours broken, whatever its status', async () => {
  const base = await serving((_, answer) => answer.writeHead(502).end('<html>Bad Gateway</html>'))
  expect(await refusalOf(request('GET', base))).toMatchObject({ code: 'BROKEN_ANSWER', status: 502 })
})
it('says OFFLINE when nobody answers', async () => {
  const base = await serving(() => {})
  server?.close()
  server?.closeAllConnections()
  expect(await refusalOf(request('GET', base))).toMatchObject({ code: 'OFFLINE', status: 0 })
})
it('leaves a cancelled request to its canceller', async () => {
  const base = await serving(() => {})
  const cancel = new AbortController()
  const pending = request('GET', base, { signal: cancel.signal })
  cancel.abort()
  await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
})
it('writes only what a query has', () => {
  expect(withQuery('/api/tickets', { status: 'open', q: '', mine: undefined, limit: 50 })).toBe(
    '/api/tickets?status=open&limit=50',
  )
})
