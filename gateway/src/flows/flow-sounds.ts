/** What the switch can play for flows. */
import { promptNames } from '@ringdesk/cti'
import type { FlowSurroundingsShape } from '../contract/index.ts'

export interface FlowSounds {
  /** 3,000 at most. */
  prompts(): Promise<FlowSurroundingsShape['prompts']>
  /** Whether the switch speaks text. */
  speech(): boolean
}

/** The prompts that come with the product, and no speech. Music ("hold") is no prompt. */
export const shippedSounds: FlowSounds = {
  prompts: async () => promptNames.filter((name) => name !== 'hold').map((name) => ({ name })),
  speech: () => false,
}
