import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { StepError } from './steps.mjs'

/** @throws StepError when somebody else listens there */
export async function requireFreePort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      const message = taken
        ? `端口 ${port} 已被其他程序占用 · port ${port} is taken by another program`
        : `不能监听 ${host}:${port} · cannot listen there: ${error.message}`
      reject(new StepError(message, { cause: error, advice: `换一个端口 · take another: PORT=${port + 1} npm start` }))
    })
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

const GIVE_UP_MS = 60_000
/** A gateway that lives but has no switch or database yet is worth opening: it says itself what it lacks. */
const CONTENT_WITH_ALIVE_MS = 15_000
const ASK_TIMEOUT_MS = 5_000

/**
 * Waits until the gateway is ready to take calls.
 * @returns undefined, or what is still missing when it runs but is not ready
 * @throws StepError when it does not even answer
 */
export async function untilGatewayIsReady(url: string, log: string, signal: AbortSignal): Promise<string | undefined> {
  const began = Date.now()
  for (;;) {
    const ready = await ask(`${url}/readyz`)
    if (ready.status === 200) return undefined
    const waited = Date.now() - began
    if (waited > CONTENT_WITH_ALIVE_MS && (await ask(`${url}/healthz`)).status === 200) return ready.body
    if (waited > GIVE_UP_MS)
      throw new StepError(`网关没有应答 · the gateway does not answer at ${url}/healthz`, { log })
    await delay(100, undefined, { signal })
  }
}

async function ask(url: string): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) })
    return { status: response.status, body: await response.text() }
  } catch {
    // Nobody listens yet.
    return { status: 0, body: '' }
  }
}
