/** cti's public interface: the only module of cti that the gateway may import. */
export type * from './call-centre/call-centre.ts'
export * from './configuration.ts'
export type * from './facts.ts'
export * from './ids.ts'
export type { Explanation, OfferEnd } from './routing/engine-types.ts'
export type { AgentState, NotReadyReason, RequestedState } from './routing/work.ts'
export type { HangupCause, SwitchStatus } from './switch/port.ts'
