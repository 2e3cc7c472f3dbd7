import { z } from 'zod'
import { instant } from './customers.ts'
import { formDocument } from './forms/document.ts'

/** A ticket type as lists show it. Its id is the category of its tickets. */
export const ticketTypeCard = z.object({
  id: z.string(),
  zh: z.string(),
  en: z.string(),
  order: z.number().int(),
  /** The published version that new tickets get; absent: never published. */
  version: z.number().int().optional(),
  retired: z.boolean(),
  /** Administrators see that there is something unpublished. */
  draft: z.object({ by: z.string(), at: instant }).optional(),
})
export type TicketTypeCard = z.infer<typeof ticketTypeCard>

export const ticketTypeVersionCard = z.object({ version: z.number().int(), by: z.string(), at: instant })
/** One published version; it never changes. `schema` is JSON Schema 2020-12 made of `document`. */
export const ticketTypeVersion = ticketTypeVersionCard.extend({
  typeId: z.string(),
  document: formDocument,
  schema: z.record(z.string(), z.unknown()),
})
export type TicketTypeVersion = z.infer<typeof ticketTypeVersion>
export type TicketTypeVersionCard = z.infer<typeof ticketTypeVersionCard>

/** What an administrator has edited and not published. `revision` counts its savings: saving names the one that was read. */
export const ticketTypeDraft = z.object({
  revision: z.number().int(),
  document: formDocument,
  by: z.string().optional(),
  at: instant.optional(),
})
export type TicketTypeDraft = z.infer<typeof ticketTypeDraft>
export const ticketTypeDraftSave = z.object({ revision: z.number().int(), document: formDocument })
export const ticketTypePublish = z.object({ revision: z.number().int() })
export const newTicketType = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, '只能是小写字母、数字和连字符，以字母开头'),
  document: formDocument,
})
export const ticketTypeOrder = z.object({ ids: z.array(z.string().max(64)).max(200) })
export const ticketTypeRetirement = z.object({ retired: z.boolean() })

export const suggestionRequest = z.object({ text: z.string().max(10_000) })
/** Best first; `score` is the probability, 0–1. `words` are those found in the text that speak for the type, strongest first. */
export const typeSuggestion = z.object({ typeId: z.string(), score: z.number(), words: z.array(z.string()) })
export type TypeSuggestion = z.infer<typeof typeSuggestion>
