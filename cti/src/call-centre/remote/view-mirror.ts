/** What a gateway knows of a call centre elsewhere: the last views told, whole and in order or known not to be. Pure. */
import type { AgentId, CallId } from '../../ids.ts'
import type { SwitchStatus } from '../../switch/port.ts'
import type { AgentView, ContactView, QueueView } from '../call-centre.ts'
import type { Entry, Views } from './wire.ts'

export class ViewMirror {
  readonly #agents = new Map<AgentId, AgentView>()
  readonly #contacts = new Map<CallId, ContactView>()
  #queues: readonly QueueView[] = []
  #switch: SwitchStatus | undefined
  #liveCalls = 0
  #owner: string | undefined
  #seq = 0
  #whole = false

  /** False until a snapshot was taken, and again after entries were missed: then one is to be asked for. */
  get whole(): boolean {
    return this.#whole
  }

  /** The owner whose entries were taken last. */
  get owner(): string | undefined {
    return this.#owner
  }

  /** @returns false when the entry was taken before */
  take(entry: Entry): boolean {
    const follows = entry.owner === this.#owner
    if (follows && entry.seq <= this.#seq) return false
    if (!follows || entry.seq !== this.#seq + 1) this.#whole = false
    this.#owner = entry.owner
    this.#seq = entry.seq
    if (entry.snapshot) {
      this.#agents.clear()
      this.#contacts.clear()
      this.#whole = true
    }
    if (entry.views) this.#apply(entry.views)
    return true
  }

  agentView(agent: AgentId): AgentView | undefined {
    return this.#agents.get(agent)
  }

  /** In the order in which they came. */
  get contactViews(): readonly ContactView[] {
    return [...this.#contacts.values()]
  }

  get queueViews(): readonly QueueView[] {
    return this.#queues
  }

  get switchStatus(): SwitchStatus | undefined {
    return this.#switch
  }

  get liveCalls(): number {
    return this.#liveCalls
  }

  #apply(views: Views): void {
    for (const [agent, view] of views.agents ?? []) {
      if (view) this.#agents.set(agent, view)
      else this.#agents.delete(agent)
    }
    for (const [call, view] of views.contacts ?? []) {
      if (view) this.#contacts.set(call, view)
      else this.#contacts.delete(call)
    }
    if (views.queues) this.#queues = views.queues
    if (views.switch) this.#switch = views.switch
    if (views.liveCalls !== undefined) this.#liveCalls = views.liveCalls
  }
}
