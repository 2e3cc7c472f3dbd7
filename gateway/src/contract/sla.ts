/** Time limits of tickets: what administrators set, and what a ticket shows of them. */
import { z } from 'zod'
import { instant } from './customers.ts'

/**
 * first-response: from creation until somebody has answered the customer or sent the ticket on · acceptance: from each dispatch until
 * the store accepts · resolution: from creation (again from a reopening) until resolved
 */
export const clockKind = z.enum(['first-response', 'acceptance', 'resolution'])
export type ClockKind = z.infer<typeof clockKind>

/** Whose minutes count: the store's opening hours, headquarters' with holidays, or every minute. */
export const clockHours = z.enum(['store', 'headquarters', 'always'])
export type ClockHours = z.infer<typeof clockHours>

export const ticketClock = z.object({
  kind: clockKind,
  /** breached: overdue, or met too late (then with metAt). */
  state: z.enum(['running', 'paused', 'met', 'breached']),
  /** Absent while it is paused. */
  dueAt: instant.optional(),
  /** ms of business time; while it is paused. */
  remainingMs: z.number().int().optional(),
  metAt: instant.optional(),
  breachedAt: instant.optional(),
  targetMinutes: z.number().int(),
  hours: clockHours,
  policyName: z.string().optional(),
})
export type TicketClock = z.infer<typeof ticketClock>

/** 60 days of business minutes at most: more is no limit. */
export const slaTarget = z.object({ minutes: z.number().int().min(1).max(86_400), hours: clockHours })
export type SlaTarget = z.infer<typeof slaTarget>

export const slaReminders = z.object({
  /** So many minutes of business time before it is due. */
  beforeMinutes: z.array(z.number().int().min(1).max(10_080)).max(5),
  /** When so many percent of the time are left. */
  beforePercent: z.array(z.number().int().min(1).max(99)).max(5),
  /** Business minutes from one step of the escalation to the next; 0: nobody above is told. */
  escalateEveryMinutes: z.number().int().min(0).max(10_080),
})
export type SlaReminders = z.infer<typeof slaReminders>

const condition = (most: number) => z.string().trim().min(1).max(most).optional()

export const slaPolicyDocument = z.object({
  name: z.string().trim().min(1).max(60),
  enabled: z.boolean(),
  category: condition(64),
  priority: z.number().int().min(0).max(2).optional(),
  /** Any node of the tree of regions. */
  regionId: condition(64),
  /** A member level or a tag of the customer. */
  customerClass: condition(64),
  targets: z
    .partialRecord(clockKind, slaTarget)
    .refine((targets) => Object.keys(targets).length > 0, '请至少设置一个时限'),
  reminders: slaReminders,
})
export type SlaPolicyDocument = z.infer<typeof slaPolicyDocument>

export const slaPolicy = slaPolicyDocument.extend({
  id: z.string(),
  version: z.number().int(),
  regionName: z.string().optional(),
  changedAt: instant,
  changedBy: z.string().optional(),
})
export type SlaPolicy = z.infer<typeof slaPolicy>

const daySpans = z
  .array(z.tuple([z.number().int().min(0).max(1440), z.number().int().min(0).max(1440)]))
  .max(6)
  .refine((spans) => spans.every(([from, to]) => from < to), '每段时间的结束应晚于开始')

/** Headquarters' hours, from Sunday on, in minutes of the local day. */
export const slaWeek = z
  .array(daySpans)
  .length(7)
  .refine((week) => week.some((day) => day.length > 0), '请至少设置一个工作时段')

export type SlaWeek = z.infer<typeof slaWeek>

export const slaBook = z.object({
  version: z.number().int(),
  timeZone: z.string(),
  week: slaWeek,
  policies: z.array(slaPolicy),
})
export type SlaBook = z.infer<typeof slaBook>

/** A change names the version of the policy it was made on; a newer one answers 409 POLICY_CHANGED. */
export const slaPolicyChange = z.object({ version: z.number().int().optional(), policy: slaPolicyDocument })
export const slaWeekChange = z.object({ version: z.number().int(), week: slaWeek })

/** When would a ticket be due that were made now? `policy` is one that is being written. */
export const slaPreviewRequest = z.object({
  policy: slaPolicyDocument.optional(),
  /** The policy that `policy` would replace. */
  policyId: z.string().max(64).optional(),
  category: condition(64),
  priority: z.number().int().min(0).max(2).default(0),
  storeId: condition(64),
  regionId: condition(64),
  customerClass: condition(64),
})
export type SlaPreviewRequest = z.input<typeof slaPreviewRequest>

export const slaPreview = z.object({
  at: instant,
  clocks: z.array(
    z.object({
      kind: clockKind,
      policyName: z.string(),
      targetMinutes: z.number().int(),
      hours: clockHours,
      /** What of the ticket the policy asks for; empty: it is for all tickets. */
      matched: z.array(z.string()),
      /** Other policies that fit, too, and are less specific. */
      over: z.array(z.string()),
      dueAt: instant.optional(),
      /** Reminders and escalations with their times. */
      steps: z.array(z.object({ step: z.string(), at: instant })),
    }),
  ),
})
export type SlaPreview = z.infer<typeof slaPreview>
