/**
 * What the call path needs to know, held in memory as one versioned snapshot and kept on disk, so that calls are answered and
 * routed while the database is away. The gateway makes it from its tables; cti only reads it.
 */
import { z } from 'zod'

const id = z.string().min(1).max(64)
const e164 = z.string().regex(/^\+?[0-9]{3,18}$/, 'a number of 3 to 18 digits')
/** A file below the switch's sound directory, without directory parts or extension: greeting, recording-notice, … */
const promptName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens')

export const skillNeed = z.object({ skill: id, min: z.number().int().min(1).max(10) })

export const queueConfig = z.object({
  id,
  name: z.string().min(1).max(100),
  needs: z.object({ all: z.array(skillNeed).max(20) }),
  priority: z.number().int().min(0).max(120).default(0),
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
})

export const agentConfig = z.object({
  id,
  name: z.string().min(1).max(100),
  /** The agent's phone as the switch knows it. */
  extension: z.string().regex(/^[0-9]{2,8}$/, '2 to 8 digits'),
  skills: z.record(z.string(), z.number().int().min(1).max(10)),
})

export const callCentreConfig = z
  .object({
    version: z.number().int().min(0),
    hotlines: z.array(hotlineConfig).max(2_000),
    queues: z.array(queueConfig).max(2_000),
    agents: z.array(agentConfig).max(20_000),
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
    const twice = (what: 'hotlines' | 'queues' | 'agents', keys: readonly string[]) => {
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
  })

export type QueueConfig = z.infer<typeof queueConfig>
export type HotlineConfig = z.infer<typeof hotlineConfig>
export type AgentConfig = z.infer<typeof agentConfig>
export type BusinessHours = z.infer<typeof businessHours>
export type CallCentreConfig = z.infer<typeof callCentreConfig>
