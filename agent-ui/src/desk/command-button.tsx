import type { ReactNode } from 'react'
import type { ControlState } from './pending-commands.ts'

interface Props {
  readonly word: string
  /** As printed on the keyboard. */
  readonly shortcut: string
  readonly icon: ReactNode
  readonly control: ControlState
  readonly tone?: 'plain' | 'answer' | 'end' | 'on'
  readonly onPress: () => void
  readonly testId: string
}

/**
 * A button that moves a call. It shows at once that it was pressed and stays pressed until the switch has done it; it keeps its
 * place and width whatever it says, so that nothing moves under the pointer.
 */
export function CommandButton({ word, shortcut, icon, control, tone = 'plain', onPress, testId }: Props) {
  return (
    <button
      type="button"
      className="command"
      data-tone={tone}
      data-busy={control.busy}
      // aria-disabled keeps the focus where it was while the command is on its way.
      aria-disabled={!control.enabled}
      aria-busy={control.busy}
      aria-keyshortcuts={shortcut}
      onClick={() => {
        if (control.enabled) onPress()
      }}
      data-testid={testId}
    >
      <span className="command-icon">{icon}</span>
      <span className="command-word">{word}</span>
      <kbd>{shortcut}</kbd>
    </button>
  )
}
