/** What the phone shows: asked of the gateway, else as it was last seen. */
import type {
  FormDocument,
  StoreTickets,
  TicketCollaboration,
  TicketDetail,
  TicketTypeCard,
  TicketTypeVersion,
} from '@ringdesk/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { GatewayError, request } from '../gateway/request.ts'
import { useMe } from '../session/session.ts'
import { keepSeen, lastSeen } from './phone-storage.ts'
import { useQueue } from './queue.ts'

export interface Seen<Content> {
  readonly content: Content
  /** Epoch ms. */
  readonly at: number
  /** How many actions the gateway had taken when it was asked; 0: of an earlier time. */
  readonly asked: number
  /** The gateway could not be asked: this is how it was. */
  readonly old: boolean
}

async function seen<Content>(key: string, ask: () => Promise<Content>): Promise<Seen<Content>> {
  const asked = useQueue.getState().sent
  try {
    const content = await ask()
    await keepSeen(key, content)
    return { content, at: Date.now(), asked, old: false }
  } catch (error) {
    if (!(error instanceof GatewayError) || (error.status > 0 && error.status < 500)) throw error
    const before = await lastSeen<Content>(key)
    if (before === undefined) throw error
    return { ...before, asked: 0, old: true }
  }
}

/** ms: what the live line has missed. */
const lookAgainMs = 60_000
/** ms: nobody works on with how it was for longer than the gateway is away. */
const askAgainMs = 5_000
const usual = {
  networkMode: 'always',
  retry: false,
  refetchInterval: ({ state }: { state: { data?: { readonly old: boolean } | undefined } }) =>
    state.data?.old ? askAgainMs : lookAgainMs,
  staleTime: 0,
} as const

export function useStoreTickets(storeId: string | undefined) {
  const me = useMe()
  return useQuery({
    ...usual,
    queryKey: ['store-tickets', storeId],
    enabled: storeId !== undefined,
    queryFn: ({ signal }) =>
      seen(`${me.id} list ${storeId}`, () =>
        request<StoreTickets>('GET', `/api/stores/${encodeURIComponent(storeId ?? '')}/tickets`, { signal }),
      ),
  })
}

export interface PhoneTicket {
  readonly ticket: TicketDetail
  readonly shared: TicketCollaboration
  /** Of its category; absent: it has none. */
  readonly form?: FormDocument
}

/** Published forms never change. */
const forms = new Map<string, FormDocument>()

async function formOf({ category, formVersion }: TicketDetail, signal: AbortSignal): Promise<FormDocument | undefined> {
  if (category === undefined) return undefined
  const version =
    formVersion ??
    (await request<readonly TicketTypeCard[]>('GET', '/api/ticket-types', { signal })).find(({ id }) => id === category)
      ?.version
  if (version === undefined) return undefined
  const path = `/api/ticket-types/${encodeURIComponent(category)}/versions/${version}`
  const known = forms.get(path)
  if (known !== undefined) return known
  const { document } = await request<TicketTypeVersion>('GET', path, { signal })
  forms.set(path, document)
  return document
}

export function usePhoneTicket(id: string | undefined) {
  const me = useMe()
  const path = `/api/tickets/${encodeURIComponent(id ?? '')}`
  return useQuery({
    ...usual,
    queryKey: ['phone-ticket', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) =>
      seen(`${me.id} ticket ${id}`, async (): Promise<PhoneTicket> => {
        const [ticket, shared] = await Promise.all([
          request<TicketDetail>('GET', path, { signal }),
          request<TicketCollaboration>('GET', `${path}/collaboration`, { signal }),
        ])
        const form = await formOf(ticket, signal)
        return { ticket, shared, ...(form === undefined ? {} : { form }) }
      }),
  })
}
