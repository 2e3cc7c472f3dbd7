/** The formulas of the service figures, the same for alarms, screens and reports. Pure. */

/** Counts from which every reader makes the same ratios. A call counts once: where it was first answered, or where it was lost. */
export interface ServiceFigures {
  readonly answered: number
  /** Answered within T of the queue. */
  readonly answeredInTime: number
  /** The caller left while waiting or ringing. */
  readonly abandoned: number
  /** Left within T: counted as abandoned, but not against the service level. */
  readonly abandonedEarly: number
  /** Ended otherwise without an agent: announcement, voicemail, callback asked for, waited to the limit. */
  readonly otherwise: number
  /** ms that the answered ones waited, together. */
  readonly answeredWaitMs: number
}

export const noFigures: ServiceFigures = {
  answered: 0,
  answeredInTime: 0,
  abandoned: 0,
  abandonedEarly: 0,
  otherwise: 0,
  answeredWaitMs: 0,
}

/** Answered within T ÷ (answered + abandoned after T), percent; undefined without calls. */
export function serviceLevel(figures: ServiceFigures): number | undefined {
  const counted = figures.answered + figures.abandoned - figures.abandonedEarly
  return counted === 0 ? undefined : (100 * figures.answeredInTime) / counted
}

/** Abandoned ÷ (answered + abandoned), percent; undefined without calls. */
export function abandonRate({ answered, abandoned }: ServiceFigures): number | undefined {
  return answered + abandoned === 0 ? undefined : (100 * abandoned) / (answered + abandoned)
}

/** Average speed of answer, ms; undefined when nothing was answered. */
export function averageAnswerMs({ answered, answeredWaitMs }: ServiceFigures): number | undefined {
  return answered === 0 ? undefined : answeredWaitMs / answered
}

export function sumOfFigures(each: Iterable<ServiceFigures>): ServiceFigures {
  const sum: { -readonly [Key in keyof ServiceFigures]: number } = { ...noFigures }
  for (const figures of each)
    for (const key of Object.keys(noFigures) as (keyof ServiceFigures)[]) sum[key] += figures[key]
  return sum
}
