/** Light or dark: as the system has it until the person chooses, then as chosen, on this browser. */
import { create } from 'zustand'
import { customProperties, dark, light } from './palette.ts'

export type Appearance = 'light' | 'dark'
const key = 'ringdesk.appearance'
const system = window.matchMedia('(prefers-color-scheme: dark)')

function chosen(): Appearance | undefined {
  const kept = localStorage.getItem(key)
  return kept === 'light' || kept === 'dark' ? kept : undefined
}
const current = (): Appearance => chosen() ?? (system.matches ? 'dark' : 'light')

interface AppearanceStore {
  readonly appearance: Appearance
  toggle(): void
}

export const useAppearance = create<AppearanceStore>((set, get) => ({
  appearance: current(),
  toggle: () => {
    const next = get().appearance === 'dark' ? 'light' : 'dark'
    localStorage.setItem(key, next)
    set({ appearance: next })
  },
}))

function paint(appearance: Appearance): void {
  const root = document.documentElement
  root.dataset.appearance = appearance
  root.style.colorScheme = appearance
  for (const [name, value] of customProperties(appearance === 'dark' ? dark : light))
    root.style.setProperty(name, value)
}

/** Call once, before the first render. */
export function startAppearance(): void {
  paint(useAppearance.getState().appearance)
  useAppearance.subscribe((state) => paint(state.appearance))
  system.addEventListener('change', () => useAppearance.setState({ appearance: current() }))
}
