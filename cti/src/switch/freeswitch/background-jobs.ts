/** Results of bgapi commands, found again by the Job-UUID that we chose. */
import { SwitchError } from '../port.ts'

interface Job {
  readonly settle: (result: string | SwitchError) => void
  readonly timer: NodeJS.Timeout
}

export class BackgroundJobs {
  readonly #jobs = new Map<string, Job>()

  /** Call before sending: the result may overtake the reply. @throws SwitchError SWITCH_TIMEOUT after `deadlineMs`, or what failAll gives */
  expect(id: string, what: string, deadlineMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (result: string | SwitchError): void => {
        clearTimeout(timer)
        this.#jobs.delete(id)
        if (typeof result === 'string') resolve(result)
        else reject(result)
      }
      const timer = setTimeout(
        () => settle(new SwitchError('SWITCH_TIMEOUT', `no result of "${what}" within ${deadlineMs} ms`)),
        deadlineMs,
      )
      this.#jobs.set(id, { settle, timer })
    })
  }

  /** A result of somebody else's job, or one that came too late, is nobody's. */
  finish(id: string, result: string): void {
    this.#jobs.get(id)?.settle(result)
  }

  fail(id: string, error: SwitchError): void {
    this.#jobs.get(id)?.settle(error)
  }

  failAll(error: SwitchError): void {
    for (const job of [...this.#jobs.values()]) job.settle(error)
  }

  get size(): number {
    return this.#jobs.size
  }
}
