/** How many contacts of one campaign to dial now: by its agents, or, where a flow speaks, by the lines alone. */
import {
  asAttemptId,
  type CallCentre,
  type CallCentreConfig,
  type DialLimits,
  Dialler,
  type DiallerFigures,
  type DiallerMode,
  type DiallerSnapshot,
  type Fact,
} from '@ringdesk/cti'
import type { CampaignMode, CampaignSettings } from '../../contract/index.ts'
import { CampaignAgents, staffOf } from './campaign-agents.ts'

export interface PacedCampaign {
  readonly id: string
  readonly mode: CampaignMode
  readonly queueId: string | null
  readonly settings: CampaignSettings
}

/** An agent looks, or dials for themselves: never more than there are free agents. */
const diallerMode: Readonly<Record<Exclude<CampaignMode, 'flow'>, DiallerMode>> = {
  preview: 'progressive',
  progressive: 'progressive',
  power: 'power',
  predictive: 'predictive',
}

export class CampaignPace {
  readonly #dialler: Dialler | undefined
  readonly #agents: CampaignAgents
  readonly #attempts = new Set<string>()

  /** @param learned what an earlier run knew */
  constructor({ id, mode, settings }: PacedCampaign, utcOffsetMinutes: number, learned: DiallerSnapshot | undefined) {
    this.#agents = new CampaignAgents(id)
    if (mode === 'flow') return
    const { ratio, maxAbandonPct } = settings
    this.#dialler = new Dialler({ mode: diallerMode[mode], ratio, maxAbandonPct, utcOffsetMinutes }, learned)
  }

  /** @param agents who is this campaign's now */
  follow(agents: ReturnType<typeof staffOf>, callCentre: Pick<CallCentre, 'agentView'>, at: number): void {
    for (const event of this.#agents.changes(agents, (agent) => callCentre.agentView(agent), at))
      this.#dialler?.hear(event)
  }

  howMany(at: number, limits: DialLimits): number {
    if (this.#dialler) return this.#dialler.howMany(at, limits)
    return Math.max(0, Math.floor(Math.min(limits.freeLines, limits.concurrentLeft, limits.cpsLeft)))
  }

  dialled(attempt: string, at: number): void {
    this.#attempts.add(attempt)
    this.#dialler?.hear({ type: 'dialled', attempt: asAttemptId(attempt), at })
  }

  get live(): number {
    return this.#attempts.size
  }

  /** Of any call; others than this campaign's change nothing. */
  hear(fact: Fact): void {
    if (!('call' in fact) || !this.#attempts.has(fact.call)) return
    const attempt = asAttemptId(fact.call)
    const { at } = fact
    if (fact.type === 'attempt-answered') this.#dialler?.hear({ type: 'answered', attempt, at })
    if (fact.type === 'call-connected') this.#dialler?.hear({ type: 'connected', attempt, agent: fact.agent, at })
    if (fact.type !== 'attempt-ended') return
    this.#attempts.delete(fact.call)
    if (fact.outcome === 'person') return
    const type = fact.outcome === 'abandoned' ? 'abandoned' : fact.outcome === 'machine' ? 'machine' : 'not-reached'
    this.#dialler?.hear({ type, attempt, at })
  }

  /** It was never taken up. */
  forget(attempt: string, at: number): void {
    if (this.#attempts.delete(attempt)) this.#dialler?.hear({ type: 'not-reached', attempt: asAttemptId(attempt), at })
  }

  figures(at: number): DiallerFigures | undefined {
    return this.#dialler?.figures(at)
  }

  snapshot(): DiallerSnapshot | undefined {
    return this.#dialler?.snapshot()
  }
}

/**
 * Whose agents are whose: an agent counts for one campaign at a time, the one that began first and has somebody to call.
 * @param campaigns in the order of their start
 */
export function shareAgents(
  config: CallCentreConfig,
  campaigns: readonly PacedCampaign[],
): ReadonlyMap<string, ReturnType<typeof staffOf>> {
  const taken = new Set<string>()
  return new Map(
    campaigns.map(({ id, queueId }) => {
      const staff = queueId === null ? [] : staffOf(config, queueId).filter((agent) => !taken.has(agent))
      for (const agent of staff) taken.add(agent)
      return [id, staff]
    }),
  )
}
