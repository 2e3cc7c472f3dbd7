/** The loop after a solution: a survey that calls customers, the rules that set it off and follow its answers, and what was answered so far. */
import { campaignSettings, type RuleDocument } from '../../gateway/src/contract/index.ts'
import type { Prisma } from '../../gateway/src/database/client/client.ts'
import { at, randomness, uuidOf } from './randomness.ts'
import { hotlines } from './telephony.ts'
import type { TicketRows } from './tickets.ts'
import { after } from './times.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const CHINA_MS = 8 * HOUR_MS
/** The survey began so many days ago; its rules are of today. */
const DAYS = 14
const NAME = '工单回访'
const campaignId = uuidOf('campaign follow-up')

export const followUpCampaign = (now: Date) => ({
  id: campaignId,
  name: NAME,
  kind: 'survey',
  mode: 'flow',
  state: 'RUNNING' as const,
  flowId: 'follow-up-survey',
  callerNumber: at(hotlines, 0).number,
  settings: campaignSettings.parse({}),
  createdAt: new Date(now.getTime() - DAYS * DAY_MS),
  startedAt: new Date(now.getTime() - DAYS * DAY_MS),
})

const rules: readonly RuleDocument[] = [
  {
    name: '解决后回访顾客',
    enabled: true,
    event: 'resolved',
    // Unless it was agreed otherwise.
    conditions: { join: 'all', list: [{ field: 'no-tag', has: ['不回访'] }] },
    actions: [{ do: 'survey', campaignId, afterHours: 0 }],
  },
  {
    name: '回访不满意：重新打开并通知门店',
    enabled: true,
    event: 'surveyed',
    conditions: {
      join: 'any',
      list: [
        { field: 'answer', question: 'solved', is: ['2'] },
        { field: 'answer', question: 'score', is: [], atMost: 2 },
      ],
    },
    actions: [
      { do: 'reopen', reason: '顾客回访：未解决或不满意' },
      { do: 'store-task', text: '联系顾客，了解不满意的原因并重新处理', dueHours: 24 },
    ],
  },
]

/** No webhook of theirs is ever signed: their secrets need not be secret. */
export const followUpRules = (now: Date) =>
  rules.map((rule, index) => ({
    ...rule,
    id: uuidOf(`rule follow-up ${index}`),
    position: index + 1,
    secret: uuidOf(`rule secret ${index}`),
    changedAt: now,
  }))

type Ticket = TicketRows['tickets'][number]

/** Of the tickets solved since the survey began: nine of ten were asked about, two of three answered. */
export function pastSurveys({ tickets }: Pick<TicketRows, 'tickets'>, now: Date) {
  const solved = tickets.flatMap((ticket): readonly (Ticket & { resolvedAt: Date })[] => {
    const { resolvedAt } = ticket
    if (resolvedAt === null || ticket.storeId === null) return []
    const age = now.getTime() - resolvedAt.getTime()
    return age > 16 * HOUR_MS && age < DAYS * DAY_MS ? [{ ...ticket, resolvedAt }] : []
  })
  const all = solved.flatMap((ticket) => (randomness(`asked ${ticket.id}`).chance(0.9) ? [makeSurvey(ticket)] : []))
  return {
    contacts: all.map(({ contact }) => contact),
    numbers: all.map(({ number }) => number),
    attempts: all.map(({ attempt }) => attempt),
    answers: all.flatMap(({ answers }) => answers),
    history: all.map(({ history }) => history),
    results: all.flatMap(({ result }) => (result ? [result] : [])),
  }
}

/** Between nine in the morning and nine in the evening in China, or so many minutes after the next nine. */
function whenPeopleAreUp(moment: Date, minutes: number): Date {
  const day = Math.floor((moment.getTime() + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS
  const hour = (moment.getTime() - day) / HOUR_MS
  if (hour >= 9 && hour < 21) return moment
  return new Date(day + (hour < 9 ? 9 : 33) * HOUR_MS + minutes * MINUTE_MS)
}

function makeSurvey(ticket: Ticket & { resolvedAt: Date }) {
  const chance = randomness(`survey ${ticket.id}`)
  const dialledAt = whenPeopleAreUp(after(ticket.resolvedAt, chance.between(1, 20) * MINUTE_MS), chance.between(0, 90))
  const ringMs = chance.between(4_000, 18_000)
  const reached = chance.chance(0.75)
  const talkMs = reached ? chance.between(18_000, 45_000) : 0
  const endedAt = after(dialledAt, ringMs + talkMs)
  const solved = chance.chance(0.9)
  const pressed = reached && chance.chance(0.88)
  const score = solved
    ? chance.weighted([
        [5, 6],
        [4, 3],
        [3, 1],
      ] as const)
    : chance.between(1, 3)
  const outcome = reached ? 'person' : 'no-answer'
  const contactId = uuidOf(`survey contact ${ticket.id}`)
  const attemptId = uuidOf(`survey attempt ${ticket.id}`)
  const contact = {
    id: contactId,
    campaignId,
    key: `survey:${ticket.id}`,
    customerId: ticket.customerId,
    ticketId: ticket.id,
    storeId: ticket.storeId,
    regionId: ticket.regionId,
    province: ticket.province,
    city: ticket.city,
    attributes: { ticketNumber: ticket.number, ...(ticket.storeId ? { storeId: ticket.storeId } : {}) },
    state: 'DONE' as const,
    attempts: 1,
    outcome,
    createdAt: ticket.resolvedAt,
    doneAt: endedAt,
  }
  const attempt = {
    id: attemptId,
    campaignId,
    contactId,
    number: ticket.customerNumber,
    position: 0,
    claimedAt: dialledAt,
    dialledAt,
    answeredAt: reached ? after(dialledAt, ringMs) : null,
    connectedAt: reached ? after(dialledAt, ringMs) : null,
    endedAt,
    outcome,
    switchCause: reached ? 'NORMAL_CLEARING' : 'NO_ANSWER',
    ringMs,
    talkMs,
  }
  const given: readonly [question: string, value: string, afterMs: number][] = [
    ['solved', solved ? '1' : '2', 9_000],
    ['score', String(score), 15_000],
  ]
  const answers = (pressed ? given : []).map(([question, value, afterMs]) => ({
    id: uuidOf(`survey ${question} ${ticket.id}`),
    attemptId,
    campaignId,
    contactId,
    ticketId: ticket.id,
    storeId: ticket.storeId,
    regionId: ticket.regionId,
    provinceId: ticket.provinceId,
    cityId: ticket.cityId,
    node: question,
    question,
    value,
    at: after(dialledAt, ringMs + afterMs),
  }))
  const detail: Prisma.InputJsonObject = pressed
    ? { answers: Object.fromEntries(given.map(([question, value]) => [question, value])) }
    : { unreached: outcome, attempts: 1 }
  const history = {
    id: uuidOf(`survey history ${ticket.id}`),
    ticketId: ticket.id,
    at: endedAt,
    kind: pressed ? 'surveyed' : 'survey-unreached',
    detail: { campaign: NAME, campaignId, attempt: attemptId, ...detail },
    commandId: attemptId,
  }
  return {
    contact,
    number: { contactId, position: 0, number: ticket.customerNumber, attempts: 1 },
    attempt,
    answers,
    history,
    result: pressed ? { id: ticket.id, surveyedAt: endedAt, surveyScore: score, surveySolved: solved } : undefined,
  }
}
