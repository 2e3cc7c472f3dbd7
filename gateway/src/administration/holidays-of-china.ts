/**
 * Public holidays and make-up working days of mainland China as the State Council announces them, year by year each November
 * (国务院办公厅关于部分节假日安排的通知). Published data to start from; what is in force is what administrators apply.
 */
import type { HolidayDocument } from '../contract/index.ts'

interface Announced {
  readonly name: string
  /** First and last day off. */
  readonly off: readonly [from: string, to: string]
  /** Weekend days that are worked instead. */
  readonly worked: readonly string[]
}

/** 2026: the notice of 4 November 2025. */
const announced: readonly Announced[] = [
  { name: '元旦', off: ['2026-01-01', '2026-01-03'], worked: ['2026-01-04'] },
  { name: '春节', off: ['2026-02-15', '2026-02-23'], worked: ['2026-02-14', '2026-02-28'] },
  { name: '清明节', off: ['2026-04-04', '2026-04-06'], worked: [] },
  { name: '劳动节', off: ['2026-05-01', '2026-05-05'], worked: ['2026-05-09'] },
  { name: '端午节', off: ['2026-06-19', '2026-06-21'], worked: [] },
  { name: '中秋节', off: ['2026-09-25', '2026-09-27'], worked: [] },
  { name: '国庆节', off: ['2026-10-01', '2026-10-07'], worked: ['2026-09-20', '2026-10-10'] },
]

const DAY_MS = 86_400_000

export const publishedHolidays: readonly HolidayDocument[] = announced
  .flatMap(({ name, off: [from, to], worked }) => [
    ...days(from, to).map((date) => ({ date, name, open: false })),
    ...worked.map((date) => ({ date, name: `${name}调休上班`, open: true })),
  ])
  .sort((one, other) => (one.date < other.date ? -1 : 1))

function days(from: string, to: string): string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, day) =>
    new Date(first + day * DAY_MS).toISOString().slice(0, 10),
  )
}
