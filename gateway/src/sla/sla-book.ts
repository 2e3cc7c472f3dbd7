/** Policies and headquarters' hours as the database has them now. */
import { type SlaWeek, slaPolicyDocument, slaWeek } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { present } from '../instant.ts'
import type { Calendar, DaySpans, OpeningHours } from './business-time.ts'
import type { PolicyEntry } from './policy-choice.ts'

type Transaction = Prisma.TransactionClient

export interface CurrentBook {
  readonly policies: readonly PolicyEntry[]
  readonly headquarters: OpeningHours
  /** Counts every change of it. */
  readonly version: number
  /** Of the last one; absent: as shipped. */
  readonly changedAt?: Date
}

/** More policies than anybody can keep in mind. */
export const MOST_POLICIES = 500
/** Make-up days and holidays: ten years of them. */
const MOST_HOLIDAYS = 2_000

/** As it is now. */
export async function readBook(tx: Transaction, timeZone: string): Promise<CurrentBook> {
  const settings = await tx.slaSettings.findUniqueOrThrow({ where: { id: 1 } })
  const rows = await tx.slaPolicy.findMany({ orderBy: { id: 'asc' }, take: MOST_POLICIES })
  const holidays = await tx.holiday.findMany({ orderBy: { date: 'desc' }, take: MOST_HOLIDAYS })
  return {
    policies: rows.map(({ id, ...row }) => ({ id, ...slaPolicyDocument.parse(present(row)) })),
    headquarters: headquartersHours(slaWeek.parse(settings.week), holidays, timeZone),
    version: settings.version,
    ...present({ changedAt: settings.changedAt }),
  }
}

/** Holidays that were written past the administration are known after this. ms */
const KEPT_MS = 60_000

/** In the transaction of an edit: everybody who computes clocks reads anew, and knows since when. */
export const countEdit = (tx: Transaction): Promise<number> =>
  tx.$executeRaw`UPDATE "SlaSettings" SET version = version + 1, "changedAt" = now() WHERE id = 1`

/** The book for those who compute clocks; read again when it has changed. */
export class KeptBook {
  readonly timeZone: string
  #kept: { readonly version: number; readonly at: number; readonly book: CurrentBook } | undefined

  constructor(timeZone: string) {
    this.timeZone = timeZone
  }

  /**
   * Until the transaction ends nobody changes policies. Who computes clocks holds this lock (shared): what an edit asks to be looked at
   * again can then never be overwritten by a look that did not know the edit.
   */
  async lock(tx: Transaction): Promise<CurrentBook> {
    const [row] = await tx.$queryRaw<{ version: number }[]>`SELECT version FROM "SlaSettings" WHERE id = 1 FOR SHARE`
    const version = row?.version ?? 0
    const at = performance.now()
    if (this.#kept?.version === version && at - this.#kept.at < KEPT_MS) return this.#kept.book
    const book = await readBook(tx, this.timeZone)
    this.#kept = { version, at, book }
    return book
  }
}

/** A holiday has no hours; a make-up working day has those of the first working day of the week. */
function headquartersHours(
  week: SlaWeek,
  holidays: readonly { readonly date: Date; readonly open: boolean }[],
  timeZone: string,
): OpeningHours {
  const workingDay = [...week.slice(1), ...week.slice(0, 1)].find((day) => day.length > 0) ?? []
  const dates = new Map<string, DaySpans>(
    holidays.map(({ date, open }) => [date.toISOString().slice(0, 10), open ? workingDay : []]),
  )
  return { timeZone, week, dates }
}

/**
 * A store's hours are the same every day, holidays too: that is when its customers come. Closing at or before opening means past
 * midnight; both the same means always open.
 */
export function storeHours(
  { opensAt, closesAt }: { readonly opensAt: number; readonly closesAt: number },
  timeZone: string,
): Calendar {
  if (opensAt % 1_440 === closesAt % 1_440) return 'always'
  const until = closesAt > 1_440 ? closesAt - 1_440 : closesAt
  const overnight: DaySpans =
    until >= opensAt
      ? [[0, 1_440]]
      : [
          [0, until],
          [opensAt, 1_440],
        ]
  const day: DaySpans = closesAt <= 1_440 && opensAt < closesAt ? [[opensAt, closesAt]] : overnight
  return { timeZone, week: Array.from({ length: 7 }, () => day), dates: new Map() }
}
