/** Places for nodes: a row for each step from the start, what belongs together below each other. */
import type { FlowDocumentShape } from '@ringdesk/gateway/contract'
import { columnWidth, nodeAt, rowHeight, waysOf } from './flow-editing.ts'

/** Every node gets a place. What the start does not lead to stands below the rest. */
export function laidOut(document: FlowDocumentShape): FlowDocumentShape {
  const rows = rowsOf(document)
  const columns = new Map<string, number>()
  for (const row of rows) {
    const wanted = row.map((id, index) => ({ id, at: meanOf(document, id, columns) ?? index - (row.length - 1) / 2 }))
    placeRow(
      wanted.toSorted((a, b) => a.at - b.at),
      columns,
    )
  }
  const depthOf = new Map(rows.flatMap((row, depth) => row.map((id) => [id, depth] as const)))
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => {
      const at = { x: Math.round((columns.get(id) ?? 0) * columnWidth), y: (depthOf.get(id) ?? 0) * rowHeight }
      return [id, { ...node, at }]
    }),
  )
  return { ...document, nodes }
}

/** From the start downwards. */
export const inOrder = (document: FlowDocumentShape): readonly string[] => rowsOf(document).flat()

/** The longest way from the start to each node, not counting ways that lead back. */
function rowsOf(document: FlowDocumentShape): readonly (readonly string[])[] {
  const depths = new Map<string, number>()
  const order = forwards(document)
  for (const id of order.ids)
    depths.set(id, Math.max(-1, ...(order.before.get(id) ?? []).map((one) => depths.get(one) ?? -1)) + 1)
  const deepest = Math.max(-1, ...depths.values())
  const lost = Object.keys(document.nodes).filter((id) => !depths.has(id))
  const rows = Array.from({ length: deepest + 1 }, (_, depth) => order.ids.filter((id) => depths.get(id) === depth))
  return lost.length === 0 ? rows : [...rows, lost]
}

/** Nodes that the start leads to, each after all that lead to it forwards. */
function forwards(document: FlowDocumentShape) {
  const ids: string[] = []
  const before = new Map<string, string[]>()
  const state = new Map<string, 'open' | 'done'>()
  const visit = (id: string) => {
    state.set(id, 'open')
    const node = nodeAt(document, id)
    for (const { to } of node ? waysOf(node) : []) {
      if (to === undefined || !nodeAt(document, to) || state.get(to) === 'open') continue
      before.set(to, [...(before.get(to) ?? []), id])
      if (!state.has(to)) visit(to)
    }
    state.set(id, 'done')
    ids.unshift(id)
  }
  if (nodeAt(document, document.start)) visit(document.start)
  return { ids, before }
}

/** The middle of what leads to a node, in columns, each way of a node a little further right than the one before. */
function meanOf(document: FlowDocumentShape, id: string, columns: ReadonlyMap<string, number>): number | undefined {
  const from = Object.entries(document.nodes).flatMap(([one, node]) => {
    const column = columns.get(one)
    if (column === undefined) return []
    const ways = waysOf(node)
    return ways.flatMap(({ to }, index) => (to === id ? [column + (index - (ways.length - 1) / 2) * 0.6] : []))
  })
  return from.length === 0 ? undefined : from.reduce((sum, one) => sum + one, 0) / from.length
}

/** As near as possible to where each wants to be, a column apart, the row's middle where it wants to be. */
function placeRow(wanted: readonly { readonly id: string; readonly at: number }[], columns: Map<string, number>): void {
  const placed: number[] = []
  for (const { at } of wanted) placed.push(Math.max(at, (placed.at(-1) ?? Number.NEGATIVE_INFINITY) + 1))
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)
  const shift = mean(wanted.map(({ at }) => at)) - mean(placed)
  wanted.forEach(({ id }, index) => {
    columns.set(id, Math.round(((placed[index] ?? 0) + shift) * 2) / 2)
  })
}
