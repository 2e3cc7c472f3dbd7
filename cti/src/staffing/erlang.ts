/**
 * How many agents a load of calls needs. Erlang B, Erlang C (M/M/n: everybody waits) and Erlang A (M/M/n+M: callers give up, Palm 1946;
 * Garnett, Mandelbaum and Reiman 2002). Arrivals are random, handle times and patience exponential, all agents alike.
 */

/** A steady load of calls and who is there for it. */
export interface Staffing {
  /** Calls per hour. */
  readonly callsPerHour: number
  /** Average handle time: talking, holding and after-call work. ms */
  readonly handleMs: number
  /** Logged in and working, whole. */
  readonly agents: number
  /** T of the service level, ms. */
  readonly targetMs: number
  /** How long callers wait before they give up, on average, ms. Absent: for ever (Erlang C). */
  readonly patienceMs?: number
}

export interface StaffingFigures {
  /** Offered load: agents who would be busy all the time if nobody waited or gave up. */
  readonly erlangs: number
  /** 0–1: a caller has to wait at all. */
  readonly waitProbability: number
  /** Answered within T ÷ (answered + abandoned after T). 0–1 */
  readonly serviceLevel: number
  /** Average speed of answer: mean wait of those who are answered, ms. Infinity when the queue grows for ever. */
  readonly asaMs: number
  /** 0–1 of all calls. */
  readonly abandonment: number
  /** Busy time of the agents, 0–1. */
  readonly occupancy: number
}

const HOUR_MS = 3_600_000
/** States whose probability is less than this part of the whole are left out of the sums. */
const NEGLIGIBLE = 1e-14
const MOST_WAITING = 1_000_000
const MOST_AGENTS = 100_000

/** Share of calls blocked by `agents` lines and no queue. Jagerman's recursion: stable for any size. */
export function erlangB(erlangs: number, agents: number): number {
  let inverse = 1
  for (let n = 1; n <= agents; n++) inverse = 1 + (inverse * n) / erlangs
  return erlangs === 0 ? (agents === 0 ? 1 : 0) : 1 / inverse
}

/** Probability that a call waits; 1 when there are no more agents than erlangs. */
export function erlangC(erlangs: number, agents: number): number {
  if (agents <= erlangs) return 1
  const blocked = erlangB(erlangs, agents)
  const load = erlangs / agents
  return blocked / (1 - load * (1 - blocked))
}

/** @throws RangeError naming the figure that makes no sense */
export function staffingFigures(staffing: Staffing): StaffingFigures {
  check(staffing)
  return staffing.patienceMs === undefined
    ? withoutAbandonment(staffing)
    : withAbandonment(staffing, staffing.patienceMs)
}

/**
 * The fewest agents who reach this service level (0–1), and what they come to; undefined when no reasonable number does.
 * @throws RangeError naming the figure that makes no sense
 */
export function agentsNeeded(
  staffing: Omit<Staffing, 'agents'>,
  serviceLevel: number,
): (StaffingFigures & { readonly agents: number }) | undefined {
  if (!(serviceLevel > 0 && serviceLevel < 1))
    throw new RangeError(`serviceLevel: ${serviceLevel} is not between 0 and 1`)
  const figures = (agents: number): StaffingFigures => staffingFigures({ ...staffing, agents })
  let enough = Math.max(1, Math.ceil((staffing.callsPerHour * staffing.handleMs) / HOUR_MS))
  while (figures(enough).serviceLevel < serviceLevel) {
    enough *= 2
    if (enough > MOST_AGENTS) return undefined
  }
  let tooFew = 0
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2)
    if (figures(middle).serviceLevel >= serviceLevel) enough = middle
    else tooFew = middle
  }
  return { agents: enough, ...figures(enough) }
}

function withoutAbandonment({ callsPerHour, handleMs, agents, targetMs }: Staffing): StaffingFigures {
  const erlangs = (callsPerHour * handleMs) / HOUR_MS
  const waitProbability = erlangC(erlangs, agents)
  const spare = agents - erlangs
  if (spare <= 0)
    return {
      erlangs,
      waitProbability: 1,
      serviceLevel: 0,
      asaMs: Number.POSITIVE_INFINITY,
      abandonment: 0,
      occupancy: 1,
    }
  return {
    erlangs,
    waitProbability,
    serviceLevel: 1 - waitProbability * Math.exp((-spare * targetMs) / handleMs),
    asaMs: (waitProbability * handleMs) / spare,
    abandonment: 0,
    occupancy: erlangs / agents,
  }
}

/**
 * By the states themselves: with n agents and i waiting, calls leave at n/handle + i/patience. A caller who finds i waiting is answered
 * after i + 1 departures, unless they give up first; how likely each is within T follows from a pure death process of those rates.
 */
function withAbandonment(staffing: Staffing, patienceMs: number): StaffingFigures {
  const { callsPerHour, handleMs, agents, targetMs } = staffing
  const arrivals = callsPerHour / HOUR_MS
  const erlangs = arrivals * handleMs
  if (arrivals === 0) return { erlangs: 0, waitProbability: 0, serviceLevel: 1, asaMs: 0, abandonment: 0, occupancy: 0 }
  const giveUp = 1 / patienceMs
  const serve = agents / handleMs
  // Relative to the state "all agents busy, nobody waits".
  const belowBusy = agents === 0 ? 0 : 1 / erlangB(erlangs, agents) - 1
  const waiting: number[] = [1]
  let sum = 1
  for (let i = 1, weight = 1; i < MOST_WAITING; i++) {
    weight *= arrivals / (serve + i * giveUp)
    sum += weight
    waiting.push(weight)
    if (weight < sum * NEGLIGIBLE && arrivals < serve + i * giveUp) break
  }
  const whole = belowBusy + sum
  const queueLength = waiting.reduce((total, weight, i) => total + weight * i, 0) / whole
  const abandonment = (giveUp * queueLength) / arrivals
  const waits = answeredWaits(waiting, { serve, giveUp, targetMs })
  const answered = 1 - abandonment
  const answeredAtOnce = belowBusy / whole
  const within = answeredAtOnce + waits.answeredWithin / whole
  const abandonedLate = waits.abandonedLate / whole
  return {
    erlangs,
    waitProbability: sum / whole,
    serviceLevel:
      answered + abandonedLate === 0 ? 0 : within / (answeredAtOnce + waits.answered / whole + abandonedLate),
    asaMs: answered === 0 ? Number.POSITIVE_INFINITY : waits.answeredMs / whole / answered,
    abandonment,
    occupancy: agents === 0 ? 0 : (erlangs * answered) / agents,
  }
}

interface Waits {
  readonly answered: number
  readonly answeredWithin: number
  /** Sum of the waits of the answered, weighted, ms. */
  readonly answeredMs: number
  readonly abandonedLate: number
}

/**
 * Follows a caller who finds i waiting, i by its weight. By uniformisation: at the ticks of a Poisson clock that is quicker than any
 * departure the caller moves one place forward, gives up, or stays. Sums over all starting places at once.
 */
function answeredWaits(
  weights: readonly number[],
  { serve, giveUp, targetMs }: { serve: number; giveUp: number; targetMs: number },
): Waits {
  const most = weights.length
  const clock = serve + most * giveUp
  // place[i]: weight of callers with i in front of them now.
  let place = Float64Array.from(weights)
  let left = weights.reduce((sum, weight) => sum + weight, 0)
  const initially = left
  const mean = clock * targetMs
  // P(the clock ticked at most k times within T), kept up as k grows; in logarithms, so that a long T does not underflow.
  let logTerm = -mean
  let within = Math.exp(logTerm)
  let [answered, answeredWithin, answeredMs, abandonedLate] = [0, 0, 0, 0]
  for (let tick = 1; left > initially * 1e-12; tick++) {
    const next = new Float64Array(most)
    let [answeredNow, gaveUpNow] = [0, 0]
    for (let i = 0; i < most; i++) {
      const here = place[i] ?? 0
      if (here === 0) continue
      const forward = here * ((serve + i * giveUp) / clock)
      const away = here * (giveUp / clock)
      if (i === 0) answeredNow += forward
      else next[i - 1] = (next[i - 1] ?? 0) + forward
      gaveUpNow += away
      next[i] = (next[i] ?? 0) + here - forward - away
    }
    // The tick-th tick is within T when the clock ticked at least so often.
    const inTime = Math.max(0, 1 - within)
    answered += answeredNow
    answeredWithin += answeredNow * inTime
    answeredMs += answeredNow * (tick / clock)
    abandonedLate += gaveUpNow * (1 - inTime)
    left -= answeredNow + gaveUpNow
    place = next
    logTerm += Math.log(mean / tick)
    within += Math.exp(logTerm)
  }
  return { answered, answeredWithin, answeredMs, abandonedLate }
}

function check({ callsPerHour, handleMs, agents, targetMs, patienceMs }: Staffing): void {
  const wrong = (name: string, value: number, right: string): void => {
    throw new RangeError(`${name}: ${value} is not ${right}`)
  }
  if (!(callsPerHour >= 0 && callsPerHour <= 10_000_000))
    wrong('callsPerHour', callsPerHour, 'a number from 0 to 10,000,000')
  if (!(handleMs > 0 && handleMs <= 86_400_000)) wrong('handleMs', handleMs, 'more than 0 and at most a day')
  if (!(Number.isInteger(agents) && agents >= 0 && agents <= 2 * MOST_AGENTS))
    wrong('agents', agents, 'a whole number of agents')
  if (!(targetMs >= 0 && targetMs <= 86_400_000)) wrong('targetMs', targetMs, 'from 0 to a day')
  if (patienceMs !== undefined && !(patienceMs > 0 && patienceMs <= 86_400_000))
    wrong('patienceMs', patienceMs, 'more than 0 and at most a day')
}
