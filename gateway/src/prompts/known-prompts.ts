import type { PrismaClient } from '../database/client/client.ts'
import { shippedPrompts } from './shipped-prompts.ts'

type Prompts = Pick<PrismaClient, 'voicePrompt'>

/** The names that the switch can play: what comes with the product and what this installation has saved. Music is not among them. */
export async function knownPrompts(database: Prompts): Promise<ReadonlySet<string>> {
  const own = await database.voicePrompt.findMany({ where: { version: { not: null } }, select: { name: true } })
  return new Set([...shippedPrompts.keys(), ...own.map(({ name }) => name)])
}

/** The same with what each is called and says, as this installation has it. By name; `most` at most. */
export async function describedPrompts(
  database: Prompts,
  most: number,
): Promise<{ readonly name: string; readonly title?: string; readonly words?: string }[]> {
  const own = await database.voicePrompt.findMany({ orderBy: { name: 'asc' }, take: most })
  const prompts = new Map([...shippedPrompts].map(([name, shipped]) => [name, { name, ...shipped }]))
  for (const { name, title, words, version } of own) {
    const shipped = prompts.get(name)
    if (version === null && !shipped) continue
    prompts.set(name, { name, title: title || (shipped?.title ?? ''), words: words || (shipped?.words ?? '') })
  }
  return [...prompts.values()].sort((one, other) => (one.name < other.name ? -1 : 1)).slice(0, most)
}
