/** What a played campaign comes to, reckoned from its events alone. */
import type { CampaignEvent } from './campaign-play.ts'

const HOUR = 3_600_000
const WINDOW = 30 * 60_000

export interface CampaignSummary {
  readonly dials: number
  readonly answered: number
  /** Of the answered, per cent. */
  readonly abandonedPct: number
  /** Connected to agent-free ÷ logged in. 0–1 */
  readonly occupancy: number
  readonly dialsPerAgentHour: number
  /** The most of any half hour; of the whole when it is shorter. Per cent */
  readonly worstWindowAbandonedPct: number
}

/** Told of the events in order, it keeps no more of them than the last half hour. */
export class SummaryOfEvents {
  readonly #endAt: number
  #dials = 0
  #answered = 0
  #abandoned = 0
  #agents = 0
  #staffedMs = 0
  #busyMs = 0
  readonly #busySince = new Map<string, number>()
  #changedAt = 0
  readonly #answers: number[] = []
  readonly #abandons: number[] = []
  #answersGone = 0
  #abandonsGone = 0
  #worst = 0

  constructor(hours: number) {
    this.#endAt = hours * HOUR
  }

  hear({ at, event, agent, agents }: CampaignEvent): void {
    switch (event) {
      case 'dial':
        this.#dials++
        break
      case 'answered':
        this.#answered++
        this.#answers.push(at)
        this.#judgeWindow(at)
        break
      case 'abandoned':
        this.#abandoned++
        this.#abandons.push(at)
        this.#judgeWindow(at)
        break
      case 'connected':
        if (agent !== undefined) this.#busySince.set(agent, at)
        break
      case 'agent-free':
        if (agent !== undefined) this.#endBusy(agent, at)
        break
      case 'agent-change':
        this.#staffedMs += this.#agents * (at - this.#changedAt)
        this.#changedAt = at
        this.#agents = agents ?? this.#agents
    }
  }

  /** Who still talks at the end was busy until then. */
  figures(): CampaignSummary {
    const staffedMs = this.#staffedMs + this.#agents * (this.#endAt - this.#changedAt)
    let busyMs = this.#busyMs
    for (const since of this.#busySince.values()) busyMs += this.#endAt - since
    const abandonedPct = percent(this.#abandoned, this.#answered)
    return {
      dials: this.#dials,
      answered: this.#answered,
      abandonedPct,
      occupancy: staffedMs === 0 ? 0 : busyMs / staffedMs,
      dialsPerAgentHour: staffedMs === 0 ? 0 : this.#dials / (staffedMs / HOUR),
      worstWindowAbandonedPct: this.#endAt < WINDOW ? abandonedPct : this.#worst,
    }
  }

  #endBusy(agent: string, at: number): void {
    const since = this.#busySince.get(agent)
    if (since === undefined) return
    this.#busyMs += at - since
    this.#busySince.delete(agent)
  }

  #judgeWindow(at: number): void {
    const from = at - WINDOW
    while ((this.#answers[this.#answersGone] ?? at) <= from) this.#answersGone++
    while ((this.#abandons[this.#abandonsGone] ?? at) <= from) this.#abandonsGone++
    if (from < 0) return
    const share = percent(this.#abandons.length - this.#abandonsGone, this.#answers.length - this.#answersGone)
    this.#worst = Math.max(this.#worst, share)
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole
}
