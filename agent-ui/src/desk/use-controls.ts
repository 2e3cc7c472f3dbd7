import { useShallow } from 'zustand/react/shallow'
import { useDesk } from './desk-store.ts'
import { type Control, type ControlState, controls } from './pending-commands.ts'

/** One control; re-renders only when it changes, so that a press is seen at once however much else is on the screen. */
export function useControl(control: Control): ControlState {
  return useDesk(
    useShallow(({ model, pending, link }) =>
      model === undefined ? { enabled: false, busy: false } : controls(model, pending, link === 'live')[control],
    ),
  )
}
