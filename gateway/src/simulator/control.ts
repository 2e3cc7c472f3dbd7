import type { z } from 'zod'
import type { PhoneBehaviour, SimulatorStatus, simulatedCall, simulatedTraffic } from '../contract/index.ts'

/** What the simulated switch lets people do, as far as the simulator page needs it. */
export interface SimulatorControl {
  status(): Promise<SimulatorStatus>
  /** The uuid of the new call's first leg. */
  placeCall(call: z.output<typeof simulatedCall>): Promise<string>
  /** The caller hangs up. False: there is no such call (any more). */
  hangUp(uuid: string): Promise<boolean>
  setPhone(extension: string, behaviour: PhoneBehaviour): Promise<void>
  /** Replaces traffic that runs already. */
  startTraffic(traffic: z.output<typeof simulatedTraffic>): Promise<void>
  stopTraffic(): Promise<void>
}
