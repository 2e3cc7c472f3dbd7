/** Identities of the domain. Branded so that a leg cannot be passed where a call is meant. */
declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A call is named after its first leg's uuid on the switch, so that it keeps its name across our restarts. */
export type CallId = Branded<'CallId'>
/** The switch's own uuid of a channel. */
export type LegId = Branded<'LegId'>
export type AgentId = Branded<'AgentId'>
export type QueueId = Branded<'QueueId'>
/** A piece of work waiting for an agent. A call that waits has its call id here. */
export type WorkId = Branded<'WorkId'>
export type OfferId = Branded<'OfferId'>

/** Names an id that was checked (or made) by the caller; it does not check. */
export const asCallId = (value: string): CallId => value as CallId
export const asLegId = (value: string): LegId => value as LegId
export const asAgentId = (value: string): AgentId => value as AgentId
export const asQueueId = (value: string): QueueId => value as QueueId
export const asWorkId = (value: string): WorkId => value as WorkId
export const asOfferId = (value: string): OfferId => value as OfferId

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number
