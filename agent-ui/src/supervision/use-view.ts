/** Which part of the working view is open, filtered how, with which row chosen: in the address, so that every figure can link to its list. */
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

export const tabs = ['queues', 'agents', 'contacts', 'alarms', 'messages'] as const
export type Tab = (typeof tabs)[number]

export interface View {
  readonly tab: Tab
  readonly queue: string
  readonly team: string
  readonly state: string
  readonly phase: string
  readonly q: string
  readonly agent: string
  readonly contact: string
}

const names = ['tab', 'queue', 'team', 'state', 'phase', 'q', 'agent', 'contact'] as const

/** /supervision with this view. */
export function viewPath(view: Partial<View>): string {
  const search = new URLSearchParams()
  for (const name of names) {
    const value = view[name]
    if (value) search.set(name, value)
  }
  return `/supervision?${search}`
}

export function useView(): { readonly view: View; readonly change: (next: Partial<View>) => void } {
  const [params, setParams] = useSearchParams()
  const get = (name: (typeof names)[number]) => params.get(name) ?? ''
  const asked = get('tab')
  const view: View = {
    tab: tabs.find((tab) => tab === asked) ?? 'queues',
    queue: get('queue'),
    team: get('team'),
    state: get('state'),
    phase: get('phase'),
    q: get('q'),
    agent: get('agent'),
    contact: get('contact'),
  }
  const change = useCallback(
    (next: Partial<View>) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          for (const [name, value] of Object.entries(next)) {
            if (value) after.set(name, value)
            else after.delete(name)
          }
          return after
        },
        { replace: true },
      ),
    [setParams],
  )
  return { view, change }
}
