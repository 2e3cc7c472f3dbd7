/**
 * An agent clicks on a customer's number: their phone goes off-hook, then the customer's rings. Such a call is an attempt like any other,
 * so that the rules across all campaigns count it.
 */
import { asAgentId, asQueueId, type CallCentre, type CallCentreConfig } from '@ringdesk/cti'
import type { z } from 'zod'
import { recordAudit } from '../../audit/audit.ts'
import { servedQueues } from '../../configuration/served-queues.ts'
import { campaignSettings, type dialCommand, type Me } from '../../contract/index.ts'
import { mainNumber } from '../../customers/cards.ts'
import { Prisma, type PrismaClient } from '../../database/client/client.ts'
import { GatewayError } from '../../errors.ts'
import { localText } from '../../supervision/local-day.ts'
import { readableTicket } from '../../tickets/visible-ticket.ts'
import { callingHours, firstOpen, type RulesInForce } from '../rules/calling-hours.ts'
import { isCallable } from '../rules/may-call.ts'
import { numberFacts } from '../rules/number-facts.ts'
import { outboundRulesInForce } from '../rules/rules-in-force.ts'
import { endAttempts } from '../runner/attempt-records.ts'

const { ringMs } = campaignSettings.parse({})

export interface ClickToDial {
  readonly database: PrismaClient
  readonly callCentre: Pick<CallCentre, 'agentView' | 'dial'>
  readonly config: () => CallCentreConfig
}

/** Whom the click was about. */
interface Meant {
  readonly ticketId: string | null
  readonly customerId: string | null
  readonly name: string | null
  readonly regionId: string | null
  readonly queueId: string | null
  readonly hotline: string | null
  /** The one to call when none was named, and all that may be. */
  readonly number: string | null
  readonly numbers: readonly string[]
}

/**
 * @returns the call's id, which is the command's
 * @throws GatewayError NOT_ALLOWED, DESK_NOT_FREE, NO_SUCH_TICKET, NO_SUCH_CUSTOMER, NO_NUMBER, CANNOT_CALL with the reason
 */
export async function dialCustomer(
  services: ClickToDial,
  me: Me,
  command: z.output<typeof dialCommand>,
  now: number = Date.now(),
): Promise<string> {
  const { database, callCentre } = services
  const attempt = command.commandId
  const agent = me.agent?.id
  if (agent === undefined) throw new GatewayError('NOT_ALLOWED')
  const known = await database.outboundAttempt.findUnique({ where: { id: attempt }, select: { agentId: true } })
  if (known?.agentId === agent) return attempt
  if (known) throw new GatewayError('COMMAND_ID_USED')
  const state = callCentre.agentView(asAgentId(agent))?.state.kind
  if (state !== 'ready' && state !== 'not-ready') throw new GatewayError('DESK_NOT_FREE')

  const config = services.config()
  if (config.trunk === undefined) throw cannot('系统没有配置外呼线路')
  const meant = command.ticketId
    ? await ofTicket(database, me, command.ticketId)
    : await ofCustomer(database, command.customerId ?? '')
  const number = command.number ?? meant.number
  if (number === null) throw new GatewayError('NO_NUMBER')
  if (!meant.numbers.includes(number)) throw cannot('这不是这位客户的号码')
  const queue = queueFor(config, agent, meant.queueId)
  const callerNumber = (config.hotlines.find((each) => each.number === meant.hotline) ?? config.hotlines[0])?.number
  if (queue === undefined || callerNumber === undefined) throw cannot('系统没有配置热线或队列')

  const inForce = await outboundRulesInForce(database, now)
  await claim(database, { me, agent, attempt, number, meant, inForce, now })
  const asked = await callCentre.dial({
    attempt,
    number,
    callerNumber,
    ringMs,
    course: { kind: 'clicked', queue: asQueueId(queue), agent: asAgentId(agent) },
    ...(meant.name ? { name: meant.name } : {}),
  })
  // Nobody knows whether it was taken up: what the switch says later counts.
  if (asked.ok || asked.code === 'SWITCH_TIMEOUT') return attempt
  const end = { attempt, at: now, outcome: 'cancelled', switchCause: asked.code, ringMs: 0, talkMs: 0 } as const
  await database.$transaction((tx) => endAttempts(tx, [end]))
  throw asked.code === 'NOT_NOW' ? new GatewayError('DESK_NOT_FREE') : cannot('交换机暂时不可用')
}

interface Claim {
  readonly me: Me
  readonly agent: string
  readonly attempt: string
  readonly number: string
  readonly meant: Meant
  readonly inForce: RulesInForce
  readonly now: number
}

/** The rules, the attempt's row and the audit in one transaction. @throws GatewayError CANNOT_CALL */
async function claim(
  database: PrismaClient,
  { me, agent, attempt, number, meant, inForce, now }: Claim,
): Promise<void> {
  await database
    .$transaction(async (tx) => {
      const facts = (await numberFacts(tx, [number], null, inForce, now)).get(number)
      refuseByRules(number, facts, meant, inForce, now)
      await tx.outboundAttempt.create({
        data: {
          id: attempt,
          number,
          position: 0,
          claimedAt: new Date(now),
          agentId: agent,
          ticketId: meant.ticketId,
          customerId: meant.customerId,
        },
      })
      const object = meant.ticketId ? `ticket:${meant.ticketId}` : `customer:${meant.customerId}`
      const detail = { call: attempt, customer: meant.customerId }
      await recordAudit(tx, { accountId: me.id, actor: me.name, action: 'customer-dialled', object, detail })
    })
    .catch((error: unknown) => {
      // One live attempt a number is the table's own rule.
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw cannot(BEING_CALLED)
      throw error
    })
}

const BEING_CALLED = '这个号码正在被呼叫'

/** A person decides to call about something: the rules on how often hold for plans, those on whom and when for everybody. */
function refuseByRules(
  number: string,
  facts: { readonly live: boolean; readonly doNotCall: boolean } | undefined,
  { regionId }: Meant,
  inForce: RulesInForce,
  now: number,
): void {
  if (!isCallable(number)) throw cannot('不是可以外呼的号码')
  if (facts?.doNotCall) throw cannot('客户已要求不再致电')
  if (facts?.live) throw cannot(BEING_CALLED)
  const opens = firstOpen(callingHours(inForce, regionId, undefined), now)
  if (opens > now) throw cannot(`现在不在允许呼叫的时段，最早 ${localText(opens, inForce.rules.timeZone)}`)
}

const cannot = (why: string): GatewayError => new GatewayError('CANNOT_CALL', { words: { why } })

function queueFor(config: CallCentreConfig, agent: string, wanted: string | null): string | undefined {
  if (config.queues.some(({ id }) => id === wanted)) return wanted ?? undefined
  const skills = config.agents.find(({ id }) => id === agent)?.skills ?? {}
  return (servedQueues(config, skills)[0] ?? config.queues[0])?.id
}

async function ofTicket(database: PrismaClient, me: Me, id: string): Promise<Meant> {
  await readableTicket(database, me, id)
  const ticket = await database.ticket.findUniqueOrThrow({
    where: { id },
    select: { hotline: true, queueId: true, regionId: true, customerNumber: true, customerId: true },
  })
  const customer = ticket.customerId ? await ofCustomer(database, ticket.customerId) : undefined
  return {
    ticketId: id,
    customerId: ticket.customerId,
    name: customer?.name ?? null,
    regionId: ticket.regionId,
    queueId: ticket.queueId,
    hotline: ticket.hotline,
    number: ticket.customerNumber ?? customer?.number ?? null,
    numbers: [...(ticket.customerNumber ? [ticket.customerNumber] : []), ...(customer?.numbers ?? [])],
  }
}

async function ofCustomer(database: PrismaClient, id: string): Promise<Meant> {
  const customer = await database.customer.findUnique({ where: { id }, include: { numbers: { take: 20 } } })
  if (!customer) throw new GatewayError('NO_SUCH_CUSTOMER')
  const [main] = await database.$queryRaw<{ number: string }[]>`${mainNumber(Prisma.sql`${id}::uuid`)}`
  const store = customer.storeId
    ? await database.store.findUnique({ where: { id: customer.storeId }, select: { regionId: true } })
    : null
  return {
    ticketId: null,
    customerId: id,
    name: customer.name,
    regionId: store?.regionId ?? null,
    queueId: null,
    hotline: null,
    number: main?.number ?? null,
    numbers: customer.numbers.map(({ number }) => number),
  }
}
