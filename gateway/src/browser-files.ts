/** Serves the built browser side: pages are always asked for again, files with a hash in their name never. */
import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { GatewayError } from './errors.ts'

const notBuilt = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Ringdesk</title>
<body style="font-family:system-ui,sans-serif;max-width:40em;margin:15vh auto;padding:0 1em;line-height:1.6">
<h1>界面尚未构建</h1><p>服务已经在运行，但还没有浏览器界面的文件。请在项目目录运行 <code>npm run build -w agent-ui</code>，然后重新启动。</p>
<p lang="en">The server is running, but its browser files have not been built. Run <code>npm run build -w agent-ui</code> and start again.</p>
</body></html>`

/** A person's browser asks for a page of the application: its router takes over there. */
const wantsPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  !/^\/(api|socket\.io|assets)(\/|$)/.test(request.url) &&
  (request.headers.accept ?? '').includes('text/html')

export function serveBrowserFiles(app: FastifyInstance, folder: string): void {
  const built = existsSync(join(folder, 'index.html'))
  if (built)
    app.register(fastifyStatic, {
      root: folder,
      index: ['index.html'],
      cacheControl: false,
      setHeaders(reply, path) {
        const hashed = path.startsWith(join(folder, 'assets') + sep)
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  app.setNotFoundHandler((request, reply) => {
    if (!wantsPage(request)) {
      const path = request.url.split('?', 1)[0] ?? ''
      throw new GatewayError('NO_SUCH_ROUTE', { words: { method: request.method, path } })
    }
    if (built) return reply.sendFile('index.html')
    return reply.status(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(notBuilt)
  })
}
