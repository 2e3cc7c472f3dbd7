/** What the answers of one call mean for a ticket. Pure. */

export interface Result {
  /** Something was pressed that is an answer, or a comment was left. */
  readonly answered: boolean
  /** By question; the last one when a question was asked twice. */
  readonly answers: Readonly<Record<string, string>>
  readonly comment: boolean
  /** 1–5, of the question `score`. */
  readonly score?: number
  /** Of the question `solved`: 1 yes, 2 no. */
  readonly solved?: boolean
}

interface Answer {
  readonly question: string
  /** Null: a spoken comment. */
  readonly value: string | null
}

/**
 * @param given in their order
 * @param refused the customer asked never to be called again: the last key was that, and no answer
 */
export function resultOf(given: readonly Answer[], refused: boolean): Result {
  const pressed = given.filter((answer): answer is Answer & { value: string } => answer.value !== null)
  const meant = refused ? pressed.slice(0, -1) : pressed
  const answers = Object.fromEntries(meant.map(({ question, value }) => [question, value]))
  const comment = given.length > pressed.length
  const { score, solved } = answers
  return {
    answered: meant.length > 0 || comment,
    answers,
    comment,
    ...(score !== undefined && /^[1-5]$/.test(score) ? { score: Number(score) } : {}),
    ...(solved === '1' || solved === '2' ? { solved: solved === '1' } : {}),
  }
}
