/** Outbound: campaigns, whom they call, when they may, and what became of each attempt. */
import { z } from 'zod'

export const campaignKind = z.enum(['survey', 'callback', 'agent'])
export type CampaignKind = z.infer<typeof campaignKind>

/**
 * flow: nobody of ours speaks · preview: the agent sees the customer, then dials · progressive: one call for each free agent, who is bound
 * before it is dialled · power: so many calls a free agent · predictive: as many as the abandon limit allows.
 */
export const campaignMode = z.enum(['flow', 'preview', 'progressive', 'power', 'predictive'])
export type CampaignMode = z.infer<typeof campaignMode>

export const campaignState = z.enum(['draft', 'running', 'paused', 'ended'])
export type CampaignState = z.infer<typeof campaignState>

/**
 * How one attempt ended. person: an agent or the flow spoke with somebody · abandoned: somebody answered and no agent was there ·
 * lost: we cannot know (a crash in the middle; never dialled again as the same attempt) · cancelled: taken back before it was dialled.
 */
export const attemptOutcomes = [
  'person',
  'machine',
  'busy',
  'no-answer',
  'rejected',
  'invalid-number',
  'network-error',
  'abandoned',
  'lost',
  'cancelled',
] as const
export const attemptOutcome = z.enum(attemptOutcomes)
export type AttemptOutcome = z.infer<typeof attemptOutcome>

/** What happens to a contact after an attempt. `next-number` goes to the contact's next number, the last one retries. */
export const cadenceRule = z.object({
  next: z.enum(['retry', 'next-number', 'done']),
  /** Minutes until the next attempt. */
  afterMinutes: z.number().int().min(0).max(43_200).default(120),
})
export type CadenceRule = z.infer<typeof cadenceRule>

/** Minutes of the local day, [from, to). */
const minutes = z
  .tuple([z.number().int().min(0).max(1439), z.number().int().min(1).max(1440)])
  .refine(([from, to]) => from < to, '开始时间必须早于结束时间')
/** Index 0 is Sunday. */
export const callingWeek = z.array(z.array(minutes).max(4)).length(7)
export type CallingWeek = z.infer<typeof callingWeek>

const promptName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, '应为小写字母、数字和连字符')
const text = (most: number) => z.string().trim().min(1).max(most)

export const disposition = z.object({
  id: text(32),
  label: text(30),
  /** done: nobody calls again · retry: by the cadence of `no-answer` · callback: at a time to be given · refuse: never again. */
  next: z.enum(['done', 'retry', 'callback', 'refuse']),
  /** Counts as reached in the figures. */
  success: z.boolean().default(false),
})
export type Disposition = z.infer<typeof disposition>

/** Defaults are FIELD-NOTES' §3: at least 15 s of ringing, an agent within 2 s of the answer, 3 %. */
export const campaignSettings = z.object({
  /** ms */
  ringMs: z.number().int().min(15_000).max(60_000).default(25_000),
  /** Calls for each free agent, of `power`. */
  ratio: z.number().min(1).max(10).default(1.5),
  maxAbandonPct: z.number().min(0).max(3).default(3),
  /** ms from the answer until the agent must be there; then the safe-harbour message is played. */
  connectWithinMs: z.number().int().min(500).max(2_000).default(2_000),
  safeHarbour: promptName.default('safe-harbour'),
  /** At the same time, of this campaign. */
  maxCalls: z.number().int().min(1).max(5_000).default(100),
  perSecond: z.number().min(0.1).max(500).default(5),
  /** Attempts for one contact, all numbers together. */
  maxAttempts: z.number().int().min(1).max(20).default(3),
  cadence: z.record(attemptOutcome, cadenceRule).default({
    person: { next: 'done', afterMinutes: 0 },
    machine: { next: 'retry', afterMinutes: 240 },
    busy: { next: 'retry', afterMinutes: 30 },
    'no-answer': { next: 'next-number', afterMinutes: 120 },
    rejected: { next: 'retry', afterMinutes: 1_440 },
    'invalid-number': { next: 'next-number', afterMinutes: 0 },
    'network-error': { next: 'retry', afterMinutes: 30 },
    abandoned: { next: 'retry', afterMinutes: 60 },
    lost: { next: 'retry', afterMinutes: 60 },
    cancelled: { next: 'retry', afterMinutes: 0 },
  }),
  /** Narrower than the rules; absent: as the rules say. */
  week: callingWeek.optional(),
  /** ms an agent may look before it dials by itself; 0: the agent dials. */
  previewMs: z.number().int().min(0).max(600_000).default(0),
  /** `{attribute}` is replaced. */
  script: z.string().max(10_000).default(''),
  dispositions: z.array(disposition).max(9).default([]),
  /** Inbound first: an agent is taken only while nobody waits whom they could serve. */
  blend: z.enum(['inbound-first', 'as-they-come', 'outbound-only']).default('inbound-first'),
  /** Voicemails are told by their tone (docs/dialler.md). Off unless chosen: it errs. Of modes in which no agent is bound first. */
  detectMachines: z.boolean().default(false),
  /** Of a callback campaign: whose missed contacts it calls back. Empty lists: everybody's. */
  missed: z
    .object({
      queues: z.array(text(64)).max(100).default([]),
      hotlines: z.array(text(20)).max(100).default([]),
      /** Missed longer ago: nobody is called about it any more. */
      days: z.number().int().min(1).max(90).default(7),
    })
    .default({ queues: [], hotlines: [], days: 7 }),
})
export type CampaignSettings = z.infer<typeof campaignSettings>

/** For everybody and every campaign; changed by administrators only, each change audited. */
export const outboundRules = z.object({
  timeZone: z.string().default('Asia/Shanghai'),
  /** 09:00–21:00 is the commonly quoted local rule, not a national one: an editable default. */
  week: callingWeek.default(Array.from({ length: 7 }, () => [[540, 1260] as [number, number]])),
  /** On public holidays; absent dates are ordinary days. */
  holidays: z.array(minutes).max(4).default([]),
  /** By region of the tree, narrower or later than `week`. */
  regions: z
    .array(z.object({ regionId: z.string(), week: callingWeek }))
    .max(200)
    .default([]),
  /** Of one number, over all campaigns. */
  perDay: z.number().int().min(1).max(10).default(3),
  inAll: z.number().int().min(1).max(100).default(10),
  /** `inAll` counts so many days back. */
  inAllDays: z.number().int().min(1).max(365).default(30),
  gapMinutes: z.number().int().min(1).max(1_440).default(30),
  /** Lines of the trunk, and how many of them are always left for those who call us. */
  lines: z.number().int().min(1).max(10_000).default(60),
  inboundLines: z.number().int().min(0).max(10_000).default(20),
  /** Of the trunk. */
  perSecond: z.number().min(0.1).max(1_000).default(10),
})
export type OutboundRules = z.infer<typeof outboundRules>

/** Why a number is not called now. `until`: epoch ms when it may be, absent: never. */
export type CallRefusal =
  | { readonly why: 'do-not-call' | 'no-consent' | 'attempts-in-all' | 'not-a-number' }
  | { readonly why: 'hours' | 'attempts-today' | 'gap' | 'being-called'; readonly until: number }
