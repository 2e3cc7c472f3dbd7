/**
 * One agent's desk as a numbered stream: compares what the desk was last told with what is true now and tells the difference. It knows
 * no sockets, so that numbering and differences can be tested alone.
 */
import { isDeepStrictEqual } from 'node:util'
import type {
  ContactContext,
  DeskContact,
  DeskDestination,
  DeskMessage,
  DeskQueue,
  DeskState,
  DeskSwitch,
  DeskUpdate,
} from '../contract/index.ts'

type WithoutNumber<Update> = Update extends DeskUpdate ? Omit<Update, 'seq' | 'serverTime'> : never
export type DeskChange = WithoutNumber<DeskUpdate>
export type RemovalReason = Extract<DeskUpdate, { type: 'contact-removed' }>['reason']

export interface DeskTruth {
  readonly state: DeskState
  readonly contacts: readonly DeskContact[]
}

export class DeskStream {
  #seq = 0
  #state: DeskState | undefined
  readonly #contacts = new Map<string, DeskContact>()
  #queues: readonly DeskQueue[] = []
  #destinations: readonly DeskDestination[] | undefined
  #messages: readonly DeskMessage[] = []
  #switch: DeskSwitch | undefined
  readonly #send: (updates: readonly DeskUpdate[]) => void
  readonly #now: () => number

  /** @param send what happened together: one message, because to a thousand desks each costs more than what is in it */
  constructor(send: (updates: readonly DeskUpdate[]) => void, now: () => number) {
    this.#send = send
    this.#now = now
  }

  get seq(): number {
    return this.#seq
  }

  /**
   * Tells what has changed: contacts before the state that follows from them. `removal` says why a contact that is gone is gone.
   */
  follow(truth: DeskTruth, removal: (call: string) => RemovalReason): void {
    this.#tell(...this.#differences(truth, removal))
  }

  #differences(truth: DeskTruth, removal: (call: string) => RemovalReason): DeskChange[] {
    const differences: DeskChange[] = []
    const present = new Set(truth.contacts.map((contact) => contact.call))
    for (const call of [...this.#contacts.keys()]) {
      if (present.has(call)) continue
      this.#contacts.delete(call)
      differences.push({ type: 'contact-removed', call, reason: removal(call) })
    }
    for (const contact of truth.contacts) {
      if (isDeepStrictEqual(this.#contacts.get(contact.call), contact)) continue
      this.#contacts.set(contact.call, contact)
      differences.push({ type: 'contact', contact })
    }
    if (!isDeepStrictEqual(this.#state, truth.state)) {
      this.#state = truth.state
      differences.push({ type: 'state', state: truth.state })
    }
    return differences
  }

  context(call: string, context: ContactContext): void {
    this.#tell({ type: 'contact-context', call, context })
  }

  queues(queues: readonly DeskQueue[]): void {
    if (isDeepStrictEqual(this.#queues, queues)) return
    this.#queues = queues
    this.#tell({ type: 'queues', queues })
  }

  /** The first time nothing is told: the snapshot had them. */
  destinations(destinations: readonly DeskDestination[]): void {
    const before = this.#destinations
    this.#destinations = destinations
    if (before && !isDeepStrictEqual(before, destinations)) this.#tell({ type: 'destinations', destinations })
  }

  messages(messages: readonly DeskMessage[]): void {
    if (isDeepStrictEqual(this.#messages, messages)) return
    this.#messages = messages
    this.#tell({ type: 'messages', messages })
  }

  switchChanged(state: DeskSwitch): void {
    if (isDeepStrictEqual(this.#switch, state)) return
    this.#switch = state
    this.#tell({ type: 'switch', switch: state })
  }

  #tell(...changes: readonly DeskChange[]): void {
    if (changes.length === 0) return
    const serverTime = this.#now()
    this.#send(changes.map((change) => ({ ...change, seq: ++this.#seq, serverTime }) as DeskUpdate))
  }
}
