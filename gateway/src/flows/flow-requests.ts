/** Requests and answers that carry a whole flow: cti's schema says what one is, the contract what the browser takes it for. */
import { type FlowProblem, flowDocument } from '@ringdesk/cti'
import { z } from 'zod'
import {
  type FlowDocumentShape,
  type FlowProblemShape,
  flowCard,
  flowLimits,
  flowProblem,
  flowTrialInput,
  flowVersionCard,
} from '../contract/index.ts'

/** `version` is the one that was read. */
export const flowSave = z.object({
  version: z.number().int().min(1),
  name: z.string().trim().min(1).max(flowLimits.name),
  note: z.string().trim().max(flowLimits.note).default(''),
  document: flowDocument,
})
export type FlowSave = z.infer<typeof flowSave>

export const flowCheckRequest = z.object({ document: flowDocument })

export const flowTrialRequest = z.object({
  document: flowDocument,
  values: z.record(z.string().max(40), z.string().max(200)).default({}),
  inputs: z.array(flowTrialInput).max(flowLimits.inputs),
})
export type FlowTrialRequest = z.infer<typeof flowTrialRequest>

export const flowDetail = z.object({
  flow: flowCard,
  document: flowDocument,
  problems: z.array(flowProblem),
  versions: z.array(flowVersionCard),
})

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type Both<_One extends true, _Other extends true> = true
/** The browser's words for a flow are cti's: a difference does not compile. */
export type FlowWordsAgree = Both<
  Same<FlowDocumentShape, z.infer<typeof flowDocument>>,
  Same<FlowProblemShape['code'], FlowProblem['code']>
>
