/**
 * The call centre's configuration as administrators edit it. Changes gather in one draft that everybody with the right sees; applying it
 * puts all of it in force at once, or nothing.
 */
import { z } from 'zod'

export const documentKind = z.enum(['skill', 'queue', 'hotline', 'agent', 'region', 'holiday'])
export type DocumentKind = z.infer<typeof documentKind>

export interface SkillDocument {
  readonly id: string
  readonly label: string
}

export interface NeedsDocument {
  readonly all: readonly { readonly skill: string; readonly min: number }[]
  readonly anyOf?: readonly (readonly { readonly skill: string; readonly min: number }[])[]
}

export interface RequirementDocument {
  readonly needs: NeedsDocument
  readonly sameRegion: boolean
  readonly sameLanguage: boolean
}

export type ChoiceRule = 'longest-idle' | 'most-skilled' | 'least-occupied' | 'round-robin' | 'scarce-last'

export interface OverflowDocument {
  readonly when:
    | { readonly kind: 'wait' | 'estimated-wait'; readonly ms: number }
    | { readonly kind: 'depth'; readonly items: number }
    | { readonly kind: 'no-staff' }
  readonly action:
    | { readonly kind: 'queue'; readonly queue: string }
    | { readonly kind: 'offer-callback' | 'voicemail' }
    | { readonly kind: 'announce'; readonly prompt: string }
    | { readonly kind: 'external'; readonly number: string }
}

export interface QueueDocument extends RequirementDocument {
  readonly id: string
  readonly name: string
  readonly rings: readonly (RequirementDocument & { readonly afterMs: number })[]
  readonly choose: ChoiceRule
  readonly weight: number
  /** Minutes of head start. */
  readonly priority: number
  readonly vipPriority: number
  readonly holdForAgentMs: number
  readonly missesAllowed: number
  readonly overflow: readonly OverflowDocument[]
  readonly callback?: {
    readonly key: string
    readonly first: 'agent' | 'customer'
    readonly attempts: number
    readonly retryMs: number
    readonly untilMinute: number
    readonly limit: number
  }
  readonly announceWait: boolean
  readonly music: string
  readonly announceEveryMs: number
  readonly offerTimeoutMs: number
  readonly wrapUpMs: number
  readonly maxWaitMs: number
  readonly serviceLevelMs: number
}

/** Minutes of the local day, [from, to). */
export type OpenMinutes = readonly [from: number, to: number]

export interface HotlineDocument {
  readonly number: string
  readonly name: string
  readonly queue: string
  readonly greeting: string
  readonly recordingNotice: string
  readonly hours: {
    readonly timeZone: string
    /** Sunday first. */
    readonly week: readonly (readonly OpenMinutes[])[]
    readonly dates: Readonly<Record<string, readonly OpenMinutes[]>>
  }
  /** Closed on holidays, open as on a Monday on make-up working days; `hours.dates` has the last word. */
  readonly holidays: boolean
  readonly menu?: {
    readonly prompt: string
    readonly options: Readonly<Record<string, { readonly queue: string; readonly label: string }>>
    readonly timeoutMs: number
    readonly tries: number
  }
  /** A published menu flow, instead of the menu. */
  readonly flow?: string
}

export interface AgentDocument {
  readonly id: string
  readonly name: string
  readonly extension: string
  readonly skills: Readonly<Record<string, number>>
  readonly region?: string
  readonly teams: readonly string[]
  readonly languages: readonly string[]
  readonly capacity: { readonly voice: number; readonly chat: number; readonly total: number }
  /** Whether they take who calls us, whom we call, or both. */
  readonly blend: 'both' | 'inbound-only' | 'outbound-only'
  /** With which they log in. */
  readonly username: string
  /** False: cannot log in and gets nothing. */
  readonly enabled: boolean
}

export interface RegionDocument {
  readonly id: string
  readonly name: string
  readonly provinces: readonly string[]
}

export interface HolidayDocument {
  /** Local date, YYYY-MM-DD. */
  readonly date: string
  readonly name: string
  /** A make-up working day. */
  readonly open: boolean
}

export interface DocumentOf {
  readonly skill: SkillDocument
  readonly queue: QueueDocument
  readonly hotline: HotlineDocument
  readonly agent: AgentDocument
  readonly region: RegionDocument
  readonly holiday: HolidayDocument
}

/** By key: the id, the number, the date. */
export type ConfigurationDocuments = { readonly [Kind in DocumentKind]: readonly DocumentOf[Kind][] }

export interface ConfigurationChange {
  readonly kind: DocumentKind
  readonly key: string
  /** The whole new document; null: it is to be removed. */
  readonly value: DocumentOf[DocumentKind] | null
  readonly by: string
  /** Epoch ms; names this version of the change. */
  readonly at: number
  /** What is in force is no longer what the change was begun on. */
  readonly stale?: true
}

/** Something that keeps the draft from being applied. */
export interface ConfigurationProblem {
  readonly kind: DocumentKind
  readonly key: string
  /** Dotted, within the document: rings.1.afterMs */
  readonly path: string
  readonly message: string
}

export interface ConfigurationState {
  readonly version: number
  /** In force. */
  readonly documents: ConfigurationDocuments
  readonly changes: readonly ConfigurationChange[]
  readonly problems: readonly ConfigurationProblem[]
}

/** `seen`: the `at` of the change that this one replaces, absent when there was none. */
export const configurationChange = z.object({
  value: z.record(z.string(), z.unknown()).nullable(),
  seen: z.number().int().optional(),
})

/** Applies exactly what the reader saw: every change by kind, key and `at`. */
export const configurationApply = z.object({
  version: z.number().int(),
  changes: z
    .array(z.object({ kind: documentKind, key: z.string().max(100), at: z.number().int() }))
    .min(1)
    .max(5_000),
})

/** Who would be eligible for contacts of a queue as the draft has it, requirement by requirement. */
export interface EligibilityPreview {
  readonly rings: readonly {
    /** 0 is the requirement on entry. */
    readonly index: number
    readonly afterMs: number
    /** Of an unknown region and language: these restrict by the contact. */
    readonly eligible: number
    readonly loggedIn: number
    /** The first 200, by name; those whom this ring adds are marked. */
    readonly agents: readonly {
      readonly id: string
      readonly name: string
      readonly levels: Readonly<Record<string, number>>
      readonly loggedIn: boolean
      readonly added: boolean
    }[]
  }[]
}

/** One applied change, newest first. */
export interface AppliedChange {
  readonly at: number
  readonly by: string
  readonly kind: DocumentKind
  readonly key: string
  readonly from: unknown
  readonly to: unknown
}
