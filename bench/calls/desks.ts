/** The parent's side of the agents' browsers. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endLater } from '../running/started.ts'
import type { DeskAnswer, DeskOrder } from './desk-windows.ts'

const ANSWER_MS = 120_000

export interface BenchDesks {
  /** Returns how many are ready. */
  beReady(): Promise<number>
  /** The pops since the last time this was asked: call and arrival, epoch ms. */
  pops(): Promise<readonly (readonly [call: string, at: number])[]>
}

/** Opens one desk for each cookie. @throws when the gateway does not let them in */
export async function openDesks(address: string, cookies: readonly string[]): Promise<BenchDesks> {
  const child = fork(fileURLToPath(new URL('desk-windows.ts', import.meta.url)), { execArgv: [] })
  endLater('desks', () => child.kill('SIGKILL'))

  const ask = (order: DeskOrder): Promise<DeskAnswer> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(timer)
        child.off('message', take)
        child.off('exit', gone)
        reject(new Error(`${order.type}: ${why}`))
      }
      const take = (answer: DeskAnswer): void => {
        clearTimeout(timer)
        child.off('exit', gone)
        resolve(answer)
      }
      const gone = (): void => fail('the desks are gone')
      const timer = setTimeout(() => fail(`no answer within ${ANSWER_MS} ms`), ANSWER_MS)
      child.once('message', take)
      child.once('exit', gone)
      child.send(order)
    })

  await ask({ type: 'open', address, cookies })
  return {
    async beReady() {
      const answer = await ask({ type: 'be-ready' })
      return answer.type === 'ready' ? answer.ready : 0
    },
    async pops() {
      const answer = await ask({ type: 'tell-pops' })
      return answer.type === 'pops' ? answer.pops : []
    },
  }
}
