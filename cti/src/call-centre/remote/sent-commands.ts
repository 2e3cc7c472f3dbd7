/** Commands on their way to the process that carries them out, each with its deadlines. */
import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { followChannels } from '../../redis/connection.ts'
import type { CommandResult } from '../call-centre.ts'
import type { Answer, DomainKeys, Request, SentCommand } from './wire.ts'

/** Until somebody takes it up; afterwards nobody does any more. ms */
const TAKEN_WITHIN_MS = 2_000
/** Until the result is there; the switch's own deadlines end before. ms */
const DONE_WITHIN_MS = 15_000

const NOBODY: CommandResult = {
  ok: false,
  code: 'SWITCH_UNAVAILABLE',
  message: 'the call centre process does not answer',
}
const UNKNOWN_END: CommandResult = {
  ok: false,
  code: 'SWITCH_TIMEOUT',
  message: 'the call centre process took the command up and has not said how it ended',
}

export class SentCommands {
  readonly #redis: Redis
  readonly #keys: DomainKeys
  readonly #log: Logger
  readonly #answers: string
  readonly #waiting = new Map<string, { taken(): void; done(result: CommandResult): void }>()

  /** @param subscriber a connection of its own */
  constructor(redis: Redis, subscriber: Redis, keys: DomainKeys, log: Logger) {
    this.#redis = redis
    this.#keys = keys
    this.#log = log
    this.#answers = `${keys.requests}:answers:${randomUUID()}`
    followChannels(subscriber, [this.#answers], log, (message) => {
      const answer = JSON.parse(message) as Answer
      const waiting = this.#waiting.get(answer.id)
      if (answer.type === 'taken') waiting?.taken()
      else waiting?.done(answer.result)
    })
  }

  /** Never throws: no answer is a refusal. */
  send(sent: SentCommand): Promise<CommandResult> {
    const id = randomUUID()
    const { promise, resolve } = Promise.withResolvers<CommandResult>()
    let timer: NodeJS.Timeout | undefined
    const done = (result: CommandResult): void => {
      clearTimeout(timer)
      this.#waiting.delete(id)
      resolve(result)
    }
    const taken = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => done(UNKNOWN_END), DONE_WITHIN_MS)
    }
    this.#waiting.set(id, { taken, done })
    timer = setTimeout(() => done(NOBODY), TAKEN_WITHIN_MS)
    this.#post(id, sent)
      .then((listeners) => {
        if (listeners === 0) done(NOBODY)
      })
      .catch((error: unknown) => {
        this.#log.warn(
          { err: error, command: 'command' in sent ? sent.command.type : 'dial' in sent ? 'dial' : 'withdraw' },
          'a command could not be sent',
        )
        done(NOBODY)
      })
    return promise
  }

  /** Another process has taken over: what the former one took up has no end that anybody will tell. */
  abandon(): void {
    for (const { done } of [...this.#waiting.values()]) done(UNKNOWN_END)
  }

  async #post(id: string, sent: SentCommand): Promise<number> {
    await this.#redis.set(this.#keys.command(id), JSON.stringify(sent), 'PX', TAKEN_WITHIN_MS)
    const request: Request = { type: 'command', id, answers: this.#answers }
    return this.#redis.publish(this.#keys.requests, JSON.stringify(request))
  }
}
