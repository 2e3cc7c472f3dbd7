/** Rows that sort and yet stay put: figures change four times a second, and nobody can read a table that shuffles. Pure. */

/**
 * The order to show: rows stay where they were, those that are gone leave, new ones come in beside their neighbour in the wanted order.
 * @param wanted every row to show, sorted by the present figures
 */
export function keptOrder(before: readonly string[], wanted: readonly string[]): readonly string[] {
  const shown = new Set(wanted)
  const known = new Set(before)
  const order = before.filter((id) => shown.has(id))
  if (order.length === wanted.length) return order
  wanted.forEach((id, index) => {
    if (known.has(id)) return
    const neighbour = wanted[index - 1]
    order.splice(neighbour === undefined ? 0 : order.indexOf(neighbour) + 1, 0, id)
  })
  return order
}

export const sameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])
