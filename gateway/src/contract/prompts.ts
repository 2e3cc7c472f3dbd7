/** Voice prompts: what callers hear, by name; uploaded or recorded, in versions. */
import { z } from 'zod'
import { instant } from './customers.ts'

export const promptLimits = {
  /** Bytes of one upload: five minutes of 48 kHz stereo. */
  bytes: 64 * 1024 * 1024,
  /** s */
  seconds: 300,
  /** Prompts of one installation. */
  prompts: 2_000,
  /** Versions shown, newest first. */
  shownVersions: 200,
  title: 100,
  words: 2_000,
} as const

/** As flows and the switch's sound directory name it. */
export const promptName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, '只能用小写字母、数字和连字符，且以字母或数字开头，最多 64 个字符')

export const promptSource = z.enum(['upload', 'recorded', 'restored', 'shipped'])
export type PromptSource = z.infer<typeof promptSource>

export const promptVersion = z.object({
  version: z.number().int(),
  source: promptSource,
  restoredFrom: z.number().int().optional(),
  /** The prompt's words at that time. */
  words: z.string(),
  savedBy: z.string(),
  savedAt: instant,
  durationMs: z.number().int(),
  /** dBFS after conversion. */
  peakDb: z.number(),
  loudnessDb: z.number(),
  /** dB that the conversion made it louder by; negative: softer. */
  gainDb: z.number(),
  /** What was uploaded. */
  fileName: z.string().optional(),
  encoding: z.string(),
  /** Hz */
  sampleRate: z.number().int(),
  channels: z.number().int(),
  /** Where to listen. */
  url: z.string(),
})
export type PromptVersion = z.infer<typeof promptVersion>

export const promptUse = z.object({ kind: z.enum(['hotline', 'queue']), id: z.string(), name: z.string() })
export type PromptUse = z.infer<typeof promptUse>

export const voicePrompt = z.object({
  name: promptName,
  title: z.string(),
  words: z.string(),
  /** Counts changes of title and words; 0: nobody has changed them. */
  edition: z.number().int(),
  changedBy: z.string().optional(),
  changedAt: instant.optional(),
  /** Comes with the product. `current` is then what the installation has put in its place. */
  shipped: z.boolean(),
  current: promptVersion.optional(),
  /** Where to listen to what is played now; absent: nothing is. */
  url: z.string().optional(),
  /** ms of what is played now. */
  durationMs: z.number().int().optional(),
  usedBy: z.array(promptUse),
})
export type VoicePrompt = z.infer<typeof voicePrompt>

export const promptDetail = z.object({ prompt: voicePrompt, versions: z.array(promptVersion) })
export type PromptDetail = z.infer<typeof promptDetail>

export const promptQuery = z.object({
  /** Part of name, title or words. */
  q: z.string().trim().max(100).default(''),
  /** The last name of the page before. */
  after: promptName.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const promptPage = z.object({ prompts: z.array(voicePrompt), more: z.boolean() })
export type PromptPage = z.infer<typeof promptPage>

export const promptEdit = z.object({
  /** The one that was read. Another answers 409 PROMPT_CHANGED. */
  edition: z.number().int(),
  title: z.string().trim().min(1).max(promptLimits.title),
  words: z.string().trim().max(promptLimits.words),
})
export type PromptEdit = z.infer<typeof promptEdit>

const words = z.string().trim().max(promptLimits.words)
/** The fields of the multipart form before its file. Title and words only replace what is there when given. */
export const promptUploadFields = z.object({
  uploadId: z.uuid(),
  source: z.enum(['upload', 'recorded']).default('upload'),
  /** Bring the peak to −3 dBFS. */
  normalise: z.enum(['true', 'false']).default('true'),
  title: z.string().trim().min(1).max(promptLimits.title).optional(),
  words: words.optional(),
})
export type PromptUploadFields = z.output<typeof promptUploadFields>

/** 0: the shipped sound. */
export const promptRestore = z.object({ version: z.number().int().min(0), commandId: z.uuid() })
