/**
 * What the call path needs to know, held in memory as one versioned snapshot and kept on disk, so that calls are answered and
 * routed while the database is away. The gateway makes it from its tables; cti only reads it.
 */
import { z } from 'zod'
import { flowDocument } from './flows/flow-document.ts'

const id = z.string().min(1).max(64)
const e164 = z.string().regex(/^\+?[0-9]{3,18}$/, 'a number of 3 to 18 digits')
/** A file below the switch's sound directory, without directory parts or extension: greeting, recording-notice, … */
const promptName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens')

const level = z.number().int().min(1).max(10)
export const skillNeed = z.object({ skill: id, min: level })
export const needsConfig = z.object({
  all: z.array(skillNeed).max(20),
  /** At least one of each group. */
  anyOf: z.array(z.array(skillNeed).min(1).max(10)).max(10).optional(),
})

const requirement = {
  needs: needsConfig,
  sameRegion: z.boolean().default(false),
  sameLanguage: z.boolean().default(false),
}
/** A requirement for customers who waited so long; each is wider than the one before it. */
export const ringConfig = z.object({ afterMs: z.number().int().min(1_000).max(3_600_000), ...requirement })

export const choiceRule = z.enum(['longest-idle', 'most-skilled', 'least-occupied', 'round-robin', 'scarce-last'])

export const overflowRule = z.object({
  when: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('wait'), ms: z.number().int().min(5_000).max(7_200_000) }),
    z.object({ kind: z.literal('depth'), items: z.number().int().min(1).max(10_000) }),
    z.object({ kind: z.literal('estimated-wait'), ms: z.number().int().min(5_000).max(7_200_000) }),
    z.object({ kind: z.literal('no-staff') }),
  ]),
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('queue'), queue: id }),
    z.object({ kind: z.literal('offer-callback') }),
    z.object({ kind: z.literal('voicemail') }),
    z.object({ kind: z.literal('announce'), prompt: promptName }),
    z.object({ kind: z.literal('external'), number: e164 }),
  ]),
})

/** Virtual hold: the caller presses a key, keeps the place, hangs up and is called when it is their turn. */
export const queueCallback = z.object({
  /** Pressed while waiting. */
  key: z
    .string()
    .regex(/^[0-9*#]$/, 'one key: 0–9, * or #')
    .default('1'),
  /** Who is dialled first when it is the caller's turn. */
  first: z.enum(['agent', 'customer']).default('agent'),
  attempts: z.number().int().min(1).max(10).default(3),
  retryMs: z.number().int().min(60_000).max(86_400_000).default(900_000),
  /** The last minute of the hotline's local day at which anybody is called; what is left then goes on at the next opening. */
  untilMinute: z.number().int().min(1).max(1440).default(1260),
  /** Most that may wait to be called; more are not offered it. */
  limit: z.number().int().min(1).max(10_000).default(500),
})

export const queueConfig = z.object({
  id,
  name: z.string().min(1).max(100),
  ...requirement,
  rings: z.array(ringConfig).max(6).default([]),
  choose: choiceRule.default('longest-idle'),
  /** An item's score is its minutes waited × weight + priority minutes. */
  weight: z.number().min(0.1).max(100).default(1),
  priority: z.number().int().min(0).max(120).default(0),
  /** Further minutes of head start for VIPs. */
  vipPriority: z.number().int().min(0).max(120).default(0),
  /** For so long a caller is kept for their own agent, or the one who served them last, while that agent is logged in. 0: not at all. */
  holdForAgentMs: z.number().int().min(0).max(600_000).default(0),
  /** After so many missed offers in a row the agent is made not ready. */
  missesAllowed: z.number().int().min(1).max(10).default(1),
  overflow: z.array(overflowRule).max(10).default([]),
  /** Absent: callers cannot ask to be called back. */
  callback: queueCallback.optional(),
  /** Whether the estimated wait is announced with the position. */
  announceWait: z.boolean().default(true),
  music: promptName.default('hold'),
  /** ms between position announcements; 0 turns them off. */
  announceEveryMs: z.number().int().min(0).max(600_000).default(30_000),
  offerTimeoutMs: z.number().int().min(3_000).max(120_000).default(20_000),
  wrapUpMs: z.number().int().min(0).max(3_600_000).default(60_000),
  /** A caller who waited this long hears `max-wait` and gets a call-back ticket. ms. */
  maxWaitMs: z.number().int().min(10_000).max(7_200_000).default(1_800_000),
  serviceLevelMs: z.number().int().min(1_000).max(600_000).default(20_000),
})

/** Minutes of the local day, [from, to): 09:00–18:00 is [540, 1080]. To may be 1440. */
const minutes = z
  .tuple([z.number().int().min(0).max(1439), z.number().int().min(1).max(1440)])
  .refine(([from, to]) => from < to, 'from must be before to')

export const businessHours = z.object({
  timeZone: z.string().default('Asia/Shanghai'),
  /** Index 0 is Sunday. */
  week: z.array(z.array(minutes).max(6)).length(7),
  /** Local dates (YYYY-MM-DD) that override the week: holidays (empty) and make-up working days. */
  dates: z.record(z.iso.date(), z.array(minutes).max(6)).default({}),
})

export const hotlineConfig = z.object({
  number: e164,
  name: z.string().min(1).max(100),
  greeting: promptName.default('greeting'),
  recordingNotice: promptName.default('recording-notice'),
  hours: businessHours,
  /** Where a call goes without a menu, or when nothing valid was pressed. */
  queue: id,
  menu: z
    .object({
      prompt: promptName,
      options: z.record(z.string().regex(/^[0-9*#]$/), z.object({ queue: id, label: z.string().max(50) })),
      timeoutMs: z.number().int().min(1_000).max(30_000).default(5_000),
      tries: z.number().int().min(1).max(5).default(2),
    })
    .optional(),
  /** One of `flows`, instead of the menu. One that is not there any more: the call goes to the hotline's queue. */
  flow: z.string().min(1).max(64).optional(),
})

/** A published menu flow, with those prompts of it that the switch has. */
export const flowConfig = z.object({
  id: z.string().min(1).max(64),
  document: flowDocument,
  prompts: z.array(promptName).max(2_000),
  /** Whether the switch speaks text. */
  speech: z.boolean().default(false),
})

export const agentConfig = z.object({
  id,
  name: z.string().min(1).max(100),
  /** The agent's phone as the switch knows it. */
  extension: z.string().regex(/^[0-9]{2,8}$/, '2 to 8 digits'),
  skills: z.record(z.string(), level),
  region: id.optional(),
  teams: z.array(id).max(20).default([]),
  /** BCP 47: zh, yue, en. */
  languages: z.array(z.string().min(2).max(20)).max(10).default([]),
  /** Most contacts at the same time. */
  capacity: z
    .object({
      voice: z.number().int().min(0).max(1),
      chat: z.number().int().min(0).max(20),
      total: z.number().int().min(1).max(20),
    })
    .default({ voice: 1, chat: 0, total: 1 }),
  /** Whether they take who calls us, whom we call, or both. */
  blend: z.enum(['both', 'inbound-only', 'outbound-only']).default('both'),
})

/** Where callers are from, by the provinces of their numbers. */
export const regionConfig = z.object({ id, name: z.string().min(1).max(100), provinces: z.array(z.string()).max(40) })

export const callCentreConfig = z
  .object({
    version: z.number().int().min(0),
    hotlines: z.array(hotlineConfig).max(2_000),
    queues: z.array(queueConfig).max(2_000),
    agents: z.array(agentConfig).max(20_000),
    regions: z.array(regionConfig).max(200).default([]),
    flows: z.array(flowConfig).max(500).default([]),
    /** The switch's gateway for calls that we make ourselves. Absent: no callbacks, and no forwarding to external numbers. */
    trunk: z
      .string()
      .regex(/^[0-9A-Za-z_.-]{1,64}$/, 'a gateway of the switch: letters, digits, _ . -')
      .optional(),
  })
  .superRefine((config, ctx) => {
    const queues = new Set(config.queues.map((queue) => queue.id))
    const missing = (queue: string, where: (string | number)[]) => {
      if (!queues.has(queue)) ctx.addIssue({ code: 'custom', path: where, message: `queue "${queue}" does not exist` })
    }
    config.hotlines.forEach((hotline, index) => {
      missing(hotline.queue, ['hotlines', index, 'queue'])
      for (const [digit, option] of Object.entries(hotline.menu?.options ?? {}))
        missing(option.queue, ['hotlines', index, 'menu', 'options', digit, 'queue'])
    })
    config.queues.forEach((queue, index) => {
      queue.overflow.forEach(({ action }, rule) => {
        if (action.kind !== 'queue') return
        const where = ['queues', index, 'overflow', rule, 'action', 'queue']
        missing(action.queue, where)
        if (action.queue === queue.id)
          ctx.addIssue({ code: 'custom', path: where, message: 'a queue cannot overflow into itself' })
      })
      queue.rings.forEach(({ afterMs }, ring) => {
        if (afterMs <= (queue.rings[ring - 1]?.afterMs ?? 0))
          ctx.addIssue({
            code: 'custom',
            path: ['queues', index, 'rings', ring, 'afterMs'],
            message: 'must be later than the ring before it',
          })
      })
    })
    const twice = (what: 'hotlines' | 'queues' | 'agents' | 'regions', keys: readonly string[]) => {
      keys.forEach((key, index) => {
        if (keys.indexOf(key) !== index)
          ctx.addIssue({ code: 'custom', path: [what, index], message: `"${key}" appears twice` })
      })
    }
    twice(
      'hotlines',
      config.hotlines.map((hotline) => hotline.number),
    )
    twice(
      'queues',
      config.queues.map((queue) => queue.id),
    )
    twice(
      'agents',
      config.agents.map((agent) => agent.id),
    )
    twice(
      'regions',
      config.regions.map((region) => region.id),
    )
  })

export type QueueConfig = z.infer<typeof queueConfig>
export type HotlineConfig = z.infer<typeof hotlineConfig>
export type AgentConfig = z.infer<typeof agentConfig>
export type FlowConfig = z.infer<typeof flowConfig>
export type RegionConfig = z.infer<typeof regionConfig>
export type QueueCallback = z.infer<typeof queueCallback>
export type BusinessHours = z.infer<typeof businessHours>
export type CallCentreConfig = z.infer<typeof callCentreConfig>
