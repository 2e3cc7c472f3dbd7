/** The key opens what the button opens, wherever the focus is. */
let show: (() => void) | undefined

/** The dialog is there to be opened; the returned function takes it away. */
export function takeQuickCreate(listener: () => void): () => void {
  show = listener
  return () => {
    if (show === listener) show = undefined
  }
}

export const openQuickCreate = (): void => show?.()
