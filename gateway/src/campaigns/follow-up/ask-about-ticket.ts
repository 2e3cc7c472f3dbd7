/** Puts a ticket's customer among those whom a survey calls: once for each time that the ticket was resolved. */
import type { Prisma } from '../../database/client/client.ts'
import { isFinished } from '../../tickets/moves.ts'
import { addContacts } from '../contacts/add-contacts.ts'
import { contactOfTicket } from '../contacts/from-tickets.ts'

/** again: was asked about an earlier solution · waiting: will be called anyway, or is being called */
export type Asked =
  | 'added'
  | 'again'
  | 'waiting'
  | 'asked-already'
  | 'no-campaign'
  | 'not-finished'
  | 'no-number'
  | 'refused'

interface Question {
  readonly campaignId: string
  readonly ticketId: string
  /** Not called before. */
  readonly nextAt: Date
}

/** In a transaction that holds the ticket. `campaign`: its name, when there is one. */
export async function askAboutTicket(
  tx: Prisma.TransactionClient,
  question: Question,
): Promise<{ readonly asked: Asked; readonly campaign?: string }> {
  const { campaignId, ticketId, nextAt } = question
  const campaign = await tx.campaign.findUnique({ where: { id: campaignId } })
  if (campaign?.kind !== 'survey' || campaign.state === 'ENDED') return { asked: 'no-campaign' }
  const say = (asked: Asked) => ({ asked, campaign: campaign.name })
  const ticket = await tx.ticket.findUniqueOrThrow({ where: { id: ticketId } })
  if (!isFinished(ticket.status)) return say('not-finished')
  const survey = { id: campaign.id, kind: 'survey' } as const
  const contact = await contactOfTicket(tx, survey, ticketId)
  if (!contact) return say('no-number')
  const { added, known, refused } = await addContacts(tx, survey, [{ ...contact, nextAt }])
  if (refused > 0) return say('refused')
  if (added > 0) return say('added')
  if (known === 0) return say('no-number')
  return say(await askAgain(tx, question, contact.key, ticket.resolvedAt))
}

/**
 * Asked about an earlier solution, or that call was given up when the ticket was opened again: all attempts are there anew. About one
 * solution nobody is asked twice, whatever rules say.
 */
async function askAgain(
  tx: Prisma.TransactionClient,
  { campaignId, nextAt }: Question,
  key: string,
  resolvedAt: Date | null,
): Promise<Asked> {
  const again = await tx.$executeRaw`
    UPDATE "CampaignContact" c SET state = 'WAITING', "nextAt" = ${nextAt}, attempts = 0, outcome = NULL, "doneAt" = NULL,
      promised = false, position = (SELECT min(n.position) FROM "ContactNumber" n WHERE n."contactId" = c.id AND n.dead IS NULL)
    WHERE c."campaignId" = ${campaignId}::uuid AND c.key = ${key} AND c.state = 'DONE'
      AND (c."doneAt" IS NULL OR c."doneAt" <= ${resolvedAt})
      AND EXISTS (SELECT FROM "ContactNumber" n WHERE n."contactId" = c.id AND n.dead IS NULL)`
  if (again > 0) return 'again'
  const contact = await tx.campaignContact.findUniqueOrThrow({
    where: { campaignId_key: { campaignId, key } },
    include: { numbers: true },
  })
  if (contact.state !== 'DONE') return 'waiting'
  if (contact.numbers.some(({ dead }) => dead === null)) return 'asked-already'
  return contact.numbers.some(({ dead }) => dead === 'do-not-call') ? 'refused' : 'no-number'
}
