/** Where the configuration in the tables names prompts. Flows say for themselves what they play. */
import type { PromptUse } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'

/** More queues and hotlines than one installation has. */
const most = 2_000

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const texts = (values: readonly unknown[]): string[] => values.filter((value) => typeof value === 'string')

/** Settings leave out what is as usual. */
function namedByHotline(settings: Prisma.JsonValue): string[] {
  const { greeting = 'greeting', recordingNotice = 'recording-notice', menu } = isObject(settings) ? settings : {}
  return texts([greeting, recordingNotice, isObject(menu) ? menu.prompt : undefined])
}

function namedByQueue(settings: Prisma.JsonValue): string[] {
  const rules = isObject(settings) && Array.isArray(settings.overflow) ? settings.overflow : []
  return texts(rules.map((rule) => (isObject(rule) && isObject(rule.action) ? rule.action.prompt : undefined)))
}

/** By the prompt's name. */
export async function usesOfPrompts(database: PrismaClient): Promise<ReadonlyMap<string, readonly PromptUse[]>> {
  const [hotlines, queues] = await Promise.all([
    database.hotline.findMany({ orderBy: { number: 'asc' }, take: most }),
    database.queue.findMany({ where: { retiredAt: null }, orderBy: { id: 'asc' }, take: most }),
  ])
  const uses = new Map<string, PromptUse[]>()
  const note = (names: readonly string[], use: PromptUse) => {
    for (const name of new Set(names)) uses.set(name, [...(uses.get(name) ?? []), use])
  }
  for (const { number, name, settings } of hotlines)
    note(namedByHotline(settings), { kind: 'hotline', id: number, name })
  for (const { id, name, settings } of queues) note(namedByQueue(settings), { kind: 'queue', id, name })
  return uses
}
