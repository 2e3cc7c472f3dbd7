/** What is filled into a ticket's form: changed with its history, taken along when the form changes, asked for before a move. */
import type { FormField, FormStage, Role, TicketFields, TicketStatus } from '../contract/index.ts'
import {
  fieldsIn,
  formStages,
  missingFields,
  takenOver,
  tidied,
  valueProblems,
  withDefaults,
} from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { valueProblemWords, yuan } from '../ticket-types/problem-words.ts'
import { formOf, formOfTicket, type PublishedForm, presentForm } from '../ticket-types/types.ts'
import type { LockedTicket } from './lock.ts'
import { strangePhotos } from './photo-values.ts'
import { PHONE_CHANGE, unmasked } from './shown-values.ts'

type Transaction = Prisma.TransactionClient
type Values = Readonly<Record<string, unknown>>

export interface ValuesEdit {
  /** Of whoever edits: says what they see of phone numbers. */
  readonly role: Role
  /** The category that the edit chooses: null empties it; undefined leaves it. */
  readonly category: string | number | null | undefined
  readonly values: TicketFields['values']
  readonly formVersion: number | undefined
}

export interface EditedValues {
  readonly changed: boolean
  readonly data: { readonly formVersion?: number | null; readonly values?: Prisma.JsonObject }
  /** { 'values.<field>': { label, from, to, fromName, toName } }: values together with what people call them. */
  readonly history: Prisma.InputJsonObject
}

const nothing: EditedValues = { changed: false, data: {}, history: {} }

/** Names each field as its label does. */
function refuse(problems: readonly { readonly field: string; readonly message: string }[]): never {
  throw new GatewayError('BAD_INPUT', {
    fields: problems.map(({ field, message }) => ({ path: `values.${field}`, message })),
    words: { problems: problems.map(({ message }) => message).join('；') },
  })
}

/**
 * The values after an edit. Another category brings its present form: what fits is kept, what does not goes to the history. Values of
 * fields that do not show are dropped. What the ticket's stage requires cannot be emptied.
 * @throws GatewayError BAD_INPUT naming every field by its label
 */
export async function editValues(tx: Transaction, before: LockedTicket, edit: ValuesEdit): Promise<EditedValues> {
  const recategorised = edit.category !== undefined
  const patch = edit.values ?? {}
  if (!recategorised && edit.formVersion === undefined && Object.keys(patch).length === 0) return nothing
  const old = (before.values ?? {}) as Values
  const [oldForm, form] = await Promise.all([formOfTicket(tx, before), formAfter(tx, before, edit)])
  if (!form) {
    if (Object.values(patch).some((value) => value !== null))
      refuse([{ field: '', message: '请先选择工单类型，再填写表单' }])
    if (!recategorised) return nothing
  }
  const sameForm = form?.typeId === oldForm?.typeId && form?.version === oldForm?.version
  const taken = form === undefined ? {} : sameForm ? old : takenOver(form.document, old).values
  const begun = form && recategorised ? withDefaults(form.document, taken) : taken
  const next = form ? await filledIn(tx, before, form, begun, unmasked(form.document, begun, patch, edit.role)) : {}
  const history = await valueHistory(tx, { old, oldForm, next, form })
  const formVersion = form?.version ?? null
  const another = formVersion !== before.formVersion
  const reversioned = recategorised || edit.formVersion !== undefined
  if (Object.keys(history).length === 0 && !(another && reversioned)) return nothing
  return {
    changed: true,
    data: { formVersion, values: next as Prisma.JsonObject },
    history: {
      ...history,
      ...(another && !recategorised && before.formVersion !== null
        ? { formVersion: { from: before.formVersion, to: formVersion } }
        : {}),
    },
  }
}

async function formAfter(tx: Transaction, before: LockedTicket, edit: ValuesEdit): Promise<PublishedForm | undefined> {
  const { category, formVersion } = edit
  if (category !== undefined) return category === null ? undefined : presentForm(tx, String(category))
  if (formVersion === undefined || before.category === null) return formOfTicket(tx, before)
  const form = await formOf(tx, before.category, formVersion)
  return form ?? refuse([{ field: '', message: `没有第 ${formVersion} 版表单` }])
}

/** @throws GatewayError BAD_INPUT */
async function filledIn(
  tx: Transaction,
  before: LockedTicket,
  form: PublishedForm,
  begun: Values,
  patch: Values,
): Promise<Record<string, unknown>> {
  const { document } = form
  const merged: Record<string, unknown> = { ...begun, ...patch }
  const next = tidied(document, merged)
  const fields = new Map(fieldsIn(document).map((field) => [field.id, field]))
  const problems = valueProblems(document, next, stageOf(before)).filter(
    // A ticket that has come further than its new form asks of it is stopped at its next step, not while somebody mends it.
    ({ code, field }) =>
      code !== 'required' || fields.get(field)?.requiredFrom === 'open' || Object.hasOwn(begun, field),
  )
  const changedStores = [...fields.values()].filter(
    ({ id, kind }) => kind === 'store' && next[id] !== undefined && next[id] !== begun[id],
  )
  const known = await storeNames(
    tx,
    changedStores.map(({ id }) => next[id]),
  )
  const strangers = await strangePhotos(tx, before.id, form, begun, next)
  refuseSome([
    ...problems.map((problem) => ({
      field: problem.field,
      message: valueProblemWords(problem, fields.get(problem.field)),
    })),
    ...changedStores
      .filter(({ id }) => !known.has(String(next[id])))
      .map(({ id, label }) => ({ field: id, message: `“${label.zh}”：没有这家门店` })),
    ...strangers,
  ])
  return next
}

function refuseSome(problems: readonly { readonly field: string; readonly message: string }[]): void {
  if (problems.length > 0) refuse(problems)
}

async function storeNames(tx: Transaction, ids: readonly unknown[]): Promise<ReadonlyMap<string, string>> {
  const wanted = ids.filter((id) => typeof id === 'string')
  if (wanted.length === 0) return new Map()
  const rows = await tx.store.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

interface Versions {
  readonly old: Values
  readonly oldForm: PublishedForm | undefined
  readonly next: Values
  readonly form: PublishedForm | undefined
}

async function valueHistory(tx: Transaction, { old, oldForm, next, form }: Versions): Promise<Prisma.InputJsonObject> {
  const fieldOf = (of: PublishedForm | undefined, id: string) =>
    of && fieldsIn(of.document).find((each) => each.id === id)
  const ids = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(
    (id) => JSON.stringify(old[id]) !== JSON.stringify(next[id]),
  )
  const stores = await storeNames(
    tx,
    ids.flatMap((id) => [old[id], next[id]]),
  )
  return Object.fromEntries(
    ids.map((id) => {
      const [was, is] = [fieldOf(oldForm, id), fieldOf(form, id)]
      const change = {
        label: (is ?? was)?.label.zh ?? id,
        from: (old[id] ?? null) as Prisma.InputJsonValue | null,
        to: (next[id] ?? null) as Prisma.InputJsonValue | null,
        ...(old[id] === undefined ? {} : { fromName: spoken(was, old[id], stores) }),
        ...(next[id] === undefined ? {} : { toName: spoken(is, next[id], stores) }),
        ...(was?.kind === 'phone' || is?.kind === 'phone' ? { kind: PHONE_CHANGE } : {}),
      }
      return [`values.${id}`, change]
    }),
  )
}

/** A value as people read it. */
function spoken(field: FormField | undefined, value: unknown, stores: ReadonlyMap<string, string>): string {
  const choice = (code: unknown) => field?.choices?.find((each) => each.code === code)?.zh ?? String(code)
  if (field?.kind === 'money' && typeof value === 'number') return yuan(value)
  if (field?.kind === 'store') return stores.get(String(value)) ?? String(value)
  if (field?.kind === 'photo' && Array.isArray(value)) return `${value.length} 张照片`
  return Array.isArray(value) ? value.map(choice).join('、') : choice(value)
}

const stageAt: Readonly<Record<TicketStatus, FormStage>> = {
  open: 'open',
  pooled: 'open',
  dispatched: 'dispatched',
  accepted: 'dispatched',
  working: 'dispatched',
  pending: 'open',
  resolved: 'resolved',
  verified: 'verified',
  closed: 'closed',
  merged: 'closed',
}

/** A suspended ticket is as far as it was before. */
function stageOf({ status, suspendedFrom }: Pick<LockedTicket, 'status' | 'suspendedFrom'>): FormStage {
  const at = status === 'PENDING' ? (suspendedFrom ?? 'OPEN') : status
  return stageAt[at.toLowerCase() as TicketStatus]
}

/** A step forward needs what the form requires from there on. @throws GatewayError BAD_INPUT naming the fields */
export async function refuseUnfilled(tx: Transaction, ticket: LockedTicket, to: TicketStatus): Promise<void> {
  const stage = stageAt[to]
  if (to === 'pending' || formStages.indexOf(stage) <= formStages.indexOf(stageOf(ticket))) return
  const form = await formOfTicket(tx, ticket)
  if (!form) return
  const missing = missingFields(form.document, (ticket.values ?? {}) as Values, stage)
  refuseSome(
    missing.map(({ id, label }) => ({ field: id, message: `请先填写“${label.zh}”（${stageWords[stage]}前必填）` })),
  )
}

const stageWords: Readonly<Record<FormStage, string>> = {
  open: '保存',
  dispatched: '派单',
  resolved: '解决',
  verified: '核实',
  closed: '关闭',
}
