import type {
  FlowCard,
  FlowDetail,
  FlowDocumentShape,
  FlowKind,
  FlowProblemShape,
  FlowSurroundingsShape,
  FlowTrial,
  FlowTrialInput,
} from '@ringdesk/gateway/contract'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSettled } from '../frame/settled.ts'
import { request } from '../gateway/request.ts'

const key = ['flows']
const address = (id: string): string => `/api/flows/${encodeURIComponent(id)}`

export function useFlows() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => request<FlowCard[]>('GET', '/api/flows', { signal }) })
}

/** Fetched once: what somebody edits is not replaced under their hands. */
export function useFlow(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => request<FlowDetail>('GET', address(id), { signal }),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

export function useSurroundings() {
  return useQuery({
    queryKey: [...key, 'surroundings'],
    queryFn: ({ signal }) => request<FlowSurroundingsShape>('GET', '/api/flows/surroundings', { signal }),
  })
}

/** After a saving or publishing, wherever flows are listed. */
export function useFlowsChanged() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: key, exact: true })
}

export const createFlow = (name: string, kind: FlowKind) =>
  request<FlowDetail>('POST', '/api/flows', { body: { name, kind } })

export const readFlow = (id: string) => request<FlowDetail>('GET', address(id))

export const readVersion = (id: string, version: number) =>
  request<{ document: FlowDocumentShape }>('GET', `${address(id)}/versions/${version}`)

export interface FlowSaving {
  readonly version: number
  readonly name: string
  readonly note: string
  readonly document: FlowDocumentShape
}
export const saveFlow = (id: string, saving: FlowSaving) => request<FlowDetail>('PUT', address(id), { body: saving })

export const publishFlow = (id: string, version: number) =>
  request<FlowDetail>('POST', `${address(id)}/publish`, { body: { version } })

/** The gateway's judgement of what is on the screen; `upToDate` is false while it is being asked. */
export function useProblems(document: FlowDocumentShape) {
  const settled = useSettled(document)
  const { data, isFetching, error, refetch } = useQuery({
    queryKey: [...key, 'check', settled],
    queryFn: ({ signal }) =>
      request<FlowProblemShape[]>('POST', '/api/flows/check', { body: { document: settled }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
  return { problems: data ?? [], upToDate: data !== undefined && !isFetching && settled === document, error, refetch }
}

/** @param inputs undefined: nobody has begun */
export function useTrial(
  document: FlowDocumentShape,
  values: Readonly<Record<string, string>>,
  inputs: readonly FlowTrialInput[] | undefined,
) {
  const settled = useSettled(document)
  return useQuery({
    queryKey: [...key, 'dry-run', settled, values, inputs],
    enabled: inputs !== undefined,
    queryFn: ({ signal }) =>
      request<FlowTrial>('POST', '/api/flows/dry-run', { body: { document: settled, values, inputs }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
}
