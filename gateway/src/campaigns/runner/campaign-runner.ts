/**
 * Runs the campaigns: looks who may be called, claims as many as the pace allows, and hands them to the call centre. One gateway does, the
 * others stand by. Everything that must not be lost is in the database; what is here is how fast.
 */
import {
  type CallCentre,
  type CallCentreConfig,
  type DiallerFigures,
  type DiallerSnapshot,
  type Fact,
  LineLimits,
} from '@ringdesk/cti'
import type { Logger } from 'pino'
import {
  type CampaignKind,
  type CampaignMode,
  type CampaignSettings,
  campaignKind,
  campaignMode,
  campaignSettings,
  type HoldReason,
} from '../../contract/index.ts'
import type { Database } from '../../database/connect.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { offsetAt } from '../../supervision/local-day.ts'
import { refreshMissed } from '../contacts/missed.ts'
import type { RulesInForce } from '../rules/calling-hours.ts'
import { outboundRulesInForce } from '../rules/rules-in-force.ts'
import { endAttempts } from './attempt-records.ts'
import { CampaignPace, shareAgents } from './campaign-pace.ts'
import { claimContacts } from './claims.ts'
import { type FlowMaterial, orderFor } from './orders.ts'
import { endUnknownAttempts, refusedAttempts } from './recovery.ts'
import { holdRunner, releaseRunner } from './runner-lease.ts'
import { inboundWaits, tightest, trafficOf } from './traffic.ts'

/** How often the pace is asked; at least so long it rests in between. ms */
const STEP_MS = 250
const REST_MS = 20
/** How often states and rules are read: a pause takes effect within this and a step. ms */
const LOOK_MS = 500
const RULES_MS = 5_000
const RECOVER_MS = 10_000
const SETTLED_MS = 5_000
const KEEP_MS = 60_000
/** How often missed contacts are looked for. */
const MISSED_MS = 60_000
/** Nobody was due: the table is asked again after this. ms */
const NOBODY_DUE_MS = 1_000
/** What a campaign needs is not there: looked for again after this. ms */
const LACKING_MS = 10_000
/** Of one campaign in one step. */
const MOST_AT_ONCE = 200
const MOST_CAMPAIGNS = 200
const TRUNK = 'trunk'

export interface CampaignRunnerOptions {
  readonly database: Database
  readonly callCentre: CallCentre
  readonly ledger: Pick<Ledger, 'status' | 'settled'>
  readonly config: () => CallCentreConfig
  /** The published version of a flow with what the switch can play. */
  readonly flow: (flowId: string) => Promise<FlowMaterial | undefined>
  /** This process, unlike any other and unlike its own last life. */
  readonly holder: string
  readonly log: Logger
  readonly now?: () => number
}

interface Running {
  readonly id: string
  readonly kind: CampaignKind
  readonly mode: CampaignMode
  readonly queueId: string | null
  readonly flowId: string | null
  readonly callerNumber: string
  readonly settings: CampaignSettings
  readonly version: number
  readonly pace: CampaignPace
  readonly limits: LineLimits
  /** Nobody is due before this, as far as was seen. Epoch ms. */
  idleUntil: number
  /** Why not more was dialled the last time, beside the dialler's own reasons. */
  held: HoldReason | undefined
}

export interface RunnerFigures {
  /** Calls of the campaign, and how many it may have. */
  readonly live: number
  readonly most: number
  /** All calls, and all lines. */
  readonly lines: { readonly inUse: number; readonly all: number; readonly keptForInbound: number }
  /** Why not more is dialled. */
  readonly reason?: HoldReason
  /** Of campaigns with agents. */
  readonly dialler?: DiallerFigures
}

export interface CampaignRunner {
  start(): void
  stop(): Promise<void>
  /** Of a campaign that runs here; a flow's has no dialler's figures. */
  figures(campaign: string): RunnerFigures | undefined
}

export function createCampaignRunner(options: CampaignRunnerOptions): CampaignRunner {
  return new Runner(options)
}

class Runner implements CampaignRunner {
  readonly #options: CampaignRunnerOptions
  readonly #now: () => number
  readonly #running = new Map<string, Running>()
  readonly #unsubscribe: () => void
  #timer: NodeJS.Timeout | undefined
  #step: Promise<void> = Promise.resolve()
  #stopped = false
  #recovering: Promise<void> | undefined
  #holds = false
  #rules: RulesInForce | undefined
  #trunk: LineLimits | undefined
  #trunkBounds = ''
  #turn = 0
  #due = { look: 0, rules: 0, recover: 0, keep: 0, missed: 0 }

  constructor(options: CampaignRunnerOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#unsubscribe = options.callCentre.onFact((fact) => this.#hear(fact))
  }

  start(): void {
    const now = this.#now()
    this.#due = { look: 0, rules: 0, recover: now + RECOVER_MS, keep: now + KEEP_MS, missed: 0 }
    const again = (): void => {
      if (this.#stopped) return
      const began = performance.now()
      this.#step = this.#tick().catch((error: unknown) =>
        this.#options.log.warn({ err: error }, 'campaigns could not go on; trying again'),
      )
      void this.#step.then(() => {
        if (this.#stopped) return
        const left = STEP_MS - (performance.now() - began)
        this.#timer = setTimeout(again, Math.max(REST_MS, left))
      })
    }
    again()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#unsubscribe()
    await this.#step
    await this.#recovering
    if (!this.#holds) return
    try {
      await this.#keep()
      await releaseRunner(this.#options.database, this.#options.holder)
    } catch (error) {
      this.#options.log.warn({ err: error }, 'what campaigns have learned could not be kept')
    }
  }

  figures(campaign: string): RunnerFigures | undefined {
    const running = this.#running.get(campaign)
    if (!running || !this.#rules) return undefined
    const { pace, held, settings } = running
    const { lines, inboundLines } = this.#rules.rules
    const dialler = pace.figures(this.#now())
    const reason = held ?? dialler?.reason
    return {
      live: pace.live,
      most: settings.maxCalls,
      lines: { inUse: this.#options.callCentre.liveCalls(), all: lines, keptForInbound: inboundLines },
      ...(reason ? { reason } : {}),
      ...(dialler ? { dialler } : {}),
    }
  }

  #hear(fact: Fact): void {
    for (const { pace } of this.#running.values()) pace.hear(fact)
  }

  async #tick(): Promise<void> {
    const { callCentre, database, holder } = this.#options
    const now = this.#now()
    if (now >= this.#due.look) {
      this.#due.look = now + LOOK_MS
      this.#holds = await holdRunner(database, holder)
      if (!this.#holds) return this.#running.clear()
      if (now >= this.#due.rules || !this.#rules) {
        this.#due.rules = now + RULES_MS
        await this.#readRules()
      }
      await this.#look()
      await this.#takeBackRefused()
    }
    if (!this.#holds || !callCentre.switchStatus().connected) return
    if (now >= this.#due.recover) {
      this.#due.recover = now + RECOVER_MS
      // Beside the calling, which does not wait for the ledger.
      this.#recovering ??= this.#recover(now).finally(() => {
        this.#recovering = undefined
      })
    }
    if (now >= this.#due.missed) {
      this.#due.missed = now + MISSED_MS
      for (const campaign of this.#running.values())
        if (campaign.kind === 'callback') await refreshMissed(database, campaign)
    }
    if (now >= this.#due.keep) {
      this.#due.keep = now + KEEP_MS
      await this.#keep()
    }
    await this.#dial()
  }

  async #recover(now: number): Promise<void> {
    const { callCentre, database, ledger, log } = this.#options
    const live = new Set(callCentre.contactViews().map(({ call }) => String(call)))
    try {
      const settled = () => ledger.settled(SETTLED_MS)
      const ended = await endUnknownAttempts(database, (attempt) => live.has(attempt), settled, now)
      if (ended > 0) log.warn({ ended }, 'attempts of which nothing more is known were ended')
    } catch (error) {
      log.warn({ err: error }, 'forgotten attempts could not be looked for; trying again')
    }
  }

  async #readRules(): Promise<void> {
    this.#rules = await outboundRulesInForce(this.#options.database, this.#now())
    const { lines, inboundLines, perSecond } = this.#rules.rules
    // Counts the last second's calls: a new one would forget them, so it lives as long as its bounds.
    const bounds = { id: TRUNK, lines, keptForInbound: inboundLines, concurrent: lines, perSecond }
    const key = JSON.stringify(bounds)
    if (this.#trunkBounds === key) return
    this.#trunkBounds = key
    this.#trunk = new LineLimits([bounds], lines)
  }

  /** Which campaigns run now, as they are now. */
  async #look(): Promise<void> {
    const { callCentre, database } = this.#options
    const rows = await database.campaign.findMany({
      where: { state: 'RUNNING' },
      orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
      take: MOST_CAMPAIGNS,
    })
    const present = new Set(rows.map(({ id }) => id))
    for (const [id] of this.#running)
      if (!present.has(id)) {
        this.#running.delete(id)
        this.#takeBack(id)
      }
    for (const row of rows) {
      const before = this.#running.get(row.id)
      if (before?.version === row.version) continue
      const settings = campaignSettings.parse(row.settings)
      const { maxCalls, perSecond } = settings
      const campaign = {
        id: row.id,
        kind: campaignKind.parse(row.kind),
        mode: campaignMode.parse(row.mode),
        queueId: row.queueId,
        flowId: row.flowId,
        callerNumber: row.callerNumber,
        settings,
        version: row.version,
      }
      const same = before?.mode === campaign.mode && before.queueId === campaign.queueId
      const offset = Math.round(offsetAt(this.#now(), this.#rules?.rules.timeZone ?? 'Asia/Shanghai') / 60_000)
      this.#running.set(row.id, {
        ...campaign,
        // An edit of the script costs nobody what was learned.
        pace:
          same && JSON.stringify(before.settings) === JSON.stringify(settings)
            ? before.pace
            : new CampaignPace(
                campaign,
                offset,
                (before?.pace.snapshot() ?? row.pacing ?? undefined) as DiallerSnapshot,
              ),
        limits: new LineLimits(
          [{ id: TRUNK, lines: maxCalls, keptForInbound: 0, concurrent: maxCalls, perSecond }],
          maxCalls,
        ),
        idleUntil: 0,
        held: undefined,
      })
    }
    if (present.size === 0) return
    const config = this.#options.config()
    const hungry = [...this.#running.values()].filter(({ idleUntil }) => idleUntil <= this.#now())
    const shares = shareAgents(config, hungry)
    for (const { id, pace } of this.#running.values()) pace.follow(shares.get(id) ?? [], callCentre, this.#now())
  }

  /** Paused or ended: who is only waited for is let go; whoever rings or speaks goes on. */
  #takeBack(campaign: string): void {
    const { callCentre, log } = this.#options
    for (const { call, campaign: of, phase } of callCentre.contactViews()) {
      if (of !== campaign || (phase !== 'queued' && phase !== 'preview')) continue
      callCentre.withdraw(call).catch((error: unknown) => log.warn({ err: error, call }, 'could not be taken back'))
    }
  }

  /** Who has asked meanwhile not to be called: an agent who looks does not dial, and what rings stops ringing. */
  async #takeBackRefused(): Promise<void> {
    const { callCentre, database, log } = this.#options
    for (const attempt of await refusedAttempts(database))
      callCentre
        .withdraw(attempt)
        .catch((error: unknown) => log.warn({ err: error, attempt }, 'could not be taken back'))
  }

  async #dial(): Promise<void> {
    const { callCentre, config } = this.#options
    const now = this.#now()
    const inForce = this.#rules
    const trunk = this.#trunk
    if (!inForce || !trunk) return
    const campaigns = this.#inTurn().filter(({ idleUntil }) => idleUntil <= now)
    if (campaigns.length === 0) return
    const traffic = trafficOf(callCentre)
    let ours = traffic.outbound
    for (const campaign of campaigns) {
      if (campaign.settings.blend === 'inbound-first' && inboundWaits(traffic, config(), campaign.queueId)) {
        campaign.held = 'inbound-waits'
        continue
      }
      const all = { others: traffic.others, dialled: ours, dialledInAll: ours }
      const shared = trunk.left(now, TRUNK, all)
      const { live } = campaign.pace
      const own = campaign.limits.left(now, TRUNK, { others: 0, dialled: live, dialledInAll: live })
      const limits = {
        freeLines: Math.min(shared.freeLines, own.freeLines),
        concurrentLeft: Math.min(shared.concurrentLeft, own.concurrentLeft),
        cpsLeft: Math.min(shared.cpsLeft, own.cpsLeft, MOST_AT_ONCE),
      }
      const most = Math.floor(campaign.pace.howMany(now, limits))
      campaign.held = campaign.mode === 'flow' ? tightest(limits) : undefined
      if (most > 0) ours += await this.#callSome(campaign, inForce, trunk, most)
    }
  }

  /** Agents must not wait for lines that a survey has taken; among surveys, each comes first in turn. */
  #inTurn(): Running[] {
    const all = [...this.#running.values()]
    const flows = all.filter(({ mode }) => mode === 'flow')
    const first = flows.length > 0 ? ++this.#turn % flows.length : 0
    return [...all.filter(({ mode }) => mode !== 'flow'), ...flows.slice(first), ...flows.slice(0, first)]
  }

  /** @returns how many were claimed */
  async #callSome(campaign: Running, inForce: RulesInForce, trunk: LineLimits, most: number): Promise<number> {
    const { callCentre, config, database, flow, log } = this.#options
    const now = this.#now()
    const material = campaign.flowId === null ? undefined : await flow(campaign.flowId)
    const lacks =
      campaign.mode === 'flow' && !material
        ? 'its flow is not published'
        : config().hotlines.every(({ number }) => number !== campaign.callerNumber)
          ? 'its caller number is none of ours'
          : undefined
    if (lacks !== undefined) {
      campaign.idleUntil = now + LACKING_MS
      log.warn({ campaign: campaign.id }, `nobody is called: ${lacks}`)
      return 0
    }
    const claims = await claimContacts(database, campaign, inForce, { now, most })
    if (claims.length < most) campaign.held = 'nobody-due'
    if (claims.length === 0) {
      campaign.idleUntil = now + NOBODY_DUE_MS
      return 0
    }
    trunk.took(now, TRUNK, claims.length)
    campaign.limits.took(now, TRUNK, claims.length)
    for (const claim of claims) {
      const order = orderFor(campaign, claim, material)
      campaign.pace.dialled(claim.attempt, now)
      if (!order) {
        await this.#giveBack(campaign, claim.attempt, 'NO_ORDER')
        continue
      }
      // Not waited for: an attempt more or less in flight is the pace's business, not this loop's.
      callCentre.dial(order).then(
        (result) => {
          // Nobody knows whether it was taken up: what the switch says later counts.
          if (result.ok || result.code === 'SWITCH_TIMEOUT') return undefined
          log.info({ attempt: claim.attempt, code: result.code }, result.message)
          return this.#giveBack(campaign, claim.attempt, result.code)
        },
        (error: unknown) => log.error({ err: error, attempt: claim.attempt }, 'an attempt could not be handed over'),
      )
    }
    return claims.length
  }

  /** Nothing was dialled, and nothing will be. What fails here, recovery finds. */
  async #giveBack({ pace }: Running, attempt: string, switchCause: string): Promise<void> {
    const at = this.#now()
    pace.forget(attempt, at)
    const end = { attempt, at, outcome: 'cancelled', switchCause, ringMs: 0, talkMs: 0 } as const
    await this.#options.database
      .$transaction((tx) => endAttempts(tx, [end]))
      .catch((error: unknown) =>
        this.#options.log.warn({ err: error, attempt }, 'an attempt could not be given back yet'),
      )
  }

  async #keep(): Promise<void> {
    for (const { id, pace } of this.#running.values()) {
      const learned = pace.snapshot()
      if (!learned) continue
      await this.#options.database.campaign.update({
        where: { id },
        data: { pacing: JSON.parse(JSON.stringify({ ...learned, floor: undefined })) },
      })
    }
  }
}
