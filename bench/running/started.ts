/** Everything that a bench has started, so that it is ended whatever happens. */
type End = () => Promise<unknown> | unknown

const started: { readonly name: string; readonly end: End }[] = []

/** `end` is called once, after everything that was started later has ended. */
export function endLater(name: string, end: End): void {
  started.push({ name, end })
}

/** Last started, first ended. What cannot be ended is said and does not keep the rest from ending. */
export async function endAll(): Promise<void> {
  for (let next = started.pop(); next; next = started.pop()) {
    try {
      await next.end()
    } catch (error) {
      console.error(`${next.name} could not be ended:`, error)
    }
  }
}
