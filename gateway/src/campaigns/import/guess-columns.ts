/** What the columns of a list probably are, from their headings, and where these say nothing from what stands below. Pure. */
import { callerIdentity } from '@ringdesk/cti'
import type { ImportColumn } from '../../contract/index.ts'
import { isCallable } from '../rules/may-call.ts'

/** The first that fits; a heading of two meanings (门店电话) has the more telling one first. */
const headings: readonly (readonly [RegExp, Exclude<ImportColumn['to'], 'attribute'>])[] = [
  [/门店.*(电话|手机)|店.*电话|store ?phone/i, 'ignore'],
  [/同意|授权|许可|consent|opt.?in/i, 'consent'],
  [/手机|电话|号码|联系方式|mobile|phone|\btel\b|number/i, 'number'],
  [/^(编号|客户编号|会员号|会员编号|id|key|客户id)$/i, 'key'],
  [/门店|店铺|店名|分店|store|shop|branch/i, 'store'],
  [/姓名|名字|称呼|客户|联系人|收货人|会员名|^name$|customer|contact/i, 'name'],
]

/** Whether the first row is already somebody's: then the list has no headings. */
export const isHeading = (cells: readonly string[]): boolean =>
  !cells.some((cell) => isCallable(callerIdentity(cell).number ?? ''))

/** @param samples some of the rows below the heading */
export function guessColumns(header: readonly string[], samples: readonly (readonly string[])[]): ImportColumn[] {
  const used = new Set<string>()
  const guessed = header.map((heading): ImportColumn => {
    const [, to] = headings.find(([pattern]) => pattern.test(heading)) ?? []
    if (to === 'ignore') return { to }
    if (to === undefined || (to !== 'number' && used.has(to))) return other(heading)
    used.add(to)
    return { to }
  })
  if (used.has('number')) return guessed
  const share = (column: number) =>
    samples.filter((row) => isCallable(callerIdentity(row[column] ?? '').number ?? '')).length /
    Math.max(1, samples.length)
  const column = header.findIndex((_, index) => share(index) > 0.5)
  return column < 0 ? guessed : guessed.with(column, { to: 'number' })
}

/** Columns that the product has no own place for keep their heading as the name of an attribute. */
function other(heading: string): ImportColumn {
  const name = heading
    .replace(/[{}\p{Cc}]/gu, '')
    .trim()
    .slice(0, 40)
  return name === '' ? { to: 'ignore' } : { to: 'attribute', name }
}
