import type { PrismaClient } from '../database/client/client.ts'
import { shippedPrompts } from './shipped-prompts.ts'

/** The names that the switch can play: what comes with the product and what this installation has saved. Music is not among them. */
export async function knownPrompts(database: Pick<PrismaClient, 'voicePrompt'>): Promise<ReadonlySet<string>> {
  const own = await database.voicePrompt.findMany({ where: { version: { not: null } }, select: { name: true } })
  return new Set([...shippedPrompts.keys(), ...own.map(({ name }) => name)])
}
