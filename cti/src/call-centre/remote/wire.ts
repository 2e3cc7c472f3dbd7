/** What a call centre in a process of its own and its gateways say to each other through Redis. */
import type { Fact } from '../../facts.ts'
import type { AgentId, CallId } from '../../ids.ts'
import type { SwitchStatus } from '../../switch/port.ts'
import type {
  AgentCommand,
  AgentView,
  CallerHint,
  CommandResult,
  ContactView,
  OutboundOrder,
  QueueView,
  SupervisorCommand,
} from '../call-centre.ts'

/** Redis keys of one routing domain. The braces keep them together on one node of a cluster: scripts touch several. */
export interface DomainKeys {
  /** Lease of the process that routes. */
  readonly owner: string
  /** Stream of entries. */
  readonly facts: string
  /** Last id in the stream that the ledger has for good. */
  readonly recorded: string
  /** Lease of the gateway that records. */
  readonly recorder: string
  /** Hash of agent to state, as last told. */
  readonly presence: string
  /** Callers who are called back when it is their turn. */
  readonly callbacks: string
  readonly configuration: string
  readonly configurationVersion: string
  /** Channel: a configuration newer than the one before is there. */
  readonly configurationChanged: string
  /** Channel to the owner: `Request` as JSON. */
  readonly requests: string
  /** A command as long as it may still be taken up. */
  command(id: string): string
}

export function domainKeys(domain: string): DomainKeys {
  const key = (name: string): string => `ringdesk:{${domain}}:${name}`
  return {
    owner: key('owner'),
    facts: key('facts'),
    recorded: key('recorded'),
    recorder: key('recorder'),
    presence: key('presence'),
    callbacks: key('callbacks'),
    configuration: key('configuration'),
    configurationVersion: key('configuration:version'),
    configurationChanged: key('configuration:changed'),
    requests: key('requests'),
    command: (id) => key(`command:${id}`),
  }
}

/** The views that differ from those told before; all of them in a snapshot. */
export interface Views {
  /** null: the agent is no longer configured. */
  readonly agents?: readonly (readonly [agent: AgentId, view: AgentView | null])[]
  readonly queues?: readonly QueueView[]
  /** null: it is over. */
  readonly contacts?: readonly (readonly [contact: CallId, view: ContactView | null])[]
  readonly switch?: SwitchStatus
  readonly liveCalls?: number
}

/** One entry of the stream. Without a fact it brings views, or only says that the owner lives. */
export interface Entry {
  /** The owner's grant. */
  readonly owner: string
  /** Counts the owner's entries: a gap means that some were missed. */
  readonly seq: number
  readonly fact?: Fact
  readonly views?: Views
  /** The views are all there are: whatever was known before is void. */
  readonly snapshot?: true
}

export type Request =
  | { readonly type: 'snapshot' }
  | { readonly type: 'hints'; readonly hints: readonly CallerHint[] }
  /** `answers`: the channel that waits for `Answer`s. */
  | { readonly type: 'command'; readonly id: string; readonly answers: string }

export type SentCommand = { readonly commandId: string } & (
  | { readonly agent: AgentId; readonly command: AgentCommand }
  | { readonly supervisor: string; readonly command: SupervisorCommand }
  | { readonly dial: OutboundOrder }
  /** An attempt's id. */
  | { readonly withdraw: string }
)

export type Answer =
  /** Somebody carries it out; the result follows. */
  | { readonly type: 'taken'; readonly id: string }
  | { readonly type: 'done'; readonly id: string; readonly result: CommandResult }

/** Order of stream ids (ms-sequence): negative when `a` is before `b`. */
export function compareIds(a: string, b: string): number {
  const [aMs = 0, aSeq = 0] = a.split('-').map(Number)
  const [bMs = 0, bSeq = 0] = b.split('-').map(Number)
  return aMs - bMs || aSeq - bSeq
}
