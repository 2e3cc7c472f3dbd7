/** Rows of prompts as the browser gets them. */
import type { PromptSource, PromptUse, PromptVersion, VoicePrompt } from '../contract/index.ts'
import type { VoicePrompt as PromptRow, VoicePromptVersion as VersionRow } from '../database/client/client.ts'
import { instantOf, present } from '../instant.ts'
import { shippedDurations, shippedPrompts } from './shipped-prompts.ts'

const urlOf = (name: string, version: number): string => `/api/prompts/${name}/versions/${version}/audio`

export function versionOf(row: VersionRow): PromptVersion {
  const { restoredFrom, fileName, savedAt, source } = row
  return {
    version: row.version,
    source: source as PromptSource,
    ...present({ restoredFrom, fileName }),
    words: row.words,
    savedBy: row.savedBy,
    savedAt: instantOf(savedAt),
    durationMs: row.durationMs,
    peakDb: row.peakDb,
    loudnessDb: row.loudnessDb,
    gainDb: row.gainDb,
    encoding: row.encoding,
    sampleRate: row.sampleRate,
    channels: row.channels,
    url: urlOf(row.name, row.version),
  }
}

/** @param row absent: a shipped prompt that nobody has changed @param current the version in use */
export async function promptOf(
  name: string,
  row: PromptRow | undefined,
  current: VersionRow | undefined,
  usedBy: readonly PromptUse[],
): Promise<VoicePrompt> {
  const shipped = shippedPrompts.get(name)
  const durationMs = current?.durationMs ?? (await shippedDurations()).get(name)
  return {
    name,
    title: row?.title ?? shipped?.title ?? name,
    words: row?.words ?? shipped?.words ?? '',
    edition: row?.edition ?? 0,
    ...(row && { changedBy: row.changedBy, changedAt: instantOf(row.changedAt) }),
    shipped: shipped !== undefined,
    ...(current && { current: versionOf(current) }),
    ...(durationMs !== undefined && { durationMs }),
    ...(current ? { url: urlOf(name, current.version) } : shipped && { url: urlOf(name, 0) }),
    usedBy: [...usedBy],
  }
}
