/** What somebody looks for, as the index of words has it; the keys are those of the database's ticket_search_keys. */
import { Prisma } from '../database/client/client.ts'

export interface SearchedWords {
  /** Folded as the texts are; a ticket has to have all of them. */
  readonly terms: readonly string[]
  readonly keys: readonly number[]
}

/** Two code points fit into one number of PostgreSQL's bigint, and of JavaScript. */
const PAIR = 2 ** 21

/** Spaces and controls are no keys. */
const LAST_BLANK = 32

/** A character alone is found by itself; of longer words the pairs are enough. */
export function keysOf(term: string): number[] {
  const codes = [...term].map((character) => character.codePointAt(0) ?? 0).filter((code) => code > LAST_BLANK)
  const [only] = codes
  if (codes.length === 1 && only !== undefined) return [only]
  return codes.slice(1).map((code, index) => (codes[index] ?? 0) * PAIR + code)
}

/** Folded by the database, so that the words are folded as the texts were. */
export async function searchedWords(database: Prisma.TransactionClient, q: string): Promise<SearchedWords> {
  const [row] = await database.$queryRaw<{ folded: string }[]>`SELECT ticket_search_folded(${q}) AS folded`
  const terms = [...new Set((row?.folded ?? '').split(/\s+/).filter(Boolean))]
  return { terms, keys: [...new Set(terms.flatMap(keysOf))] }
}

/** A node of the tree in the index of words. */
export async function placeKey(database: Prisma.TransactionClient, region: string): Promise<number | undefined> {
  const [row] = await database.$queryRaw<{ key: bigint }[]>`SELECT ticket_search_place(${region}) AS key`
  return row && Number(row.key)
}

export const isSearched = ({ terms }: SearchedWords): boolean => terms.length > 0

/** The text (`s`) has every word as it is written: the pairs alone do not say that they stand together. */
export const hasTerms = ({ terms }: SearchedWords): Prisma.Sql =>
  Prisma.join(
    terms.map((term) => Prisma.sql`strpos(s.text, ${term}) > 0`),
    ' AND ',
  )

/** A ticket (`t`) that is looked at anyway has the words. */
export const ticketHasTerms = (words: SearchedWords): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT FROM "TicketSearch" s WHERE s."ticketId" = t.id AND ${hasTerms(words)})`
