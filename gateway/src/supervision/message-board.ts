/** What supervisors have told agents today: kept in the database, shown at desks until acknowledged, also to those who come on later. */
import type { Logger } from 'pino'
import type { DeskMessage, Me, MessageTarget, SentMessageLine, SupervisedPerson } from '../contract/index.ts'
import type { Database } from '../database/connect.ts'
import { within } from '../deadline.ts'

const DATABASE_MS = 3_000
const FOLLOW_MS = 2_000
/** Looked back at when following other gateways: clocks differ and transactions take a moment. ms */
const OVERLAP_MS = 30_000
/** Of a day. */
const MOST = 2_000

interface KeptMessage {
  readonly id: string
  readonly at: number
  readonly from: string
  readonly to: MessageTarget
  readonly text: string
  readonly acknowledgedBy: Set<string>
}

export class MessageBoard {
  readonly #database: Database
  readonly #dayStart: () => number
  readonly #people: () => readonly SupervisedPerson[]
  #messages = new Map<string, KeptMessage>()
  readonly #listeners = new Set<(agent?: string) => void>()
  /** By id, as long as the directory is the same. */
  #byId: { readonly of: readonly SupervisedPerson[]; readonly people: ReadonlyMap<string, SupervisedPerson> } = {
    of: [],
    people: new Map(),
  }
  readonly #timer: NodeJS.Timeout | undefined
  #followedTo = 0

  /** @param shared whether other gateways send and acknowledge as well */
  constructor(options: {
    readonly database: Database
    readonly dayStart: () => number
    readonly people: () => readonly SupervisedPerson[]
    readonly shared: boolean
    readonly log: Logger
  }) {
    this.#database = options.database
    this.#dayStart = options.dayStart
    this.#people = options.people
    this.#timer = options.shared
      ? setInterval(() => {
          this.#read(Math.max(this.#dayStart(), this.#followedTo - OVERLAP_MS)).catch((error: unknown) =>
            options.log.debug({ err: error }, 'messages of others are not known'),
          )
        }, FOLLOW_MS)
      : undefined
  }

  /** Reads today's. @throws when the database does not answer in time */
  async open(): Promise<void> {
    await this.#read(this.#dayStart())
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** Called with the agent whose messages have changed, or with nobody when they may be anybody's. */
  onChange(listener: (agent?: string) => void): void {
    this.#listeners.add(listener)
  }

  /** Sending the same id again changes nothing. @throws when it could not be kept */
  async send(id: string, by: Me, to: MessageTarget, text: string, at: number): Promise<void> {
    const data = {
      id,
      text,
      sentAt: new Date(at),
      senderId: by.id,
      senderName: by.name,
      toKind: to.kind,
      toId: to.kind === 'everybody' ? null : to.id,
    }
    await inTime(this.#database.deskMessage.createMany({ data: [data], skipDuplicates: true }))
    if (this.#messages.has(id)) return
    this.#messages.set(id, { id, at, from: by.name, to, text, acknowledgedBy: new Set() })
    this.#changed()
  }

  /** Returns false when there is no such message for this agent. @throws when it could not be kept */
  async acknowledge(agent: string, id: string): Promise<boolean> {
    const message = this.#messages.get(id)
    if (!message || !this.#isFor(message, agent)) return false
    if (message.acknowledgedBy.has(agent)) return true
    const data = [{ messageId: id, agentId: agent }]
    await inTime(this.#database.deskMessageReceipt.createMany({ data, skipDuplicates: true }))
    message.acknowledgedBy.add(agent)
    this.#changed(agent)
    return true
  }

  /** What this agent has not acknowledged yet, oldest first. */
  unread(agent: string): DeskMessage[] {
    const dayStart = this.#dayStart()
    return [...this.#messages.values()]
      .filter((one) => one.at >= dayStart && !one.acknowledgedBy.has(agent) && this.#isFor(one, agent))
      .sort((a, b) => a.at - b.at)
      .map(({ id, at, from, text }) => ({ id, at, from, text }))
  }

  /** Agents that a message to this target is for, now. */
  recipients(to: MessageTarget): SupervisedPerson[] {
    return this.#people().filter((person) => isMeant(to, person))
  }

  lines(): SentMessageLine[] {
    const dayStart = this.#dayStart()
    return [...this.#messages.values()]
      .filter((one) => one.at >= dayStart)
      .map(({ acknowledgedBy, ...message }) => ({
        ...message,
        recipients: this.recipients(message.to).length,
        acknowledged: acknowledgedBy.size,
      }))
  }

  #isFor(message: KeptMessage, agent: string): boolean {
    const of = this.#people()
    if (this.#byId.of !== of) this.#byId = { of, people: new Map(of.map((one) => [one.id, one])) }
    const person = this.#byId.people.get(agent)
    return person !== undefined && isMeant(message.to, person)
  }

  async #read(since: number): Promise<void> {
    const now = Date.now()
    const after = { gte: new Date(since) }
    const rows = await inTime(
      this.#database.deskMessage.findMany({
        where: { OR: [{ sentAt: after }, { receipts: { some: { acknowledgedAt: after } } }] },
        include: { receipts: { where: { acknowledgedAt: after } } },
        orderBy: { sentAt: 'desc' },
        take: MOST,
      }),
    )
    this.#followedTo = now
    let changed = false
    for (const row of rows) {
      const known = this.#messages.get(row.id)
      const message = known ?? {
        id: row.id,
        at: row.sentAt.getTime(),
        from: row.senderName,
        to: targetOf(row),
        text: row.text,
        acknowledgedBy: new Set<string>(),
      }
      const before = message.acknowledgedBy.size
      for (const { agentId } of row.receipts) message.acknowledgedBy.add(agentId)
      this.#messages.set(row.id, message)
      changed ||= !known || message.acknowledgedBy.size > before
    }
    if (changed) this.#changed()
  }

  #changed(agent?: string): void {
    const dayStart = this.#dayStart()
    this.#messages = new Map([...this.#messages].filter(([, { at }]) => at >= dayStart))
    for (const listener of this.#listeners) listener(agent)
  }
}

function isMeant(to: MessageTarget, person: SupervisedPerson): boolean {
  switch (to.kind) {
    case 'everybody':
      return true
    case 'team':
      return person.teams.includes(to.id)
    case 'agent':
      return person.id === to.id
  }
}

const targetOf = ({ toKind, toId }: { toKind: string; toId: string | null }): MessageTarget =>
  toKind === 'agent' || toKind === 'team' ? { kind: toKind, id: toId ?? '' } : { kind: 'everybody' }

const inTime = <Answer>(work: Promise<Answer>): Promise<Answer> =>
  within(DATABASE_MS, work, () => new Error('the database did not answer in time'))
