/** Ticket types and their forms, as the gateway has them. */
import {
  type FormDocument,
  fieldsIn,
  type TicketTypeCard,
  type TicketTypeDraft,
  type TicketTypeVersion,
  type TicketTypeVersionCard,
  type TypeSuggestion,
} from '@ringdesk/gateway/contract'
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { useSettled } from '../frame/settled.ts'
import { request } from '../gateway/request.ts'

export const typePath = (id: string): string => `/api/ticket-types/${encodeURIComponent(id)}`

export const typesQuery = queryOptions({
  queryKey: ['ticket-types'],
  queryFn: ({ signal }) => request<readonly TicketTypeCard[]>('GET', '/api/ticket-types', { signal }),
  // An administrator may publish at any time.
  staleTime: 60_000,
})

/** Published versions never change. */
const versionQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['ticket-type', id, version],
    queryFn: ({ signal }) => request<TicketTypeVersion>('GET', `${typePath(id)}/versions/${version}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useTypes = () => useQuery(typesQuery)

export function useVersions(id: string) {
  return useQuery({
    queryKey: ['ticket-type-versions', id],
    queryFn: ({ signal }) => request<readonly TicketTypeVersionCard[]>('GET', `${typePath(id)}/versions`, { signal }),
  })
}

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket-type-draft', id],
    queryFn: ({ signal }) => request<TicketTypeDraft>('GET', `${typePath(id)}/draft`, { signal }),
  })

/** The present version of a type; undefined when there is none. */
export function usePresentVersion(category: string | undefined): number | undefined {
  const { data: types } = useTypes()
  return types?.find(({ id }) => id === category)?.version
}

/** The form of a ticket of this category: of its own version, else the present one. */
export function useForm(category: string | undefined, version: number | undefined) {
  const present = usePresentVersion(category)
  const wanted = version ?? present
  return useQuery({ ...versionQuery(category ?? '', wanted ?? 0), enabled: Boolean(category) && wanted !== undefined })
}

export async function formFor(
  queries: QueryClient,
  category: string,
  version: number | undefined,
): Promise<FormDocument | undefined> {
  const wanted = version ?? (await queries.fetchQuery(typesQuery)).find(({ id }) => id === category)?.version
  return wanted === undefined ? undefined : (await queries.fetchQuery(versionQuery(category, wanted))).document
}

export const knownFields = (form: FormDocument | undefined): ReadonlySet<string> =>
  new Set(form === undefined ? [] : fieldsIn(form).map(({ id }) => id))

/** Less likely than this a guess is not worth to disturb anybody; docs/ticket-types.md has how many of those shown are right. */
export const likelyEnough = 0.5

/** What the typed words speak of; nothing while `wanted` is not. */
export function useTypeSuggestion(text: string, wanted: boolean): TypeSuggestion | undefined {
  const asked = useSettled(text.trim())
  const { data } = useQuery({
    queryKey: ['type-suggestion', asked],
    queryFn: ({ signal }) =>
      request<readonly TypeSuggestion[]>('POST', '/api/ticket-types/suggest', { body: { text: asked }, signal }),
    enabled: wanted && asked.length > 1,
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
  const [best] = data ?? []
  return wanted && text.trim() !== '' && best !== undefined && best.score >= likelyEnough ? best : undefined
}
