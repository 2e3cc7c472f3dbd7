/** Automation rules: when something happens to a ticket, if it is like this, then do that. */
import { z } from 'zod'
import { instant } from './customers.ts'
import { ticketStatus } from './tickets.ts'

export const ruleEvent = z.enum([
  'created',
  'category-chosen',
  'priority-changed',
  'tag-added',
  'assigned',
  'dispatched',
  'pooled',
  'accepted',
  'started',
  'returned',
  'suspended',
  'resumed',
  'resolved',
  'verified',
  'closed',
  'reopened',
  'surveyed',
  'survey-unreached',
  'commented',
  'sla-reminded',
  'sla-breached',
  'escalated',
])
export type RuleEvent = z.infer<typeof ruleEvent>

const text = (most: number) => z.string().trim().min(1).max(most)
const texts = z.array(text(64)).min(1).max(50)

export const ruleCondition = z.discriminatedUnion('field', [
  z.object({ field: z.literal('category'), is: texts }),
  z.object({ field: z.literal('priority'), atLeast: z.number().int().min(0).max(2) }),
  z.object({ field: z.literal('status'), is: z.array(ticketStatus).min(1) }),
  z.object({ field: z.literal('channel'), is: texts }),
  /** Nodes of the tree; everything below them counts. */
  z.object({ field: z.literal('region'), is: texts }),
  z.object({ field: z.literal('store'), is: texts }),
  z.object({ field: z.literal('tag'), has: texts }),
  z.object({ field: z.literal('no-tag'), has: texts }),
  /** Any of these in subject, description, address. */
  z.object({ field: z.literal('text'), contains: texts }),
  /** A member level or a tag of the customer. */
  z.object({ field: z.literal('customer'), is: texts }),
  /** A field of the category's form. `filled` without a value. */
  z.object({
    field: z.literal('value'),
    name: text(64),
    operator: z.enum(['is', 'contains', 'at-least', 'at-most', 'filled']),
    value: z.string().trim().max(200).default(''),
  }),
  /** Tickets of the same store and category, this one among them, made in the last hours. */
  z.object({
    field: z.literal('similar'),
    atLeast: z.number().int().min(2).max(1_000),
    hours: z.number().int().min(1).max(720),
  }),
  /** Of the event `surveyed`: what the customer pressed at a question, as the flow names it. One of these, or a number so low. */
  z
    .object({
      field: z.literal('answer'),
      question: text(64),
      is: z.array(text(32)).max(20).default([]),
      atMost: z.number().int().min(0).max(100).optional(),
    })
    .refine(({ is, atMost }) => is.length > 0 || atMost !== undefined, '请填写答案，或最高分'),
])
export type RuleCondition = z.infer<typeof ruleCondition>

export const ruleConditions = z.object({ join: z.enum(['all', 'any']), list: z.array(ruleCondition).max(20) })
export type RuleConditions = z.infer<typeof ruleConditions>

export const ruleAction = z.discriminatedUnion('do', [
  z.object({ do: z.literal('set-priority'), priority: z.number().int().min(0).max(2) }),
  z.object({ do: z.literal('add-tag'), tag: text(40) }),
  /** Makes this person the owner. */
  z.object({ do: z.literal('assign'), accountId: z.uuid() }),
  /** Tells people: by account, all of a department, the ticket's owner, the owner of its region, its store. */
  z
    .object({
      do: z.literal('notify'),
      accounts: z.array(z.uuid()).max(20).default([]),
      departments: z.array(text(64)).max(10).default([]),
      roles: z.array(z.enum(['owner', 'region-owner', 'store'])).default([]),
      text: z.string().trim().max(200).default(''),
    })
    .refine(
      ({ accounts, departments, roles }) => accounts.length + departments.length + roles.length > 0,
      '请选择要通知的人',
    ),
  z.object({
    do: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/, error: '应为 http:// 或 https:// 开头的地址' }).max(500),
  }),
  /** A call-back ticket of its own, linked to this one. */
  z.object({ do: z.literal('follow-up'), text: text(200), afterHours: z.number().int().min(0).max(720) }),
  /** The customer is called by this survey, not before so many hours are over; not at all when the ticket is opened again meanwhile. */
  z.object({ do: z.literal('survey'), campaignId: z.uuid(), afterHours: z.number().int().min(0).max(720) }),
  z.object({ do: z.literal('reopen'), reason: text(200) }),
  /** A task for the ticket's store. */
  z.object({ do: z.literal('store-task'), text: text(200), dueHours: z.number().int().min(1).max(720) }),
])
export type RuleAction = z.infer<typeof ruleAction>

export const ruleDocument = z.object({
  name: text(60),
  enabled: z.boolean(),
  event: ruleEvent,
  conditions: ruleConditions,
  actions: z.array(ruleAction).min(1).max(10),
})
export type RuleDocument = z.infer<typeof ruleDocument>

export const automationRule = ruleDocument.extend({
  id: z.string(),
  /** Rules of the same event run in this order. */
  position: z.number().int(),
  version: z.number().int(),
  changedAt: instant,
  changedBy: z.string().optional(),
})
export type AutomationRule = z.infer<typeof automationRule>

/** Rules that may set each other off, and come back to the first. */
export const ruleLoop = z.array(z.object({ rule: z.string(), by: z.string() }))
export type RuleLoop = z.infer<typeof ruleLoop>

export const ruleList = z.object({
  rules: z.array(automationRule),
  loops: z.array(ruleLoop),
  /** What actions may name. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  departments: z.array(z.object({ id: z.string(), name: z.string() })),
  regions: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Surveys that are not over. */
  surveys: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type RuleList = z.infer<typeof ruleList>

/** Absent version: a new rule. A newer version answers 409 RULE_CHANGED. */
export const ruleChange = z.object({ version: z.number().int().optional(), rule: ruleDocument })
export const ruleSaved = z.object({
  rule: automationRule,
  loops: z.array(ruleLoop),
  /** Of a new rule: signs its webhooks; shown this once. */
  secret: z.string().optional(),
})
export type RuleSaved = z.infer<typeof ruleSaved>

export const rulesOrder = z.object({ ids: z.array(z.uuid()).max(500) })

export const ruleTrialRequest = z.object({
  rule: ruleDocument,
  days: z.number().int().min(1).max(30).default(30),
})
/** What it would have done, on tickets as they are now: nothing was changed. */
export const ruleTrial = z.object({
  /** Events looked at, the newest first. */
  examined: z.number().int(),
  /** There were more than were looked at. */
  truncated: z.boolean(),
  fired: z.number().int(),
  /** 100 at most. */
  tickets: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      subject: z.string().optional(),
      at: instant,
      why: z.array(z.string()),
    }),
  ),
})
export type RuleTrial = z.infer<typeof ruleTrial>

export const webhookDelivery = z.object({
  id: z.string(),
  ticketId: z.string(),
  url: z.string(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.number().int(),
  status: z.number().int().optional(),
  error: z.string().optional(),
  createdAt: instant,
  attemptedAt: instant.optional(),
})
export type WebhookDelivery = z.infer<typeof webhookDelivery>

/** Events that could not be dealt with and were given up. */
export const failedEvent = z.object({
  id: z.string(),
  ticketId: z.string(),
  number: z.string(),
  kind: z.string(),
  failedAt: instant,
  error: z.string(),
})
export type FailedEvent = z.infer<typeof failedEvent>
