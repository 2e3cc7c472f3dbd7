/** The flows that hotlines may name, as calls need them: complete, so that no call waits for the database. */
import type { FlowConfig } from '@ringdesk/cti'
import type { Prisma } from '../database/client/client.ts'
import { publishedFlows } from '../flows/published-flows.ts'
import { wantedPrompts } from '../flows/wanted-prompts.ts'
import { knownPrompts } from '../prompts/known-prompts.ts'

/** @param speech whether the switch speaks text */
export async function menuFlows(
  database: Pick<Prisma.TransactionClient, 'flow' | 'flowVersion' | 'voicePrompt'>,
  speech: boolean,
): Promise<FlowConfig[]> {
  const [flows, known] = await Promise.all([publishedFlows(database, 'menu'), knownPrompts(database)])
  return flows.map(({ id, document }) => ({
    id,
    document,
    prompts: wantedPrompts(document, {}).filter((name) => known.has(name)),
    speech,
  }))
}
