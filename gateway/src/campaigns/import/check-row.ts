/** One row of a list: the contact that it is, or every thing that is wrong with it and what would be right. Pure. */
import { callerIdentity } from '@ringdesk/cti'
import type { CampaignKind, ImportColumn, ImportProblem } from '../../contract/index.ts'
import { MOST_NUMBERS, type NewContact } from '../contacts/add-contacts.ts'
import { placeOfStore, type StoreOfContact } from '../contacts/contact-places.ts'
import { isCallable, needsConsent } from '../rules/may-call.ts'
import type { TableRow } from './read-table.ts'

export interface ListContext {
  readonly kind: CampaignKind
  readonly columns: readonly ImportColumn[]
  readonly headers: readonly string[]
  /** By id, code and full name. */
  readonly stores: ReadonlyMap<string, StoreOfContact>
  readonly consent?: string | undefined
}

export type CheckedRow =
  | { readonly row: number; readonly contact: NewContact; readonly numbersAt: string }
  | { readonly row: number; readonly problems: readonly ImportProblem[] }

const SHOWN_VALUE = 60

export function checkRow({ row, cells }: TableRow, context: ListContext): CheckedRow {
  const problems: ImportProblem[] = []
  const wrong = (column: string, value: string, message: string) => {
    problems.push({ row, kind: 'error', column, value: value.slice(0, SHOWN_VALUE), message })
  }
  const said: Said = { numbers: [], attributes: {} }
  let numbersWrong = false
  for (const [index, column] of context.columns.entries()) {
    const value = cells[index] ?? ''
    if (value === '') continue
    const why = read(said, column, value, context)
    if (why === undefined) continue
    wrong(context.headers[index] ?? '', value, why)
    if (column.to === 'number') numbersWrong = true
  }
  const numbersAt = context.headers[context.columns.findIndex(({ to }) => to === 'number')] ?? '号码'
  const numbers = [...new Set(said.numbers)]
  if (numbers.length === 0 && !numbersWrong) wrong(numbersAt, '', '没有号码，应填手机号或带区号的固定电话')
  if (numbers.length > MOST_NUMBERS)
    wrong(numbersAt, numbers.join(' '), `有 ${numbers.length} 个号码，最多 ${MOST_NUMBERS} 个`)
  const consent = said.consent ?? context.consent
  if (needsConsent(context.kind, null) && !consent)
    wrong('同意依据', '', '没有同意依据，名单外呼须逐行填写，或为整份名单统一填写')
  return problems.length > 0 ? { row, problems } : { row, numbersAt, contact: contactOf(said, numbers, consent) }
}

interface Said {
  readonly numbers: string[]
  readonly attributes: Record<string, string>
  name?: string
  key?: string
  consent?: string
  store?: StoreOfContact
}

/** Takes over what a cell says. @returns why it cannot */
function read(said: Said, column: ImportColumn, value: string, { stores }: ListContext): string | undefined {
  if (column.to === 'ignore') return undefined
  if (hasControls(value)) return '含有无法保存的字符，请删去'
  if (column.to === 'number') {
    const found = numbersIn(value)
    if (typeof found === 'string') return found
    said.numbers.push(...found)
    return undefined
  }
  if (column.to === 'store') {
    const store = stores.get(value)
    if (!store) return '没有这家门店，应为门店编号、代码或全称'
    said.store = store
    return undefined
  }
  const most = mostCharacters[column.to]
  if (value.length > most) return `有 ${value.length} 个字，最多 ${most} 个`
  if (column.to === 'attribute') said.attributes[column.name] = value
  else said[column.to] = value
  return undefined
}

function contactOf({ name, key, store, attributes }: Said, numbers: string[], consent: string | undefined): NewContact {
  return {
    key: key === undefined ? `number:${numbers[0]}` : `key:${key}`,
    name,
    numbers,
    consent,
    storeId: store?.id,
    place: store ? placeOfStore(store) : undefined,
    attributes: {
      ...(name ? { customerName: name } : {}),
      ...(store ? { storeId: store.id, storeName: store.name } : {}),
      ...attributes,
    },
  }
}

const mostCharacters = { name: 100, key: 120, consent: 300, attribute: 500 } as const

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hasControls = (value: string): boolean => /[\u0000-\u0008\u000e-\u001f]/.test(value) || !value.isWellFormed()

/** A cell may hold several, divided by what people divide with. @returns why not, when one of them is none */
function numbersIn(value: string): string[] | string {
  if (/^\d(\.\d+)?e\+?\d+$/i.test(value)) return '表格软件把号码变成了科学计数法，请把这一列设为“文本”后重新填写'
  const found: string[] = []
  for (const part of value.split(/[/、,，;；\n]/).map((each) => each.trim())) {
    if (part === '') continue
    // 138 0013 8000 is one number, 13800138000 13800138001 are two.
    const whole = callableOf(part)
    const several = whole === undefined ? part.split(/\s+/).map(callableOf) : [whole]
    for (const number of several) {
      if (number === undefined) return whyNot(part)
      found.push(number)
    }
  }
  return found.length > 0 ? found : '不是电话号码'
}

function callableOf(text: string): string | undefined {
  const { number } = callerIdentity(text)
  return number !== undefined && isCallable(number) ? number : undefined
}

function whyNot(part: string): string {
  const { kind } = callerIdentity(part)
  const digits = part.replace(/\D/g, '')
  if (kind === 'service') return '这是服务号码，不能外呼'
  if (kind === 'international') return '这是境外号码，不能外呼'
  if (/^1\d+$/.test(digits) && digits.length !== 11) return `有 ${digits.length} 位，手机号应为 11 位`
  if (/^[2-9]\d{6,7}$/.test(digits)) return '缺少区号，固定电话应写成 0571-87654321'
  return '不是电话号码，应为 11 位手机号或带区号的固定电话'
}
