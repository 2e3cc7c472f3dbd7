import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'

interface Props {
  readonly label: string
  readonly header: ReactNode
  readonly ids: readonly string[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
  readonly row: (id: string) => ReactNode
  readonly testId: string
}

/** px */
const rowHeight = 36
const headHeight = 36
const outside = 8

/** A table of any length of which only the rows in sight exist. Arrow keys, Home, End and PageUp/Down move the choice. */
export function VirtualRows({ label, header, ids, chosen, onChoose, row, testId }: Props) {
  const scroll = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan: outside,
    // The head stays in sight, above the rows.
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  const at = ids.indexOf(chosen)
  const last = useRef(chosen)
  useEffect(() => {
    // Also when it was chosen elsewhere; but a row that moves is not run after.
    if (last.current !== chosen && at >= 0) rows.scrollToIndex(at, { align: 'auto' })
    last.current = chosen
  }, [chosen, at, rows])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 2)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -ids.length,
      End: ids.length,
    }
    const step = steps[event.key]
    if (step === undefined || ids.length === 0) return
    event.preventDefault()
    const next = ids[Math.min(ids.length - 1, Math.max(0, at < 0 ? 0 : at + step))]
    if (next !== undefined) onChoose(next)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move the choice
    <div
      className="rows"
      ref={scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the choice
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid={testId}
    >
      <table aria-label={label} aria-rowcount={ids.length + 1}>
        <thead>
          <tr className="rows-head">{header}</tr>
        </thead>
        <tbody style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ key, index, start }) => {
            const id = ids[index] ?? ''
            return (
              <tr
                key={key}
                className="rows-row"
                aria-rowindex={index + 2}
                aria-selected={id === chosen}
                style={{ transform: `translateY(${start - headHeight}px)` }}
                onClick={() => onChoose(id)}
                data-row={id}
              >
                {row(id)}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
