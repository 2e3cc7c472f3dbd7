/** The configuration as it would be with every change of the draft, and what is wrong with it. Pure. */
import { callCentreConfig } from '@ringdesk/cti'
import { assemble } from '../configuration/assembly.ts'
import { documentKinds, documentSchemas, keyOf } from '../configuration/documents.ts'
import type { ConfigurationProblem, DocumentKind, DocumentOf, NeedsDocument } from '../contract/index.ts'
import { parseInput } from '../input.ts'
import { isAtLeastAsWide } from './requirements.ts'

export type Stored = Readonly<Record<string, unknown>>
export type StoredByKind = { readonly [Kind in DocumentKind]: readonly Stored[] }

export interface DraftChange {
  readonly kind: DocumentKind
  readonly key: string
  /** null: removed. */
  readonly value: Stored | null
}

/** Where a removal would leave something without what it refers to; known only to the database. */
export interface InUse {
  /** Regions that are to be removed and still have something: what, and what to do. */
  readonly regions: ReadonlyMap<string, readonly string[]>
  /** Published menu flows. */
  readonly flows: ReadonlySet<string>
}

/** Each kind in order of its keys. */
export function withChanges(documents: StoredByKind, changes: readonly DraftChange[]): StoredByKind {
  const changed = (kind: DocumentKind): readonly Stored[] => {
    const byKey = new Map(documents[kind].map((document) => [keyOf(kind, document), document]))
    for (const change of changes) {
      if (change.kind !== kind) continue
      if (change.value === null) byKey.delete(change.key)
      else byKey.set(change.key, change.value)
    }
    return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, document]) => document)
  }
  return {
    skill: changed('skill'),
    queue: changed('queue'),
    hotline: changed('hotline'),
    agent: changed('agent'),
    region: changed('region'),
    holiday: changed('holiday'),
  }
}

/** Everything that is wrong, document by document. What does not even have the right form is not compared with the rest. */
export function problemsOf(
  documents: StoredByKind,
  changes: readonly DraftChange[],
  inUse: InUse,
): ConfigurationProblem[] {
  const formal = documentKinds.flatMap((kind) => documents[kind].flatMap((document) => formProblems(kind, document)))
  if (formal.length > 0) return formal
  const parsed: { readonly [Kind in DocumentKind]: readonly DocumentOf[Kind][] } = {
    skill: documents.skill.map((document) => documentSchemas.skill.parse(document)),
    queue: documents.queue.map((document) => documentSchemas.queue.parse(document)),
    hotline: documents.hotline.map((document) => documentSchemas.hotline.parse(document)),
    agent: documents.agent.map((document) => documentSchemas.agent.parse(document)),
    region: documents.region.map((document) => documentSchemas.region.parse(document)),
    holiday: documents.holiday.map((document) => documentSchemas.holiday.parse(document)),
  }
  return [
    ...removalProblems(changes, inUse),
    ...skillProblems(parsed),
    ...ringProblems(parsed.queue),
    ...flowProblems(parsed.hotline, inUse),
    ...agentProblems(parsed),
    ...provinceProblems(parsed.region),
    ...wholeProblems(documents),
  ]
}

function formProblems(kind: DocumentKind, document: Stored): ConfigurationProblem[] {
  const parsed = parseInput(documentSchemas[kind], document)
  if (parsed.success) return []
  const key = keyOf(kind, document)
  return parsed.error.issues.map(({ path, message }) => ({ kind, key, path: path.join('.'), message }))
}

function* removalProblems(changes: readonly DraftChange[], inUse: InUse): Generator<ConfigurationProblem> {
  for (const { kind, key, value } of changes) {
    if (value !== null) continue
    if (kind === 'agent') yield { kind, key, path: 'enabled', message: '坐席不能删除（历史记录要保留），请改为停用' }
    const uses = kind === 'region' ? inUse.regions.get(key) : undefined
    if (uses) yield { kind, key, path: 'id', message: `还在使用，不能删除：${uses.join('、')}` }
  }
}

type Parsed = { readonly [Kind in DocumentKind]: readonly DocumentOf[Kind][] }

function* skillProblems({ skill: skills, queue: queues, agent: agents }: Parsed): Generator<ConfigurationProblem> {
  const known = new Set(skills.map(({ id }) => id))
  const unknown = (id: string): string => `技能“${id}”不存在`
  for (const queue of queues) {
    const wanted: readonly [path: string, needs: NeedsDocument][] = [
      ['needs', queue.needs],
      ...queue.rings.map(({ needs }, ring): [string, NeedsDocument] => [`rings.${ring}.needs`, needs]),
    ]
    for (const [path, { all, anyOf }] of wanted) {
      for (const { skill } of [...all, ...(anyOf ?? []).flat()])
        if (!known.has(skill)) yield { kind: 'queue', key: queue.id, path, message: unknown(skill) }
    }
  }
  for (const { id, skills: held } of agents)
    for (const skill of Object.keys(held))
      if (!known.has(skill)) yield { kind: 'agent', key: id, path: 'skills', message: unknown(skill) }
}

function* flowProblems(hotlines: Parsed['hotline'], { flows }: InUse): Generator<ConfigurationProblem> {
  for (const { number, flow } of hotlines)
    if (flow !== undefined && !flows.has(flow))
      yield { kind: 'hotline', key: number, path: 'flow', message: '这个语音流程不存在、不是菜单，或尚未发布' }
}

function* ringProblems(queues: Parsed['queue']): Generator<ConfigurationProblem> {
  for (const queue of queues) {
    for (const [index, ring] of queue.rings.entries()) {
      if (isAtLeastAsWide(ring, queue.rings[index - 1] ?? queue)) continue
      const message = index === 0 ? '比进线要求更严，放宽后反而有坐席不再可用' : '比前一环更严，每一环都应当更宽'
      yield { kind: 'queue', key: queue.id, path: `rings.${index}`, message }
    }
  }
}

function* agentProblems({ agent: agents, region: regions }: Parsed): Generator<ConfigurationProblem> {
  const known = new Set(regions.map(({ id }) => id))
  const extensions = new Map<string, string>()
  const usernames = new Map<string, string>()
  for (const { id, extension, username, region, capacity } of agents) {
    const same = extensions.get(extension)
    if (same !== undefined)
      yield { kind: 'agent', key: id, path: 'extension', message: `分机 ${extension} 已分配给 ${same}` }
    extensions.set(extension, id)
    const namesake = usernames.get(username)
    if (namesake !== undefined)
      yield { kind: 'agent', key: id, path: 'username', message: `用户名 ${username} 已被 ${namesake} 使用` }
    usernames.set(username, id)
    if (region !== undefined && !known.has(region))
      yield { kind: 'agent', key: id, path: 'region', message: `区域“${region}”不存在` }
    if (capacity.voice + capacity.chat === 0)
      yield { kind: 'agent', key: id, path: 'capacity', message: '电话和会话的上限不能都是 0' }
  }
}

function* provinceProblems(regions: Parsed['region']): Generator<ConfigurationProblem> {
  const taken = new Map<string, string>()
  for (const { id, name, provinces } of regions) {
    for (const province of provinces) {
      const other = taken.get(province)
      if (other !== undefined)
        yield { kind: 'region', key: id, path: 'provinces', message: `${province}已属于区域“${other}”` }
      taken.set(province, name)
    }
  }
}

const lists = { queues: 'queue', hotlines: 'hotline', agents: 'agent', regions: 'region' } as const

/** What the call path itself refuses: queues that hotlines and overflows name, and everything else between documents. */
function wholeProblems(documents: StoredByKind): ConfigurationProblem[] {
  const snapshot = assemble(documents, 0)
  const parsed = parseInput(callCentreConfig, snapshot)
  if (parsed.success) return []
  return parsed.error.issues.map(({ path: [list, index, ...rest], message }) => {
    const kind = lists[list as keyof typeof lists] ?? 'queue'
    const rows = snapshot[list as keyof typeof snapshot]
    const document: unknown = Array.isArray(rows) ? rows[Number(index)] : undefined
    const key = typeof document === 'object' && document !== null ? keyOf(kind, document) : String(index)
    return { kind, key, path: rest.join('.'), message }
  })
}
