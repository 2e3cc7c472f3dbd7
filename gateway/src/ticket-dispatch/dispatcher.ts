/** Asks the dispatch engine, with the stores and their load as the tables have them. */
import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { PrismaClient } from '../database/client/client.ts'
import { within } from '../deadline.ts'
import type { DispatchRules } from '../dispatch/rules.ts'
import type { DispatchCase, LocalTime } from '../dispatch/stores.ts'
import { GatewayError } from '../errors.ts'
import type { ThreadAnswer, ThreadRequest, WordedDecision } from './dispatch-thread.ts'
import { openTicketsByStore, readStores, storesMark } from './store-register.ts'

/** ms: with the index of 46,000 stores still to be made, on a slow machine. */
const DEADLINE_MS = 15_000
/** ms the stores and their load are believed without asking the tables again. */
const FRESH_MS = 30_000

export class Dispatcher {
  readonly #database: PrismaClient
  readonly #log: Logger
  readonly #timeZone: string
  readonly #waiting = new Map<number, (decision: WordedDecision) => void>()
  #worker: Worker | undefined
  #mark: string | undefined
  #askedAt = 0
  #refreshing: Promise<void> | undefined
  #asked = 0

  /** @param timeZone IANA: where the stores' hours are */
  constructor(options: { readonly database: PrismaClient; readonly timeZone: string; readonly log: Logger }) {
    this.#database = options.database
    this.#timeZone = options.timeZone
    this.#log = options.log
  }

  /** @throws GatewayError TIMED_OUT, DATABASE_UNAVAILABLE */
  async decide(told: DispatchCase, rules: DispatchRules, now = new Date()): Promise<WordedDecision> {
    const [departments] = await Promise.all([this.#departmentsIn(rules), this.#withStores()])
    const id = ++this.#asked
    const { promise, resolve } = Promise.withResolvers<WordedDecision>()
    this.#waiting.set(id, resolve)
    try {
      this.#send({ type: 'decide', id, told, rules, departments, at: localTime(now, this.#timeZone) })
      return await within(DEADLINE_MS, promise, () => new GatewayError('TIMED_OUT'))
    } finally {
      this.#waiting.delete(id)
    }
  }

  /** Names of the departments that the rules want told. */
  async #departmentsIn({ rules }: DispatchRules): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(rules.flatMap((rule) => rule.do.notify ?? []))]
    if (ids.length === 0) return new Map()
    const rows = await this.#database.department.findMany({ where: { id: { in: ids } } })
    return new Map(rows.map(({ id, name }) => [id, name]))
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  /** The first question waits for the stores; later ones are answered with what is known while it is looked for newer ones. */
  async #withStores(): Promise<void> {
    if (this.#mark !== undefined && Date.now() - this.#askedAt < FRESH_MS) return
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    if (this.#mark === undefined) return this.#refreshing
    this.#refreshing.catch((error: unknown) => this.#log.warn({ err: error }, 'the stores could not be read anew'))
  }

  async #refresh(): Promise<void> {
    const [mark, openTickets] = await Promise.all([storesMark(this.#database), openTicketsByStore(this.#database)])
    if (mark === this.#mark) this.#send({ type: 'load', openTickets })
    else this.#send({ type: 'stores', stores: await readStores(this.#database), openTickets })
    this.#mark = mark
    this.#askedAt = Date.now()
  }

  #send(request: ThreadRequest): void {
    this.#worker ??= this.#start()
    this.#worker.postMessage(request)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./dispatch-thread.ts', import.meta.url))
    worker.unref()
    worker.on('message', ({ id, decision }: ThreadAnswer) => this.#waiting.get(id)?.(decision))
    worker.on('error', (error) => {
      this.#log.error({ err: error }, 'the dispatch engine has failed and is started anew')
      // Whoever waits runs into the deadline; the next question brings the stores along.
      if (this.#worker === worker) this.#worker = this.#mark = undefined
    })
    return worker
  }
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function localTime(now: Date, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return { weekday: weekdays.indexOf(part('weekday')) + 1, minute: Number(part('hour')) * 60 + Number(part('minute')) }
}
