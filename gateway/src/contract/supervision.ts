/**
 * What supervisors see and do, over the socket namespace /supervision. One numbered stream for all of them: a snapshot, then differences
 * by row and by field. Times are epoch ms of the server's clock. Phone numbers are masked on the server.
 */
import { z } from 'zod'
import type { ShownNumber } from './customers.ts'
import { type DeskState, type DeskSwitch, type DeskWhy, requestedState } from './desk.ts'
import type { RowChanges } from './row-changes.ts'
import type { ServiceFigures } from './service-figures.ts'

export type AgentStateKind = DeskState['kind']

/** Who works here, as configured: changes seldom. */
export interface SupervisedPerson {
  readonly id: string
  readonly name: string
  readonly extension: string
  readonly teams: readonly string[]
  /** Queues that this agent can serve in any ring. */
  readonly queues: readonly string[]
}

export interface SupervisedQueueName {
  readonly id: string
  readonly name: string
  /** T of the service level, ms. */
  readonly serviceLevelMs: number
}

export interface AgentLine {
  readonly id: string
  readonly kind: AgentStateKind
  readonly reason?: DeskState['reason']
  readonly since: number
  readonly next?: DeskState['next']
  /** The contact in hand: ringing, talking or being written up. */
  readonly call?: string
  readonly queue?: string
  readonly number?: ShownNumber
  /** Contacts answered today. */
  readonly contacts: number
  /**
   * ms of today spent ringing, talking or in after-call work, and ready, up to `since`; the time in the present state comes on top.
   * Occupancy of the shift = busy ÷ (busy + ready).
   */
  readonly busyMs: number
  readonly readyMs: number
}

export interface QueueLine {
  readonly id: string
  readonly waiting: number
  readonly callbacks: number
  readonly longestWaitingSince?: number
  /** What somebody who came now would wait, ms. Absent: unknown. */
  readonly estimatedWaitMs?: number
  readonly staff: Readonly<Record<AgentStateKind, number>>
  readonly today: ServiceFigures
  /** The last 30 minutes. */
  readonly recent: ServiceFigures
}

export interface ContactStep {
  readonly at: number
  readonly step:
    | 'arrived'
    | 'menu'
    | 'queued'
    | 'offered'
    | 'offer-ended'
    | 'connected'
    | 'held'
    | 'resumed'
    | 'transferred'
    | 'moved'
    | 'overflowed'
    | 'callback'
    | 'dialled'
  readonly queue?: string
  readonly agent?: string
  readonly detail?: string
  /** Of an offer: why this agent. */
  readonly why?: DeskWhy
  /** The best few who were free, the chosen one first. */
  readonly candidates?: readonly { readonly agent: string; readonly idleMs: number }[]
}

export interface ContactLine {
  /** The call's id. */
  readonly id: string
  readonly channel: 'voice' | 'callback' | 'outbound'
  readonly phase:
    | 'answering'
    | 'greeting'
    | 'menu'
    | 'queued'
    | 'connecting'
    | 'talking'
    | 'holding'
    | 'held'
    | 'resuming'
    | 'voicemail'
    | 'forwarding'
    | 'forwarded'
    | 'flow'
    | 'scheduled'
    | 'preview'
    | 'dialling'
    | 'closing'
    | 'hanging-up'
    | 'ended'
  readonly since: number
  readonly number: ShownNumber
  readonly callerName?: string
  readonly hotline: { readonly number: string; readonly name?: string }
  readonly arrivedAt: number
  readonly queue?: string
  readonly enteredAt?: number
  readonly ahead?: number
  readonly estimatedWaitMs?: number
  readonly priority?: number
  /** Who talks with them, or at whose phone they ring. */
  readonly agent?: string
  readonly connectedAt?: number
  readonly region?: string
  readonly vip?: boolean
  readonly path: readonly ContactStep[]
}

export const alarmKinds = [
  'longest-wait',
  'waiting',
  'service-level',
  'abandon-rate',
  'nobody-ready',
  'state-too-long',
  'switch-down',
] as const
export type AlarmKind = (typeof alarmKinds)[number]
const watchedStates = ['not-ready', 'offered', 'on-contact', 'wrap-up'] as const

/**
 * When to be alarmed. `threshold`: s for longest-wait, nobody-ready (while somebody waits), state-too-long and switch-down; a count for
 * waiting; percent for service-level (below) and abandon-rate (above), both of the last 30 min with at least 10 calls.
 */
export const alarmRule = z
  .object({
    id: z.string().regex(/^[a-z0-9-]{1,64}$/, '只能用小写字母、数字和连字符'),
    kind: z.enum(alarmKinds),
    /** Absent: every queue that has no rule of its own of this kind. */
    queue: z.string().max(64).optional(),
    state: z.enum(watchedStates).optional(),
    threshold: z.number().int().min(1).max(86_400),
    enabled: z.boolean(),
  })
  .refine((rule) => (rule.kind === 'state-too-long') === (rule.state !== undefined), {
    path: ['state'],
    message: '“状态过久”须指明状态，其他规则不能有状态',
  })
  .refine((rule) => !['service-level', 'abandon-rate'].includes(rule.kind) || rule.threshold <= 100, {
    path: ['threshold'],
    message: '百分比不能超过 100',
  })
export type AlarmRule = z.infer<typeof alarmRule>
/** The whole set, replaced at once. */
export const alarmRules = z.array(alarmRule).max(200)

export interface AlarmLine {
  /** Rule and subject: one alarm at a time for one thing. */
  readonly id: string
  readonly rule: string
  readonly kind: AlarmKind
  /** A queue's or an agent's id; empty for the switch. */
  readonly subject: string
  readonly state?: AgentStateKind
  readonly threshold: number
  /** When it was raised, in the rule's unit. */
  readonly value: number
  readonly raisedAt: number
  readonly acknowledged?: { readonly at: number; readonly by: string }
}

export const messageTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), id: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('team'), id: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('everybody') }),
])
export type MessageTarget = z.infer<typeof messageTarget>

export interface SentMessageLine {
  readonly id: string
  readonly at: number
  readonly from: string
  readonly to: MessageTarget
  readonly text: string
  /** Agents it is for, and how many of them have acknowledged it. */
  readonly recipients: number
  readonly acknowledged: number
}

export interface SupervisionDirectory {
  readonly people: readonly SupervisedPerson[]
  readonly queues: readonly SupervisedQueueName[]
}

/** The tables of the stream; each row has an `id`. */
export interface SupervisionTables {
  readonly agents: AgentLine
  readonly queues: QueueLine
  readonly contacts: ContactLine
  readonly alarms: AlarmLine
  readonly messages: SentMessageLine
}
export type SupervisionTable = keyof SupervisionTables

/** What is seldom changed is told whole. */
export interface SupervisionSettings {
  readonly directory: SupervisionDirectory
  readonly rules: readonly AlarmRule[]
  readonly switch: DeskSwitch
  /** Whether the day's figures are complete: false until they have been read from the database. */
  readonly figuresComplete: boolean
  /** Local midnight of the installation, and its time zone (IANA). */
  readonly dayStart: number
  readonly timeZone: string
}

export type SupervisionSnapshot = {
  readonly seq: number
  readonly serverTime: number
  readonly settings: SupervisionSettings
} & { readonly [Table in SupervisionTable]: readonly SupervisionTables[Table][] }

export interface SupervisionUpdate {
  readonly seq: number
  readonly serverTime: number
  readonly settings?: Partial<SupervisionSettings>
  readonly changes: { readonly [Table in SupervisionTable]?: RowChanges<SupervisionTables[Table]> }
}

const call = z.string().min(1).max(64)
export const supervisionCommand = z.discriminatedUnion('type', [
  /** Forced log-out is `offline`. During a contact it takes effect afterwards. */
  z.object({ type: z.literal('set-agent-state'), agent: z.string().min(1).max(64), state: requestedState }),
  z.object({ type: z.literal('move-contact'), call, queue: z.string().min(1).max(64) }),
  /** Minutes of head start. */
  z.object({ type: z.literal('prioritise-contact'), call, priority: z.number().int().min(0).max(120) }),
  z.object({ type: z.literal('requeue-contact'), call }),
  z.object({ type: z.literal('send-message'), to: messageTarget, text: z.string().trim().min(1).max(500) }),
  z.object({ type: z.literal('acknowledge-alarm'), alarm: z.string().min(1).max(200) }),
])
export type SupervisionCommand = z.infer<typeof supervisionCommand>
/** `id` is made by the browser (uuid): the same id is carried out once. */
export const supervisionCommandMessage = z.object({ id: z.string().min(8).max(64), command: supervisionCommand })

export type SupervisionCommandResult =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly code:
        | 'UNKNOWN_AGENT'
        | 'NO_SUCH_CONTACT'
        | 'NO_SUCH_QUEUE'
        | 'NO_SUCH_ALARM'
        | 'NOBODY_TO_TELL'
        | 'NOT_NOW'
        | 'SWITCH_UNAVAILABLE'
        | 'SWITCH_TIMEOUT'
        | 'SWITCH_REFUSED'
        | 'BAD_COMMAND'
        | 'NOT_ALLOWED'
        | 'NOT_LOGGED_IN'
        /** It could not be written into the audit, so it was not done. */
        | 'NOT_AUDITED'
        | 'TRY_AGAIN'
      readonly message: string
    }

/** Supervisors and administrators only: a refused handshake ends with connect_error NOT_LOGGED_IN or NOT_ALLOWED. */
export interface SupervisionServerEvents {
  snapshot: (snapshot: SupervisionSnapshot) => void
  update: (update: SupervisionUpdate) => void
}
export interface SupervisionClientEvents {
  command: (
    message: { id: string; command: SupervisionCommand },
    acknowledge: (result: SupervisionCommandResult) => void,
  ) => void
  /** After a gap in `seq`. */
  resync: (acknowledge: (snapshot: SupervisionSnapshot) => void) => void
}

/** POST /api/calls/:id/misrouted */
export const misroutedFlag = z.object({
  rightQueueId: z.string().min(1).max(64),
  note: z.string().trim().max(500).optional(),
})
export type MisroutedFlag = z.infer<typeof misroutedFlag>
/** Of the agent who asks; absent: not flagged. */
export const misroutedState = z.object({ flag: misroutedFlag.optional() })
export type MisroutedState = z.infer<typeof misroutedState>
