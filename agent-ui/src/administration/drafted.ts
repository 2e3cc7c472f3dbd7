/** Documents with the draft's changes on top, as the lists show them. Pure. */
import type { ConfigurationChange, ConfigurationState, DocumentKind, DocumentOf } from '@ringdesk/gateway/contract'

const keyNames = {
  skill: 'id',
  queue: 'id',
  hotline: 'number',
  agent: 'id',
  region: 'id',
  holiday: 'date',
} as const satisfies Record<DocumentKind, string>

export interface Drafted<Kind extends DocumentKind> {
  readonly key: string
  /** With the draft's change; of one that is to be removed, as it is in force. */
  readonly document: DocumentOf[Kind]
  readonly mark?: 'added' | 'changed' | 'removed'
  readonly change?: ConfigurationChange
  readonly problems: number
}

export function keyOf(kind: DocumentKind, document: object): string {
  return String((document as Readonly<Record<string, unknown>>)[keyNames[kind]] ?? '')
}

/** In order of their keys; new ones among the others. */
export function drafted<Kind extends DocumentKind>(state: ConfigurationState, kind: Kind): Drafted<Kind>[] {
  const problems = Map.groupBy(
    state.problems.filter((problem) => problem.kind === kind),
    ({ key }) => key,
  )
  const inForce = new Map(state.documents[kind].map((document) => [keyOf(kind, document), document]))
  const changes = new Map(state.changes.filter((change) => change.kind === kind).map((change) => [change.key, change]))
  return [...new Set([...inForce.keys(), ...changes.keys()])].sort().flatMap((key) => {
    const [before, change] = [inForce.get(key), changes.get(key)]
    const document = (change?.value ?? before) as DocumentOf[Kind] | undefined
    if (document === undefined) return []
    const mark = change && (change.value === null ? 'removed' : before === undefined ? 'added' : 'changed')
    return [
      {
        key,
        document,
        problems: problems.get(key)?.length ?? 0,
        ...(mark ? { mark } : {}),
        ...(change ? { change } : {}),
      },
    ]
  })
}

export interface Difference {
  /** Dotted. */
  readonly path: string
  readonly from: unknown
  readonly to: unknown
}

/** What differs, property by property; lists are compared as a whole. */
export function differences(from: unknown, to: unknown, path = ''): Difference[] {
  if (isRecord(from) && isRecord(to)) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((name) =>
      differences(from[name], to[name], path === '' ? name : `${path}.${name}`),
    )
  }
  return same(from, to) ? [] : [{ path, from, to }]
}

/** Whatever the order of properties: the database has one of its own. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((part, index) => same(part, other[index]))
  if (!isRecord(one) || !isRecord(other)) return one === other
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
