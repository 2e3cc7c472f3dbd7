/** The flow of a survey with what the switch can play, looked up again every now and then: campaigns ask several times a second. */
import type { CallCentre } from '@ringdesk/cti'
import type { Database } from '../../database/connect.ts'
import { knownPrompts } from '../../prompts/known-prompts.ts'
import { publishedFlow } from '../administration/published-flow.ts'
import type { FlowMaterial } from './orders.ts'

/** ms */
const KNOWN_FOR_MS = 5_000
const MOST_KNOWN = 200

export function flowMaterial(
  database: Database,
  callCentre: Pick<CallCentre, 'switchStatus'>,
): (flowId: string) => Promise<FlowMaterial | undefined> {
  const known = new Map<string, { readonly until: number; readonly material: FlowMaterial | undefined }>()
  return async (flowId) => {
    const now = Date.now()
    const before = known.get(flowId)
    if (before && before.until > now) return before.material
    const [flow, prompts] = await Promise.all([publishedFlow(database, flowId), knownPrompts(database)])
    const speech = callCentre.switchStatus().speech === true
    const material = flow && { document: flow.document, prompts, speech }
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(flowId, { until: now + KNOWN_FOR_MS, material })
    return material
  }
}
