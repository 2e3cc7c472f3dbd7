import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../../audit/audit.ts'
import {
  attemptPage,
  attemptQuery,
  contactPage,
  contactQuery,
  contactsAdded,
  contactsFromTickets,
  contactsPost,
  ticketContactsPreview,
} from '../../contract/index.ts'
import type { PrismaClient } from '../../database/client/client.ts'
import { errorAnswers } from '../../errors.ts'
import { type Guards, readerOf } from '../../sessions/guards.ts'
import { campaignForContacts, campaignRow, refuseScoped } from '../administration/campaign-book.ts'
import { addTickets, previewTickets } from './from-tickets.ts'
import { addPosted } from './posted-contacts.ts'
import { readAttempts, readContacts } from './read-contacts.ts'

const tags = ['campaigns']
const params = z.object({ id: z.uuid() })
const usual = ['BAD_INPUT', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NO_SUCH_CAMPAIGN', 'DATABASE_UNAVAILABLE'] as const
/** A thousand contacts with all their attributes. */
const POSTED_BYTES = 4 * 1024 * 1024
/** ms for a hundred thousand tickets. */
const TICKETS_MS = 150_000

export function contactRoutes({
  database,
  guards,
}: {
  readonly database: PrismaClient
  readonly guards: Guards
}): FastifyPluginAsyncZod {
  const onRequest = guards.requireRole('supervisor', 'admin')
  return async (app) => {
    app.addHook('preHandler', async (request) => refuseScoped(readerOf(request)))

    app.get(
      '/api/campaigns/:id/contacts',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Whom a campaign calls, in the order of coming in',
          params,
          querystring: contactQuery,
          response: { 200: contactPage, ...errorAnswers(...usual, 'BAD_CURSOR') },
        },
      },
      async (request) => {
        await campaignRow(database, request.params.id)
        return readContacts(database, readerOf(request), request.params.id, request.query)
      },
    )

    app.get(
      '/api/campaigns/:id/attempts',
      {
        onRequest,
        schema: {
          tags,
          summary: 'What was tried, the newest first; of one contact or of all',
          params,
          querystring: attemptQuery,
          response: { 200: attemptPage, ...errorAnswers(...usual, 'BAD_CURSOR') },
        },
      },
      async (request) => {
        await campaignRow(database, request.params.id)
        return readAttempts(database, readerOf(request), request.params.id, request.query)
      },
    )

    app.post(
      '/api/campaigns/:id/contacts',
      {
        onRequest,
        bodyLimit: POSTED_BYTES,
        schema: {
          tags,
          summary:
            'Add contacts (1,000 at most): all of them or, when a field is wrong, none; the same key twice is the same contact',
          params,
          body: contactsPost,
          response: { 200: contactsAdded, ...errorAnswers(...usual, 'CAMPAIGN_STATE') },
        },
      },
      async (request) => {
        const me = readerOf(request)
        const campaign = await campaignForContacts(database, me, request.params.id)
        return database.$transaction(async (tx) => {
          const sum = await addPosted(tx, campaign, request.body.contacts)
          await recordAudit(tx, {
            accountId: me.id,
            actor: me.name,
            action: 'campaign-contacts-added',
            object: `campaign:${campaign.id}`,
            detail: { from: 'api', ...sum },
          })
          return sum
        })
      },
    )

    app.post(
      '/api/campaigns/:id/contacts/from-tickets/preview',
      {
        onRequest,
        handlerTimeout: TICKETS_MS,
        schema: {
          tags,
          summary: 'How many contacts the tickets of a query of the ticket list would make; nothing is written',
          params,
          body: contactsFromTickets,
          response: { 200: ticketContactsPreview, ...errorAnswers(...usual, 'CAMPAIGN_STATE') },
        },
      },
      async (request) => {
        const me = readerOf(request)
        const campaign = await campaignForContacts(database, me, request.params.id)
        return previewTickets(database, me, campaign, request.body.search)
      },
    )

    app.post(
      '/api/campaigns/:id/contacts/from-tickets',
      {
        onRequest,
        handlerTimeout: TICKETS_MS,
        schema: {
          tags,
          summary: 'Add the customers of these tickets, each about its ticket; audited',
          params,
          body: contactsFromTickets,
          response: { 200: contactsAdded, ...errorAnswers(...usual, 'CAMPAIGN_STATE') },
        },
      },
      async (request) => {
        const me = readerOf(request)
        const { search, consent } = request.body
        const campaign = await campaignForContacts(database, me, request.params.id)
        return addTickets(database, me, campaign, { search, consent })
      },
    )
  }
}
