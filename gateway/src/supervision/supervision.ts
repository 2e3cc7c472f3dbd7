/**
 * What supervisors watch: follows the call centre's facts, keeps the day's figures, gathers what has changed and tells it to all of them
 * at once, and raises alarms.
 */
import type { CallCentre, CallCentreConfig, Fact } from '@ringdesk/cti'
import { asAgentId } from '@ringdesk/cti'
import type { Logger } from 'pino'
import type {
  AgentLine,
  ContactLine,
  DeskSwitch,
  QueueLine,
  SupervisionDirectory,
  SupervisionSettings,
  SupervisionSnapshot,
  SupervisionUpdate,
} from '../contract/index.ts'
import type { Database } from '../database/connect.ts'
import type { Names } from '../desk/desk-views.ts'
import { AgentShifts } from './agent-shifts.ts'
import type { AlarmBook } from './alarm-book.ts'
import { readAlarms } from './alarm-readings.ts'
import { type AlarmWatch, resumedWatch, watchAlarms } from './alarm-watch.ts'
import { readFactsOfDay, readOffers } from './figures-priming.ts'
import { localDayStart } from './local-day.ts'
import type { MessageBoard } from './message-board.ts'
import { RECENT_MS, ServiceDay } from './service-day.ts'
import { agentLine, contactLine, directoryOf, type MadeOffer, queueLine } from './supervision-lines.ts'
import { SupervisionStream } from './supervision-stream.ts'

/** Facts are gathered for so long before their effect is told, ms. */
const GATHER_MS = 250
/** Alarms, and what changes by time alone, are looked at this often, ms. */
const BEAT_MS = 1_000
/** Sliding figures and estimates are made anew every so many beats. */
const SLIDE_BEATS = 5
/** The ledger writes a little later than we hear. ms */
const LEDGER_LAG_MS = 3_000
const RETRY_MS = 10_000
/** Calls whose offers are remembered. */
const OFFERS_KEPT = 20_000

export interface SupervisionOptions {
  readonly callCentre: CallCentre
  readonly config: () => CallCentreConfig
  readonly names: () => Names
  readonly switchStatus: () => DeskSwitch
  readonly database: Database
  readonly alarms: AlarmBook
  readonly messages: MessageBoard
  /** IANA. */
  readonly timeZone: string
  readonly log: Logger
  readonly now?: () => number
}

export class Supervision {
  readonly #options: SupervisionOptions
  readonly #now: () => number
  readonly #service: ServiceDay
  readonly #shifts = new AgentShifts()
  readonly #stream = new SupervisionStream()
  readonly #listeners = new Set<(update: SupervisionUpdate) => void>()
  readonly #offers = new Map<string, MadeOffer[]>()
  readonly #agents = new Map<string, AgentLine>()
  #queues: ReadonlyMap<string, QueueLine> = new Map()
  #contacts: ReadonlyMap<string, ContactLine> = new Map()
  readonly #changedAgents = new Set<string>()
  readonly #unattended = new Map<string, number>()
  #config: CallCentreConfig
  #directory: SupervisionDirectory
  #serviceLevels: ReadonlyMap<string, number> = new Map()
  #dayStart: number
  #complete = false
  #watch: AlarmWatch = new Map()
  #switchDownSince: number | undefined
  #beats = 0
  #gathering: NodeJS.Timeout | undefined
  #beating: NodeJS.Timeout | undefined
  #priming: NodeJS.Timeout | undefined
  readonly #unsubscribe: () => void
  #started = false
  #isWatched = (): boolean => true
  /** Something has happened that nobody was there to be told of. */
  #behind = false

  constructor(options: SupervisionOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#dayStart = localDayStart(this.#now(), options.timeZone)
    this.#service = new ServiceDay((queue) => this.#serviceLevels.get(queue) ?? 0)
    this.#config = options.config()
    this.#directory = directoryOf(this.#config)
    this.#takeServiceLevels()
    this.#unsubscribe = options.callCentre.onFact((fact) => this.#follow(fact))
    options.messages.onChange(() => this.#tellSoon())
  }

  /** Facts are followed from the construction on; those of the day before that come from the database when it answers. */
  start(): void {
    this.#started = true
    this.#allAgentsChanged()
    this.#refresh()
    this.#tell()
    this.#beating = setInterval(() => this.#beat(), BEAT_MS)
    this.#prime(0)
  }

  /** Alarms that were standing before this start go on. */
  resume(watch: Parameters<typeof resumedWatch>[0]): void {
    this.#watch = resumedWatch(watch)
  }

  stop(): void {
    this.#unsubscribe()
    clearTimeout(this.#gathering)
    clearTimeout(this.#priming)
    clearInterval(this.#beating)
  }

  get dayStart(): number {
    return this.#dayStart
  }

  get directory(): SupervisionDirectory {
    return this.#directory
  }

  onUpdate(listener: (update: SupervisionUpdate) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** While nobody watches, nothing is compared for them: with hundreds of calls that is work which the calls would wait for. */
  watchedWhile(isWatched: () => boolean): void {
    this.#isWatched = isWatched
  }

  /** As told last: the next update has the next number. */
  snapshot(): SupervisionSnapshot {
    if (this.#behind) {
      this.#refresh()
      // Nobody watched: there is nobody to be told of what came before.
      this.#look()
    }
    const told = this.#stream.snapshot(this.#now())
    if (!told) throw new Error('supervision has not started')
    return told
  }

  /** Something outside of the call centre has changed: an alarm was acknowledged, rules were saved. */
  changed(): void {
    this.#tellSoon()
  }

  #follow(fact: Fact): void {
    this.#service.take(fact)
    this.#shifts.take(fact)
    if ('agent' in fact && fact.agent) this.#changedAgents.add(fact.agent)
    switch (fact.type) {
      case 'call-offered':
        this.#offersOf(fact.call).push({ agent: fact.agent, at: fact.at, why: fact.why, ringing: true })
        break
      case 'call-offer-ended':
        for (const offer of this.#offers.get(fact.call) ?? []) if (offer.agent === fact.agent) offer.ringing = false
        break
      case 'call-ended':
        this.#offers.delete(fact.call)
        break
      case 'switch-connected':
        // A call centre elsewhere may have gone on while it was not heard.
        this.#allAgentsChanged()
        this.#prime(LEDGER_LAG_MS)
        break
    }
    this.#tellSoon()
  }

  #tellSoon(): void {
    if (!this.#started) return
    if (!this.#isWatched()) {
      this.#behind = true
      return
    }
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined
      this.#refresh()
      this.#tell()
    }, GATHER_MS)
  }

  #beat(): void {
    const now = this.#now()
    const dayStart = localDayStart(now, this.#options.timeZone)
    if (dayStart > this.#dayStart) this.#newDay(dayStart)
    if (this.#options.config() !== this.#config) this.#takeConfiguration()
    if (this.#beats++ % SLIDE_BEATS === 0) this.#allAgentsChanged()
    this.#refresh()
    this.#watchAlarms(now)
    if (this.#isWatched()) this.#tell()
    else this.#behind = true
  }

  #newDay(dayStart: number): void {
    this.#dayStart = dayStart
    this.#service.forgetBefore(dayStart - RECENT_MS)
    this.#shifts.forgetBefore(dayStart)
    this.#allAgentsChanged()
    this.#prime(LEDGER_LAG_MS)
  }

  #takeConfiguration(): void {
    this.#config = this.#options.config()
    this.#directory = directoryOf(this.#config)
    this.#takeServiceLevels()
    this.#service.recount()
    const known = new Set<string>(this.#config.agents.map(({ id }) => id))
    for (const id of this.#agents.keys()) if (!known.has(id)) this.#agents.delete(id)
    this.#allAgentsChanged()
  }

  #takeServiceLevels(): void {
    this.#serviceLevels = new Map(this.#config.queues.map(({ id, serviceLevelMs }) => [id, serviceLevelMs]))
  }

  #allAgentsChanged(): void {
    for (const { id } of this.#config.agents) this.#changedAgents.add(id)
  }

  #refresh(): void {
    const { callCentre, names } = this.#options
    const now = this.#now()
    const configured = new Set<string>(this.#config.agents.map(({ id }) => id))
    for (const id of this.#changedAgents) {
      if (!configured.has(id)) continue
      const totals = this.#shifts.totals(id, this.#dayStart)
      this.#agents.set(id, agentLine(id, callCentre.agentView(asAgentId(id)), totals))
    }
    this.#changedAgents.clear()
    const views = callCentre.queueViews()
    this.#queues = new Map(
      views.map((view) => {
        const today = this.#service.of(view.queue, this.#dayStart, now)
        return [view.queue, queueLine(view, today, this.#service.of(view.queue, now - RECENT_MS, now))]
      }),
    )
    for (const view of views) {
      if (view.waiting > 0 && view.ready === 0)
        this.#unattended.set(view.queue, this.#unattended.get(view.queue) ?? now)
      else this.#unattended.delete(view.queue)
    }
    const words = names()
    this.#contacts = new Map(
      callCentre.contactViews().map((view) => [view.call, contactLine(view, this.#offers.get(view.call) ?? [], words)]),
    )
  }

  #watchAlarms(now: number): void {
    const { alarms, switchStatus } = this.#options
    this.#switchDownSince = switchStatus().connected ? undefined : (this.#switchDownSince ?? now)
    const sight = {
      queues: this.#queues.values(),
      agents: this.#agents.values(),
      unattendedSince: (queue: string) => this.#unattended.get(queue),
      ...(this.#switchDownSince === undefined ? {} : { switchDownSince: this.#switchDownSince }),
    }
    const { watch, raised, cleared } = watchAlarms(this.#watch, readAlarms(alarms.rules, sight, now), now)
    this.#watch = watch
    for (const alarm of cleared) alarms.clear(alarm, now)
    for (const alarm of raised) alarms.raise(alarm)
  }

  #tell(): void {
    const update = this.#look()
    if (update) for (const listener of this.#listeners) listener(update)
  }

  /** What is new since the last look. */
  #look(): SupervisionUpdate | undefined {
    this.#behind = false
    const { alarms, messages, switchStatus, timeZone } = this.#options
    const settings: SupervisionSettings = {
      directory: this.#directory,
      rules: alarms.rules,
      switch: switchStatus(),
      figuresComplete: this.#complete,
      dayStart: this.#dayStart,
      timeZone,
    }
    const truth = {
      agents: this.#agents,
      queues: this.#queues,
      contacts: this.#contacts,
      alarms: alarms.standing,
      messages: new Map(messages.lines().map((line) => [line.id, line])),
    }
    return this.#stream.follow(truth, settings, this.#now())
  }

  #offersOf(call: string): MadeOffer[] {
    const known = this.#offers.get(call)
    if (known) return known
    const offers: MadeOffer[] = []
    this.#offers.set(call, offers)
    const oldest = this.#offers.size > OFFERS_KEPT ? this.#offers.keys().next() : undefined
    if (oldest?.value) this.#offers.delete(oldest.value)
    return offers
  }

  /** Reads what the ledger has of the day; facts that were heard already change nothing. */
  #prime(afterMs: number): void {
    if (!this.#started) return
    clearTimeout(this.#priming)
    this.#priming = setTimeout(() => {
      this.#readDay().then(
        () => {
          this.#complete = true
          this.#allAgentsChanged()
          this.#tellSoon()
        },
        (error: unknown) => {
          this.#options.log.warn({ err: error }, 'the day’s figures are not complete; they will be read again')
          this.#prime(RETRY_MS)
        },
      )
    }, afterMs)
  }

  async #readDay(): Promise<void> {
    const { database, callCentre } = this.#options
    await readFactsOfDay(database, this.#dayStart, (facts) => {
      for (const fact of facts) {
        this.#service.take(fact)
        this.#shifts.take(fact)
      }
    })
    const unexplained = callCentre.contactViews().flatMap(({ call }) => (this.#offers.has(call) ? [] : [call]))
    for (const { call, ...offer } of await readOffers(database, unexplained))
      this.#offersOf(call).push({ ...offer, ringing: false })
  }
}
