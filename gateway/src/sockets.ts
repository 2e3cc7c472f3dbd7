/** The one socket.io server; desks and supervision each have a namespace on it. */
import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { isForeignOrigin } from './sessions/origin.ts'

/** Closing it tells every browser, and they keep trying to come back. */
export function openSockets(http: HttpServer): Server {
  return new Server(http, {
    serveClient: false,
    // A desk behind a dead network is noticed within 15 s.
    pingInterval: 10_000,
    pingTimeout: 5_000,
    maxHttpBufferSize: 64 * 1024,
    allowRequest: (request, allow) => allow(null, !isForeignOrigin(request.headers.origin, request.headers.host ?? '')),
  })
}
