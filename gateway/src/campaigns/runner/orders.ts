/** What the call centre is asked to do for a claimed contact. */
import { asAgentId, asQueueId, type FlowDocument, type OutboundOrder } from '@ringdesk/cti'
import type { CampaignMode, CampaignSettings } from '../../contract/index.ts'
import { wantedPrompts } from '../../flows/wanted-prompts.ts'
import type { ClaimedContact } from './claims.ts'

/** How long an attempt waits for an agent to be bound before it goes back to the others. ms */
const BIND_WITHIN_MS = 15_000
/** A customer who was promised their own agent waits longer for them. ms */
const PROMISED_WITHIN_MS = 60_000

export interface OrderedCampaign {
  readonly id: string
  readonly mode: CampaignMode
  readonly queueId: string | null
  readonly callerNumber: string
  readonly settings: CampaignSettings
}

/** What a flow needs of the installation. */
export interface FlowMaterial {
  readonly document: FlowDocument
  readonly prompts: ReadonlySet<string>
  readonly speech: boolean
}

/** @param flow of a survey. @returns undefined when the campaign lacks what its kind needs: nobody can be called then */
export function orderFor(
  campaign: OrderedCampaign,
  { attempt, attributes, name, number, preferredAgentId, promised }: ClaimedContact,
  flow: FlowMaterial | undefined,
): OutboundOrder | undefined {
  const { settings } = campaign
  const course = courseOf()
  return (
    course && {
      attempt,
      campaign: campaign.id,
      number,
      callerNumber: campaign.callerNumber,
      ringMs: settings.ringMs,
      course,
      ...(settings.detectMachines ? { detectMachine: true } : {}),
      ...(name ? { name } : {}),
    }
  )

  function courseOf(): OutboundOrder['course'] | undefined {
    if (campaign.mode === 'flow') {
      if (!flow) return undefined
      const values = name ? { customerName: name, ...attributes } : attributes
      const prompts = wantedPrompts(flow.document, values).filter((prompt) => flow.prompts.has(prompt))
      return { kind: 'flow', flow: { document: flow.document, values, prompts, speech: flow.speech } }
    }
    if (campaign.queueId === null) return undefined
    const queue = asQueueId(campaign.queueId)
    if (campaign.mode === 'power' || campaign.mode === 'predictive')
      return { kind: 'paced', queue, connectWithinMs: settings.connectWithinMs, safeHarbour: settings.safeHarbour }
    return {
      kind: 'bound',
      queue,
      waitMs: promised && preferredAgentId ? PROMISED_WITHIN_MS : BIND_WITHIN_MS,
      ...(campaign.mode === 'preview' ? { previewMs: settings.previewMs } : {}),
      ...(preferredAgentId ? { preferredAgent: asAgentId(preferredAgentId) } : {}),
    }
  }
}
