import { useEffect } from 'react'
import { perform } from './actions.ts'
import { phoneContact } from './desk-state.ts'
import { useDesk } from './desk-store.ts'
import { actionOf, type DeskAction, type KeyPress } from './keys.ts'

function focusOf(target: EventTarget | null): KeyPress['focus'] {
  if (!(target instanceof HTMLElement)) return 'page'
  if (
    target.isContentEditable ||
    target.matches('input:not([type=range], [type=radio], [type=checkbox]), textarea, select')
  )
    return 'text'
  return target.closest('button, a, [role=button], [role=menuitem], [role=option], input') === null ? 'page' : 'button'
}

/** Listens to the whole page. `on` is told what was asked; answering from another page brings the desk up. */
export function useDeskKeys(on: (action: DeskAction, done: boolean) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const { model } = useDesk.getState()
      const press: KeyPress = {
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        alt: event.altKey,
        shift: event.shiftKey,
        composing: event.isComposing,
        focus: focusOf(event.target),
        repeat: event.repeat,
      }
      const action = actionOf(press, model && phoneContact(model.contacts)?.phase)
      if (action === undefined) return
      event.preventDefault()
      if (action === 'key-map' || action === 'transfer' || action === 'quick-create') on(action, true)
      else void perform(action).then((done) => on(action, done))
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [on])
}
