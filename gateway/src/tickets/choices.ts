import type { TicketChoices } from '../contract/index.ts'
import { ticketCategories } from './categories.ts'
import { ticketNextSteps, ticketResults } from './results.ts'

/** What the forms offer; the codes that an edit may bring. */
export const ticketChoices: TicketChoices = {
  categories: [...ticketCategories],
  results: [...ticketResults],
  nextSteps: [...ticketNextSteps],
}
