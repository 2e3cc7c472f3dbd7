/** Watches campaigns: figures and alarms, read at most once a second however many look. */
import type { CallCentreConfig } from '@ringdesk/cti'
import {
  type CampaignAlarms,
  type CampaignFigures,
  type CampaignLive,
  campaignKind,
  campaignMode,
  campaignSettings,
  type PreflightProblem,
  percentOf,
  type RunningWhere,
  type Share,
} from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { localDayStart } from '../../supervision/local-day.ts'
import { campaignRow, stateOf } from '../administration/campaign-book.ts'
import { preflight } from '../administration/preflight.ts'
import { callingHours, firstOpen, type RulesInForce } from '../rules/calling-hours.ts'
import { outboundRulesInForce } from '../rules/rules-in-force.ts'
import type { CampaignRunner, RunnerFigures } from '../runner/campaign-runner.ts'
import { alarmsOf } from './alarms.ts'
import { readCounts } from './counts.ts'
import { answerShare, figuresOf, refusedShare } from './figures.ts'

/** ms */
const FRESH_MS = 1_000
/** Figures of a very large campaign are read less often: so many times as long as reading took. */
const FRESH_TIMES = 10
/** What would keep it from dialling at all changes by people's hands. ms */
const PROBLEMS_MS = 15_000
const ANSWER_MINUTES = 10
const REFUSED_MINUTES = 5
/** Fewer attempts than these do not tell what is usual. */
const LEAST_USUAL = 50
const MOST_KEPT = 500
/** Beyond being fresh. ms */
const STALE_MS = 3_000
/** Campaigns that run at the same time, of which alarms are told. */
const MOST_RUNNING = 200

export interface CampaignWatchOptions {
  readonly database: PrismaClient
  /** The configuration in force, with the trunk. */
  readonly config: () => Promise<CallCentreConfig>
  /** Of this process; absent: it runs none. */
  readonly runner: Pick<CampaignRunner, 'figures'> | undefined
  readonly now?: () => number
}

interface Surroundings {
  readonly rules: RulesInForce
  readonly problems: readonly PreflightProblem[]
}

export class CampaignWatch {
  readonly #options: CampaignWatchOptions
  readonly #now: () => number
  readonly #figures = new Kept<CampaignFigures>()
  readonly #surroundings = new Kept<Surroundings>()

  constructor(options: CampaignWatchOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** @throws GatewayError NO_SUCH_CAMPAIGN */
  async figures(id: string): Promise<CampaignFigures> {
    const row = await campaignRow(this.#options.database, id)
    // Started, paused or changed: figures of before are not those of now.
    return this.#figures.get(`${id}/${row.version}/${row.state}`, this.#now(), async () => {
      const began = this.#now()
      const figures = await this.#read(row, began)
      return { value: figures, freshMs: Math.max(FRESH_MS, FRESH_TIMES * (this.#now() - began)) }
    })
  }

  /** Of the campaigns that run, those that have any; the longest running first. */
  async alarms(): Promise<CampaignAlarms> {
    const rows = await this.#options.database.campaign.findMany({
      where: { state: 'RUNNING' },
      select: { id: true },
      orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
      take: MOST_RUNNING,
    })
    const campaigns: { id: string; name: string; alarms: CampaignFigures['alarms'] }[] = []
    // One after the other: this is looked at all day, and must not crowd out those who work.
    for (const { id } of rows) {
      const { name, alarms } = await this.figures(id)
      if (alarms.length > 0) campaigns.push({ id, name, alarms })
    }
    return { campaigns }
  }

  async #read(row: Awaited<ReturnType<typeof campaignRow>>, now: number): Promise<CampaignFigures> {
    const { database, runner } = this.#options
    const { id } = row
    const settings = campaignSettings.parse(row.settings)
    const state = stateOf(row.state)
    const running = state === 'running'
    const mode = campaignMode.parse(row.mode)
    const kind = campaignKind.parse(row.kind)
    const { rules, problems } = await this.#surroundings.get(`${id}/${row.version}`, now, async () => ({
      value: await this.#look({ ...row, kind, settings }, now),
      freshMs: PROBLEMS_MS,
    }))
    const successes = settings.dispositions.flatMap((each) => (each.success ? [each.id] : []))
    const counts = await readCounts(database, { id, kind, successes }, now, localDayStart(now, rules.rules.timeZone))
    const figures = figuresOf(counts, { state, settings }, now)
    const here = runner?.figures(id)
    const hours = callingHours(rules, null, settings.week)
    const open = firstOpen(hours, now)
    const answeredLately = answerShare(counts.minutes, now, ANSWER_MINUTES)
    return {
      id,
      name: row.name,
      kind,
      mode,
      state,
      at: now,
      ...(row.startedAt ? { startedAt: row.startedAt.getTime() } : {}),
      ...(row.endedAt ? { endedAt: row.endedAt.getTime() } : {}),
      ...figures,
      where: await this.#where(running, here),
      ...(here ? { live: liveOf(here) } : {}),
      alarms: running
        ? alarmsOf({
            figures,
            usesAgents: mode !== 'flow',
            answeredLately,
            usualAnswerPct: usual(figures.answerRate.all, answeredLately),
            refusedLately: refusedShare(counts.minutes, now, REFUSED_MINUTES),
            problems,
            reason: here?.reason,
            closedUntil: open > now && figures.attempts.live === 0 ? open : undefined,
          })
        : [],
    }
  }

  async #look(campaign: Parameters<typeof preflight>[2], now: number): Promise<Surroundings> {
    const { database, config } = this.#options
    const rules = await outboundRulesInForce(database, now)
    return { rules, problems: await preflight(database, await config(), campaign, now) }
  }

  async #where(running: boolean, here: RunnerFigures | undefined): Promise<RunningWhere> {
    if (here) return 'here'
    if (!running) return 'idle'
    const holder = await this.#options.database.$queryRaw<unknown[]>`
      SELECT 1 FROM "CampaignRunner" WHERE until > now()`
    return holder.length > 0 ? 'elsewhere' : 'nowhere'
  }
}

/** Of all attempts but the last ones: what those are compared with. */
function usual(all: Share, lately: Share): number | undefined {
  const before = { part: all.part - lately.part, of: all.of - lately.of }
  return before.of >= LEAST_USUAL ? percentOf(before) : undefined
}

function liveOf({ live, most, lines, reason, dialler }: RunnerFigures): CampaignLive {
  return {
    live,
    most,
    lines,
    ...(reason ? { reason } : {}),
    ...(dialler
      ? {
          pacing: {
            ratio: dialler.pacingRatio,
            answerPct: 100 * dialler.answerRate,
            ringing: dialler.ringing,
            waiting: dialler.waiting,
            agents: dialler.agents,
            ringMs: dialler.ringMs,
            talkMs: dialler.talkMs,
            wrapMs: dialler.wrapMs,
          },
        }
      : {}),
  }
}

/**
 * Values that are read anew when they are no longer fresh, once however many ask meanwhile. Whoever asks again and again does not wait for
 * it: for a moment they get the value of before.
 */
class Kept<Value> {
  readonly #kept = new Map<string, { until: number; readonly value: Promise<Value> }>()
  readonly #reading = new Set<string>()

  get(
    key: string,
    now: number,
    read: () => Promise<{ readonly value: Value; readonly freshMs: number }>,
  ): Promise<Value> {
    const before = this.#kept.get(key)
    if (before && before.until > now) return before.value
    if (before && before.until + STALE_MS > now) {
      // Nobody waits for it: if it fails, whoever asks next reads again, and is told.
      if (!this.#reading.has(key)) this.#read(key, now, read, before).catch(() => undefined)
      return before.value
    }
    return this.#read(key, now, read, before)
  }

  #read(
    key: string,
    now: number,
    read: () => Promise<{ readonly value: Value; readonly freshMs: number }>,
    before: { until: number; readonly value: Promise<Value> } | undefined,
  ): Promise<Value> {
    this.#reading.add(key)
    const reading = read()
    const value = reading.then((answer) => answer.value)
    // Until it is there the old one stands; the first one is waited for by all.
    if (!before || before.until + STALE_MS <= now) this.#put(key, { until: Number.POSITIVE_INFINITY, value })
    reading.then(
      ({ freshMs }) => {
        this.#reading.delete(key)
        this.#put(key, { until: now + freshMs, value })
      },
      () => {
        this.#reading.delete(key)
        this.#kept.delete(key)
      },
    )
    return value
  }

  #put(key: string, kept: { until: number; readonly value: Promise<Value> }): void {
    this.#kept.delete(key)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(key, kept)
  }
}
