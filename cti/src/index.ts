/** cti's public interface: the only module of cti that the gateway may import. */
export type * from './call-centre/call-centre.ts'
export { type CallbackStore, callbackFile } from './call-centre/callback-store.ts'
export { ConfigurationError } from './call-centre/configuration-in-force.ts'
export { type CallCentreOptions, createCallCentre } from './call-centre/live-call-centre.ts'
export { agentProfile, queueProfile } from './call-centre/profiles.ts'
export { type FactRecorder, recordFacts } from './call-centre/remote/fact-recorder.ts'
export { connectCallCentre } from './call-centre/remote/remote-call-centre.ts'
export { openRoutingDomain, type RoutingDomain } from './call-centre/remote/routing-domain.ts'
export * from './configuration.ts'
export type * from './facts.ts'
export * from './ids.ts'
export { type HomeArea, homeAreaOf } from './numbers/home-area.ts'
export { anotherConnection, connectRedis, followChannels, type Redis } from './redis/connection.ts'
export { RoutingEngine } from './routing/engine.ts'
export type { Explanation, OfferEnd, RoutingDecision, RoutingEvent } from './routing/engine-types.ts'
export { meets } from './routing/skills.ts'
export type * from './routing/work.ts'
export { type Day, type PlayedDay, playDay, type SimulatedAgent, type SimulatedItem } from './simulation/day.ts'
export { type DayFigures, dayFigures, figuresByQueue, type QueueFigures } from './simulation/figures.ts'
export { type Segment, Spool } from './spool/spool.ts'
export { agentsNeeded, type Staffing, type StaffingFigures, staffingFigures } from './staffing/erlang.ts'
export { createFreeSwitch, type FreeSwitchOptions } from './switch/freeswitch/index.ts'
export type { HangupCause, SwitchStatus } from './switch/port.ts'
export { promptNames } from './switch/prompts.ts'
export type { LiveCall, SimulatorStatus } from './switch/simulator/control-protocol.ts'
export {
  connectSimulatorControl,
  type SimulatedCall,
  type SimulatedPhone,
  type SimulatedTraffic,
  type SimulatorAddress,
  type SimulatorControl,
  SimulatorControlError,
  type SimulatorControlErrorCode,
} from './switch/simulator/simulator-control.ts'
