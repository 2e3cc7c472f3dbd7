/**
 * How tables of rows are told as differences: which rows are new or gone, and which fields of the others have changed. Both sides of the
 * agreement stand here, so that they cannot drift apart. Pure.
 */

export interface Row {
  readonly id: string
}

/** Only fields that differ; `gone` names those that are no longer there. */
export interface RowPatch<R extends Row> {
  readonly id: string
  readonly set?: Partial<R>
  readonly gone?: readonly (keyof R & string)[]
}

export interface RowChanges<R extends Row> {
  readonly rows?: readonly R[]
  readonly patches?: readonly RowPatch<R>[]
  readonly removed?: readonly string[]
}

/** Values as JSON carries them: an absent field and one that is undefined are the same. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, index) => same(value, b[index]))
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]))
}

function patchOf<R extends Row>(before: R, after: R): RowPatch<R> | undefined {
  const set: Partial<R> = {}
  const gone: (keyof R & string)[] = []
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof R & string>) {
    if (same(before[key], after[key])) continue
    if (after[key] === undefined) gone.push(key)
    else set[key] = after[key]
  }
  const some = Object.keys(set).length > 0
  if (!some && gone.length === 0) return undefined
  return { id: after.id, ...(some ? { set } : {}), ...(gone.length > 0 ? { gone } : {}) }
}

/** Accumulates what differs between a table as it was told and as it is now. Undefined: nothing. */
export function changesBetween<R extends Row>(
  before: ReadonlyMap<string, R>,
  after: ReadonlyMap<string, R>,
): RowChanges<R> | undefined {
  const rows: R[] = []
  const patches: RowPatch<R>[] = []
  for (const row of after.values()) {
    const was = before.get(row.id)
    if (was === row) continue
    if (!was) rows.push(row)
    else {
      const patch = patchOf(was, row)
      if (patch) patches.push(patch)
    }
  }
  const removed = [...before.keys()].filter((id) => !after.has(id))
  if (rows.length + patches.length + removed.length === 0) return undefined
  return {
    ...(rows.length > 0 ? { rows } : {}),
    ...(patches.length > 0 ? { patches } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  }
}

/** The table after the changes; rows that did not change stay the same objects. */
export function withChanges<R extends Row>(
  before: ReadonlyMap<string, R>,
  changes: RowChanges<R>,
): ReadonlyMap<string, R> {
  const after = new Map(before)
  for (const id of changes.removed ?? []) after.delete(id)
  for (const { id, set, gone } of changes.patches ?? []) {
    const was = after.get(id)
    if (!was) continue
    const row: R = { ...was, ...set }
    for (const key of gone ?? []) delete row[key]
    after.set(id, row)
  }
  for (const row of changes.rows ?? []) after.set(row.id, row)
  return after
}
