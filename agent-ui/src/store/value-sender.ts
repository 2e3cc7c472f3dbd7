/**
 * Saves what was filled into a form on the phone: its photos are sent on the ticket first, then the fields point at them. Only the named
 * fields are written, onto whatever version the ticket has by then; doing it twice writes the same.
 */
import type { FormValue, TicketDetail, TicketEdit } from '@ringdesk/gateway/contract'
import { GatewayError } from '../gateway/request.ts'
import type { Deed, QueuedPhoto } from './queued-actions.ts'

/** Others may save at the same time; after so many rounds the queue tries again later. */
const rounds = 3

interface Gateway {
  /** @returns the attachments' ids, in the order of the photos */
  sendPhotos(said: { commandId: string; text: string; photos: readonly QueuedPhoto[] }): Promise<readonly string[]>
  read(): Promise<Pick<TicketDetail, 'version'>>
  save(edit: TicketEdit): Promise<unknown>
}

/** @throws GatewayError as the gateway answers */
export async function saveValues(deed: Deed & { readonly kind: 'values' }, gateway: Gateway): Promise<void> {
  const values: Record<string, FormValue | null> = { ...deed.values }
  for (const { field, commandId, text, kept, taken } of deed.photos) {
    const sent = taken.length === 0 ? [] : await gateway.sendPhotos({ commandId, text, photos: taken })
    const ids = [...kept, ...sent]
    values[field] = ids.length === 0 ? null : ids
  }
  for (let round = 1; ; round++) {
    const { version } = await gateway.read()
    try {
      await gateway.save({ version, fields: { values } })
      return
    } catch (error) {
      const overtaken = error instanceof GatewayError && error.code === 'TICKET_CHANGED'
      if (!overtaken || round >= rounds) throw error
    }
  }
}
