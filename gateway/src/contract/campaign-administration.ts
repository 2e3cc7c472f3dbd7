/** How campaigns are made, filled with contacts, started and stopped; the rules for all of them; whom nobody calls. */
import { z } from 'zod'
import {
  attemptOutcome,
  type CampaignKind,
  type CampaignMode,
  campaignKind,
  campaignMode,
  campaignSettings,
  campaignState,
  outboundRules,
} from './campaigns.ts'
import { instant, shownNumber } from './customers.ts'

const id = z.string().trim().min(1).max(64)
const text = (most: number) => z.string().trim().min(1).max(most)

/** How each kind can call: a survey has nobody of ours on the line, everything else has. */
export const modesOfKind: Readonly<Record<CampaignKind, readonly CampaignMode[]>> = {
  survey: ['flow'],
  callback: ['preview', 'progressive', 'power', 'predictive'],
  agent: ['preview', 'progressive', 'power', 'predictive'],
}

export const campaignFields = z
  .object({
    name: text(60),
    kind: campaignKind,
    mode: campaignMode,
    queueId: id.nullable().default(null),
    flowId: id.nullable().default(null),
    /** May be missing in a draft. */
    callerNumber: z.string().trim().max(20).default(''),
    settings: campaignSettings,
  })
  .refine(({ kind, mode }) => modesOfKind[kind].includes(mode), {
    path: ['mode'],
    message: '这类活动不能用这种外呼方式',
  })
export type CampaignFields = z.infer<typeof campaignFields>

export const campaignEdit = z.object({ version: z.number().int(), campaign: campaignFields })

/** Contacts by how far they are. */
export const contactCounts = z.object({ waiting: z.number().int(), inHand: z.number().int(), done: z.number().int() })
export type ContactCounts = z.infer<typeof contactCounts>

export const campaignCard = z.object({
  id: z.string(),
  name: z.string(),
  kind: campaignKind,
  mode: campaignMode,
  state: campaignState,
  contacts: contactCounts,
  createdAt: instant,
  createdBy: z.string().optional(),
  changedAt: instant,
  startedAt: instant.optional(),
  endedAt: instant.optional(),
})
export type CampaignCard = z.infer<typeof campaignCard>

export const campaignDetail = campaignCard.extend({
  version: z.number().int(),
  queueId: z.string().optional(),
  flowId: z.string().optional(),
  callerNumber: z.string(),
  settings: campaignSettings,
})
export type CampaignDetail = z.infer<typeof campaignDetail>

export const campaignQuery = z.object({
  state: campaignState.optional(),
  kind: campaignKind.optional(),
  q: z.string().trim().max(60).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const campaignPage = z.object({ campaigns: z.array(campaignCard), next: z.string().optional() })
export type CampaignPage = z.infer<typeof campaignPage>

/** resume is start after a pause. */
export const campaignMove = z.enum(['start', 'pause', 'stop'])
export type CampaignMove = z.infer<typeof campaignMove>

export const preflightCode = z.enum([
  'no-contacts',
  'all-dead',
  'no-consent',
  'no-caller',
  'not-owned',
  'no-queue',
  'queue-gone',
  'no-agents',
  'no-flow',
  'flow-unpublished',
  'hours-never-meet',
  'no-trunk',
  'no-lines',
])
/** A reason why it can never dial as it is, by the field that would have to change. */
export const preflightProblem = z.object({
  field: z.enum(['contacts', 'callerNumber', 'queueId', 'flowId', 'week', 'trunk', 'lines']),
  code: preflightCode,
  message: z.string(),
})
export type PreflightProblem = z.infer<typeof preflightProblem>
export const preflightAnswer = z.object({ problems: z.array(preflightProblem) })
export type PreflightAnswer = z.infer<typeof preflightAnswer>

/** What forms of campaigns offer. */
export const campaignChoices = z.object({
  queues: z.array(z.object({ id: z.string(), name: z.string() })),
  hotlines: z.array(z.object({ number: z.string(), name: z.string() })),
})
export type CampaignChoices = z.infer<typeof campaignChoices>

/** A contact's own texts, by name. */
export const contactAttributes = z
  .record(
    z
      .string()
      .min(1)
      .max(40)
      .regex(/^[^{}\p{Cc}]+$/u, '名称不能含有花括号'),
    z.string().max(500),
  )
  .refine((attributes) => Object.keys(attributes).length <= 40, '最多 40 个字段')

export const contactInput = z.object({
  /** The caller's own; the same key is the same contact. Absent: the first number. */
  key: text(120).optional(),
  name: z.string().trim().max(100).optional(),
  /** In the order of calling, as people write them. */
  numbers: z.array(z.string().max(40)).min(1).max(5),
  /** A store's id, code or full name. */
  store: z.string().trim().max(100).optional(),
  /** Where it is written that this person agreed to be called. */
  consent: z.string().trim().max(300).optional(),
  attributes: contactAttributes.default({}),
})
export type ContactInput = z.input<typeof contactInput>

export const contactsPost = z.object({ contacts: z.array(contactInput).min(1).max(1_000) })
/** known: were there already and are as they were · refused: asked not to be called. */
export const contactsAdded = z.object({ added: z.number().int(), known: z.number().int(), refused: z.number().int() })
export type ContactsAdded = z.infer<typeof contactsAdded>

/** `search` is the query of the ticket list's address: status=resolved&store=hz01. */
export const contactsFromTickets = z.object({
  search: z.string().max(2_000).default(''),
  /** Needed where the campaign is not about the ticket itself. */
  consent: z.string().trim().max(300).optional(),
})
export const ticketContactsPreview = z.object({
  tickets: z.number().int(),
  /** Of these, with a number that can be called. */
  callable: z.number().int(),
  /** Of these, already in the campaign. */
  known: z.number().int(),
})
export type TicketContactsPreview = z.infer<typeof ticketContactsPreview>

/** What a column of a list is. */
export const importColumn = z.discriminatedUnion('to', [
  z.object({ to: z.literal('name') }),
  /** Several columns: in their order. */
  z.object({ to: z.literal('number') }),
  z.object({ to: z.literal('store') }),
  z.object({ to: z.literal('consent') }),
  z.object({ to: z.literal('key') }),
  z.object({ to: z.literal('attribute'), name: text(40).regex(/^[^{}\p{Cc}]+$/u, '名称不能含有花括号') }),
  z.object({ to: z.literal('ignore') }),
])
export type ImportColumn = z.infer<typeof importColumn>

export const importOptions = z.object({
  /** A column of the file each; absent: guessed. */
  columns: z.array(importColumn).max(60).optional(),
  /** Evidence for the whole list, where its rows have none of their own. */
  consent: z.string().trim().max(300).optional(),
  /** Of the preview that was agreed to: importing another file, or with other rows, is refused. */
  agreed: z.object({ sha256: z.string().length(64), good: z.number().int() }).optional(),
})
export type ImportOptions = z.infer<typeof importOptions>

export const importLimits = { bytes: 30 * 1024 * 1024, rows: 100_000, columns: 60, shownProblems: 200 } as const

/**
 * error: cannot be imported · duplicate: the same number stands in an earlier row · known: is in the campaign already · refused: asked
 * not to be called.
 */
export const importProblem = z.object({
  /** As a spreadsheet counts: the heading is row 1. */
  row: z.number().int(),
  kind: z.enum(['error', 'duplicate', 'known', 'refused']),
  column: z.string(),
  value: z.string(),
  message: z.string(),
})
export type ImportProblem = z.infer<typeof importProblem>

export const importPreview = z.object({
  sha256: z.string(),
  columns: z.array(z.object({ header: z.string(), samples: z.array(z.string()), use: importColumn })),
  rows: z.number().int(),
  good: z.number().int(),
  errors: z.number().int(),
  duplicates: z.number().int(),
  known: z.number().int(),
  refused: z.number().int(),
  /** The first ones. */
  problems: z.array(importProblem),
})
export type ImportPreview = z.infer<typeof importPreview>

/** One a line (application/x-ndjson): how far it is, and at last what came of it. */
export type ImportLine =
  | { readonly read: number }
  | { readonly preview: ImportPreview }
  | { readonly added: ContactsAdded }
  | { readonly failed: { readonly code: string; readonly message: string } }

export const contactState = z.enum(['waiting', 'in-hand', 'done'])
export const campaignContact = z.object({
  id: z.string(),
  name: z.string().optional(),
  numbers: z.array(
    z.object({
      number: shownNumber,
      attempts: z.number().int(),
      dead: z.enum(['invalid-number', 'do-not-call']).optional(),
    }),
  ),
  state: contactState,
  /** Of the last attempt, or why nobody is called any more. */
  outcome: z.string().optional(),
  attempts: z.number().int(),
  nextAt: instant.optional(),
  /** The customer asked for this time. */
  promised: z.boolean(),
  ticketId: z.string().optional(),
  storeId: z.string().optional(),
  consent: z.string().optional(),
  attributes: z.record(z.string(), z.string()),
  createdAt: instant,
  doneAt: instant.optional(),
})
export type CampaignContact = z.infer<typeof campaignContact>

export const contactQuery = z.object({
  state: contactState.optional(),
  outcome: z.string().trim().max(40).optional(),
  /** A part of the name, a whole number, or its last four digits. */
  q: z.string().trim().max(60).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const contactPage = z.object({ contacts: z.array(campaignContact), next: z.string().optional() })
export type ContactPage = z.infer<typeof contactPage>

export const outboundAttempt = z.object({
  id: z.string(),
  number: shownNumber,
  claimedAt: instant,
  dialledAt: instant.optional(),
  answeredAt: instant.optional(),
  connectedAt: instant.optional(),
  endedAt: instant.optional(),
  /** Absent: under way. */
  outcome: attemptOutcome.optional(),
  ringMs: z.number().int().optional(),
  talkMs: z.number().int().optional(),
  agentId: z.string().optional(),
  disposition: z.string().optional(),
  note: z.string().optional(),
  contactId: z.string().optional(),
  contactName: z.string().optional(),
})
export type OutboundAttempt = z.infer<typeof outboundAttempt>
export const attemptQuery = z.object({
  contactId: z.uuid().optional(),
  outcome: attemptOutcome.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const attemptPage = z.object({ attempts: z.array(outboundAttempt), next: z.string().optional() })
export type AttemptPage = z.infer<typeof attemptPage>

export const outboundRuleBook = z.object({
  /** 0: the defaults. */
  version: z.number().int(),
  rules: outboundRules,
  changedAt: instant.optional(),
  changedBy: z.string().optional(),
})
export type OutboundRuleBook = z.infer<typeof outboundRuleBook>
export const outboundRuleEdit = z.object({ version: z.number().int(), rules: outboundRules })

/** pressed-9 and agent are the customer's own words: such an entry stays for good. */
export const refusalReason = z.enum(['pressed-9', 'agent', 'list', 'administrator'])
export type RefusalReason = z.infer<typeof refusalReason>
export const doNotCallEntry = z.object({
  id: z.string(),
  number: shownNumber,
  campaignId: z.string().optional(),
  campaignName: z.string().optional(),
  reason: refusalReason,
  by: z.string().optional(),
  note: z.string().optional(),
  at: instant,
  /** Nobody can take it away. */
  forGood: z.boolean(),
})
export type DoNotCallEntry = z.infer<typeof doNotCallEntry>
export const doNotCallQuery = z.object({
  reason: refusalReason.optional(),
  /** A whole number, or its last four digits. */
  q: z.string().trim().max(40).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const doNotCallPage = z.object({ entries: z.array(doNotCallEntry), next: z.string().optional() })
export type DoNotCallPage = z.infer<typeof doNotCallPage>

/** Whose number: that of a call or an attempt, which who clicks sees only masked; or as given. */
export const doNotCallAdd = z.object({
  of: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('number'), number: z.string().trim().min(3).max(40) }),
    z.object({ kind: z.literal('call'), id: z.string().trim().min(1).max(64) }),
    z.object({ kind: z.literal('attempt'), id: z.uuid() }),
  ]),
  /** agent: the customer has told one of us. administrator: our own decision. */
  reason: refusalReason.extract(['agent', 'administrator']),
  /** Only this campaign's calls. Absent: nobody calls any more. */
  campaignId: z.uuid().optional(),
  note: z.string().trim().max(300).optional(),
})
export type DoNotCallAdd = z.infer<typeof doNotCallAdd>

/** `numbers` as pasted, a number a line. Without `agreed` nothing is written. */
export const doNotCallImport = z.object({
  numbers: z.string().max(500_000),
  note: z.string().trim().max(300).optional(),
  agreed: z.boolean().default(false),
})
export const doNotCallImported = z.object({
  good: z.number().int(),
  /** Were on the list already. */
  known: z.number().int(),
  bad: z.number().int(),
  problems: z.array(z.object({ row: z.number().int(), value: z.string(), message: z.string() })),
  written: z.boolean(),
})
export type DoNotCallImported = z.infer<typeof doNotCallImported>
