/** What the fields of a form take from around it. */
import type { FormDocument, FormField, OrderCard, StoreCard, ValueProblem } from '@ringdesk/gateway/contract'
import { createContext } from 'react'

export interface FormSurroundings {
  /** Absent: none is made yet. */
  readonly ticketId?: string
  /** Products that the customer ordered: offered first. */
  readonly orders: readonly OrderCard[]
  /** Names of stores that are known already. */
  readonly stores: readonly Pick<StoreCard, 'id' | 'name'>[]
  /** Photos of the ticket that a photo field can point at, by the ids of their attachments. */
  readonly photos: readonly { readonly id: string; readonly name: string }[]
}
export const nothingAround: FormSurroundings = { orders: [], stores: [], photos: [] }
export const Surroundings = createContext<FormSurroundings>(nothingAround)

/** What the templates and widgets of the form get. */
export interface FormContext {
  readonly document: FormDocument
  readonly fields: ReadonlyMap<string, FormField>
  readonly problems: ReadonlyMap<string, ValueProblem>
  readonly isTouched: (field: string) => boolean
  readonly prefix: string
}
