/** The draft of the configuration: changes gather in it, are checked together, and come into force together. */
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import { documentKinds, documentSchemas, filledIn, keyName, keyOf, readDocuments } from '../configuration/documents.ts'
import type {
  AppliedChange,
  ConfigurationChange,
  ConfigurationState,
  configurationApply,
  DocumentKind,
  DocumentOf,
  Me,
} from '../contract/index.ts'
import { Prisma, type PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { badInput } from '../input.ts'
import { regionUses } from '../regions/region-uses.ts'
import { writeChanges } from './applying.ts'
import { type DraftChange, type InUse, problemsOf, type Stored, type StoredByKind, withChanges } from './draft.ts'

/** One at a time changes the draft or applies it. Any number, the same for all. */
const DRAFT_LOCK = 4_008_000_001
const MOST_CHANGES = 5_000
const HISTORY_SHOWN = 200
const APPLY_TIMEOUT_MS = 30_000

type Transaction = Prisma.TransactionClient

interface DraftRow extends DraftChange {
  readonly base: Stored | null
  readonly by: string
  readonly at: number
}

export class Administration {
  readonly #database: PrismaClient
  /** Called after a new configuration has been written: whoever follows it need not wait for their next look. */
  readonly #onApplied: () => void

  constructor(database: PrismaClient, onApplied: () => void) {
    this.#database = database
    this.#onApplied = onApplied
  }

  async state(): Promise<ConfigurationState> {
    return this.#database.$transaction((tx) => stateIn(tx), { isolationLevel: 'RepeatableRead' })
  }

  /** The documents as they would be with the whole draft. */
  async drafted(): Promise<StoredByKind> {
    const [{ documents }, rows] = await Promise.all([readDocuments(this.#database), readDraft(this.#database)])
    return withChanges(documents, rows)
  }

  /**
   * A document that comes to what is in force takes its change out of the draft. Whether it fits the others is told with the state; only what
   * has no key, or another one, is refused.
   * @throws GatewayError CHANGE_CHANGED when somebody changed the same document meanwhile, BAD_INPUT
   */
  async change(
    me: Me,
    kind: DocumentKind,
    key: string,
    { value, seen }: { readonly value: Stored | null; readonly seen?: number | undefined },
  ): Promise<ConfigurationState> {
    if (value !== null && keyOf(kind, value) !== key)
      throw badInput([{ path: keyName(kind), message: `应为 ${key}，与要修改的对象一致` }])
    return this.#changing(async (tx) => {
      await changeIn(tx, me, { kind, key, value: value && tidied(kind, value) }, seen)
    })
  }

  /** @throws GatewayError CHANGE_CHANGED */
  async drop(kind: DocumentKind, key: string, seen: number | undefined): Promise<ConfigurationState> {
    return this.#changing(async (tx) => {
      await expectSeen(tx, kind, key, seen)
      await tx.configurationChange.deleteMany({ where: { kind, key } })
    })
  }

  /** @throws GatewayError CHANGE_CHANGED, UNFIT_CONFIGURATION with every problem */
  async apply(me: Me, seen: z.infer<typeof configurationApply>): Promise<ConfigurationState> {
    const state = await this.#changing(async (tx) => {
      const { version, documents } = await readDocuments(tx)
      const rows = await readDraft(tx)
      const [shown, there] = [seen.changes, rows].map((changes) =>
        changes.map(({ kind, key, at }) => `${kind} ${key} ${at}`).sort(),
      )
      if (version !== seen.version || !isDeepStrictEqual(shown, there)) throw new GatewayError('CHANGE_CHANGED')
      const problems = problemsOf(withChanges(documents, rows), rows, await inUse(tx, rows))
      if (problems.length > 0)
        throw new GatewayError('UNFIT_CONFIGURATION', { words: { count: problems.length }, body: { problems } })
      const before = byKey(documents)
      await writeChanges(tx, rows)
      await tx.configurationVersion.upsert({
        where: { id: 1 },
        create: { id: 1, version: version + 1 },
        update: { version: version + 1, changedAt: new Date() },
      })
      for (const { kind, key, value } of rows) {
        const from = before.get(`${kind} ${key}`) ?? null
        await recordAudit(tx, {
          accountId: me.id,
          actor: me.name,
          action: 'configuration-changed',
          object: `${kind}:${key}`,
          detail: { from: json(from), to: json(value) },
        })
      }
      await tx.configurationChange.deleteMany({})
    })
    this.#onApplied()
    return state
  }

  async history(): Promise<AppliedChange[]> {
    const entries = await this.#database.auditEntry.findMany({
      where: { action: 'configuration-changed' },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: HISTORY_SHOWN,
    })
    return entries.flatMap(({ at, actor, object, detail }) => {
      const [name, ...rest] = object.split(':')
      const kind = documentKinds.find((one) => one === name)
      const { from, to } = detail as { from?: unknown; to?: unknown }
      return kind
        ? [{ at: at.getTime(), by: actor, kind, key: rest.join(':'), from: from ?? null, to: to ?? null }]
        : []
    })
  }

  async #changing(work: (tx: Transaction) => Promise<void>): Promise<ConfigurationState> {
    return this.#database.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${DRAFT_LOCK})`
        await work(tx)
        return stateIn(tx)
      },
      { timeout: APPLY_TIMEOUT_MS, maxWait: 5_000 },
    )
  }
}

async function stateIn(tx: Transaction): Promise<ConfigurationState> {
  const stored = await readDocuments(tx)
  const rows = await readDraft(tx)
  const inForce = byKey(stored.documents)
  return {
    version: stored.version,
    documents: filledIn(stored),
    changes: rows.map(({ kind, key, value, base, by, at }): ConfigurationChange => {
      const stale = !isDeepStrictEqual(inForce.get(`${kind} ${key}`) ?? null, base)
      return { kind, key, value: value as DocumentOf[DocumentKind] | null, by, at, ...(stale ? { stale } : {}) }
    }),
    problems: problemsOf(withChanges(stored.documents, rows), rows, await inUse(tx, rows)),
  }
}

async function changeIn(tx: Transaction, me: Me, change: DraftChange, seen: number | undefined): Promise<void> {
  const { kind, key, value } = change
  await expectSeen(tx, kind, key, seen)
  const { documents } = await readDocuments(tx)
  const base = byKey(documents).get(`${kind} ${key}`) ?? null
  if (isDeepStrictEqual(base && tidied(kind, base), value))
    return void (await tx.configurationChange.deleteMany({ where: { kind, key } }))
  if ((await tx.configurationChange.count()) >= MOST_CHANGES)
    throw new GatewayError('TOO_MANY_CHANGES', { words: { most: MOST_CHANGES } })
  const data = {
    value: nullable(value),
    base: nullable(base),
    accountId: me.id,
    actor: me.name,
    changedAt: new Date(),
  }
  await tx.configurationChange.upsert({
    where: { kind_key: { kind, key } },
    create: { kind, key, ...data },
    update: data,
  })
}

async function expectSeen(tx: Transaction, kind: DocumentKind, key: string, seen: number | undefined): Promise<void> {
  const there = await tx.configurationChange.findUnique({ where: { kind_key: { kind, key } } })
  if (there?.changedAt.getTime() !== seen)
    throw new GatewayError('CHANGE_CHANGED', there ? { body: { by: there.actor } } : {})
}

async function readDraft(tx: Pick<Transaction, 'configurationChange'>): Promise<DraftRow[]> {
  const rows = await tx.configurationChange.findMany({ orderBy: [{ changedAt: 'asc' }, { key: 'asc' }] })
  return rows.flatMap(({ kind: name, key, value, base, actor, changedAt }) => {
    const kind = documentKinds.find((one) => one === name)
    return kind
      ? [{ kind, key, value: value as Stored | null, base: base as Stored | null, by: actor, at: changedAt.getTime() }]
      : []
  })
}

async function inUse(tx: Transaction, changes: readonly DraftChange[]): Promise<InUse> {
  const regions = new Map<string, readonly string[]>()
  for (const { kind, key, value } of changes) {
    const uses = kind === 'region' && value === null ? await regionUses(tx, key) : []
    if (uses.length > 0) regions.set(key, uses)
  }
  const flows = await tx.flow.findMany({ where: { kind: 'menu', published: { not: null } }, select: { id: true } })
  return { regions, flows: new Set(flows.map(({ id }) => id)) }
}

function byKey(documents: StoredByKind): Map<string, Stored> {
  return new Map(
    documentKinds.flatMap((kind) =>
      documents[kind].map((document): [string, Stored] => [`${kind} ${keyOf(kind, document)}`, document]),
    ),
  )
}

/** Defaults filled in and unknown properties left out, where the document has the right form; else as it came. */
function tidied(kind: DocumentKind, value: Stored): Stored {
  const parsed = documentSchemas[kind].safeParse(value)
  return parsed.success ? json(parsed.data) : value
}

/** As PostgreSQL gives it back: without undefined. */
function json<Value>(value: Value): Value & Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value))
}

function nullable(value: Stored | null): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : json(value)
}
