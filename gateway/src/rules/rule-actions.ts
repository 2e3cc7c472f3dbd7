/** What a rule does to a ticket that the transaction holds. Each action says what it did, or why it could not. */
import { randomUUID } from 'node:crypto'
import { type Asked, askAboutTicket } from '../campaigns/follow-up/ask-about-ticket.ts'
import { notify as tellPeople } from '../collaboration/notices.ts'
import { addStoreTask } from '../collaboration/store-task.ts'
import type { RuleAction } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import { localText } from '../supervision/local-day.ts'
import { applyMove } from '../tickets/move.ts'
import { isFinished } from '../tickets/moves.ts'
import { askForWebhook, type SendJob } from '../webhooks/webhooks.ts'
import { peopleMeant } from './people-meant.ts'

type Transaction = Prisma.TransactionClient

export interface Firing {
  readonly tx: Transaction
  readonly send: SendJob
  readonly ticketId: string
  readonly historyId: string
  readonly event: string
  readonly rule: { readonly id: string; readonly name: string; readonly version: number }
  readonly why: readonly string[]
  /** How many rules have led to this one, itself included. */
  readonly depth: number
  readonly chain: readonly { readonly id: string; readonly name: string }[]
  readonly now: Date
  readonly timeZone: string
}

/** For the history: one object an action, and what has changed of the ticket. */
export interface Done {
  readonly did: Prisma.InputJsonObject
  readonly changes?: Prisma.InputJsonObject
}

const ticketOf = (tx: Transaction, id: string) =>
  tx.ticket.findUniqueOrThrow({
    where: { id },
    include: { mergedInto: { select: { number: true } }, customer: { select: { name: true } } },
  })
type TicketRow = Awaited<ReturnType<typeof ticketOf>>

/** @param place of the action in its rule */
export async function carryOut(firing: Firing, action: RuleAction, place: number): Promise<Done> {
  const ticket = await ticketOf(firing.tx, firing.ticketId)
  switch (action.do) {
    case 'set-priority':
      return setPriority(firing, ticket, action.priority)
    case 'add-tag':
      return addTag(firing, ticket, action.tag)
    case 'assign':
      return assign(firing, ticket, action.accountId)
    case 'notify':
      return notify(firing, ticket, action)
    case 'webhook':
      return callWebhook(firing, ticket, action.url)
    case 'follow-up':
      return followUp(firing, ticket, action, place)
    case 'survey':
      return survey(firing, action)
    case 'reopen':
      return reopen(firing, ticket, action.reason)
    case 'store-task':
      return storeTask(firing, ticket, action)
  }
}

const change = (tx: Transaction, id: string, data: Prisma.TicketUncheckedUpdateInput, now: Date) =>
  tx.ticket.update({ where: { id }, data: { ...data, version: { increment: 1 }, updatedAt: now } })

async function setPriority({ tx, now }: Firing, ticket: TicketRow, priority: number): Promise<Done> {
  if (ticket.priority === priority) return { did: { do: 'set-priority', priority, unchanged: true } }
  await change(tx, ticket.id, { priority }, now)
  return { did: { do: 'set-priority', priority }, changes: { priority: { from: ticket.priority, to: priority } } }
}

async function addTag({ tx, now }: Firing, ticket: TicketRow, tag: string): Promise<Done> {
  if (ticket.tags.includes(tag)) return { did: { do: 'add-tag', tag, unchanged: true } }
  await change(tx, ticket.id, { tags: { push: tag } }, now)
  return { did: { do: 'add-tag', tag }, changes: { tagsAdded: [tag] } }
}

async function assign({ tx, now }: Firing, ticket: TicketRow, accountId: string): Promise<Done> {
  const account = await tx.account.findUnique({ where: { id: accountId } })
  if (!account || account.disabledAt) return { did: { do: 'assign', failed: '没有这个人，或已停用' } }
  if (ticket.ownerId === accountId) return { did: { do: 'assign', to: account.displayName, unchanged: true } }
  await change(tx, ticket.id, { ownerId: accountId }, now)
  return {
    did: { do: 'assign', to: account.displayName },
    changes: { ownerId: { from: ticket.ownerId, to: accountId, toName: account.displayName } },
  }
}

async function notify(
  { tx, rule, now }: Firing,
  ticket: TicketRow,
  action: RuleAction & { readonly do: 'notify' },
): Promise<Done> {
  const people = await peopleMeant(tx, ticket, action)
  await tellPeople(
    tx,
    people.map(({ accountId }) => accountId),
    { ticketId: ticket.id, kind: 'rule', sourceId: randomUUID(), actorName: rule.name, text: action.text, at: now },
  )
  return { did: { do: 'notify', people: people.map(({ name }) => name) } }
}

/** No name, no number, no text of the customer leaves the house: who needs them asks with the ticket's id. */
async function callWebhook(firing: Firing, ticket: TicketRow, url: string): Promise<Done> {
  const { tx, send, rule, event, why, now } = firing
  const { id, number, status, priority, category, storeId, regionId, tags } = ticket
  await askForWebhook(tx, send, {
    ruleId: rule.id,
    ticketId: id,
    url,
    body: {
      event,
      at: now.toISOString(),
      rule: { id: rule.id, name: rule.name, version: rule.version },
      why: [...why],
      ticket: { id, number, status: status.toLowerCase(), priority, category, storeId, regionId, tags },
    },
  })
  return { did: { do: 'webhook', to: new URL(url).host } }
}

async function followUp(
  firing: Firing,
  ticket: TicketRow,
  { text, afterHours }: RuleAction & { readonly do: 'follow-up' },
  place: number,
): Promise<Done> {
  const { tx, rule, now, depth, chain, timeZone } = firing
  const when = localText(now.getTime() + afterHours * 3_600_000, timeZone)
  const { customerId, customerNumber, queueId, regionId, provinceId, cityId, areaId, ownerId, province, city } = ticket
  const made = await tx.ticket.create({
    data: {
      kind: 'CALLBACK',
      channel: ticket.channel,
      hotline: ticket.hotline,
      subject: text,
      description: `请在 ${when} 以后回访（工单 ${ticket.number}）`,
      category: ticket.category,
      orderNumber: ticket.orderNumber,
      ...{ customerId, customerNumber, queueId, regionId, provinceId, cityId, areaId, ownerId, province, city },
      source: 'rule',
      sourceId: `${firing.historyId}:${rule.id}:${place}`,
      createdAt: now,
      updatedAt: now,
      lastInteractionAt: now,
      links: { create: { toId: ticket.id, kind: 'related' } },
      history: {
        create: {
          at: now,
          kind: 'created',
          detail: {
            from: { id: ticket.id, number: ticket.number },
            kind: 'callback',
            rule: { id: rule.id, name: rule.name, version: rule.version },
            depth,
            chain: chain.map((link) => ({ ...link })),
          },
        },
      },
    },
  })
  return { did: { do: 'follow-up', id: made.id, number: made.number } }
}

const notAsked: Readonly<Record<Exclude<Asked, 'added' | 'again' | 'waiting'>, string>> = {
  'no-campaign': '没有这个回访活动，或已结束',
  'not-finished': '工单已重新打开',
  'no-number': '客户没有可呼叫的号码',
  refused: '客户要求不再致电',
  'asked-already': '这次解决之后已经回访过',
}

async function survey(
  { tx, ticketId, now, timeZone }: Firing,
  { campaignId, afterHours }: RuleAction & { readonly do: 'survey' },
): Promise<Done> {
  const nextAt = new Date(now.getTime() + afterHours * 3_600_000)
  const { asked, campaign } = await askAboutTicket(tx, { campaignId, ticketId, nextAt })
  const said = { do: 'survey', ...(campaign ? { campaign } : {}) }
  if (asked === 'waiting') return { did: { ...said, unchanged: true } }
  if (asked !== 'added' && asked !== 'again') return { did: { ...said, failed: notAsked[asked] } }
  return { did: { ...said, at: localText(nextAt.getTime(), timeZone) } }
}

async function reopen(firing: Firing, ticket: TicketRow, reason: string): Promise<Done> {
  const { tx, rule, event, depth, chain } = firing
  if (!isFinished(ticket.status)) return { did: { do: 'reopen', reason, unchanged: true } }
  const because = { rule: { ...rule }, event, depth, chain: chain.map((link) => ({ ...link })) }
  await applyMove(tx, { because }, ticket, { move: 'reopen', reason })
  return { did: { do: 'reopen', reason } }
}

async function storeTask(
  { tx, rule, now }: Firing,
  ticket: TicketRow,
  { text, dueHours }: RuleAction & { readonly do: 'store-task' },
): Promise<Done> {
  const dueAt = new Date(now.getTime() + dueHours * 3_600_000)
  const given = await addStoreTask(tx, { ticket, title: text, dueAt, rule: { ...rule }, at: now })
  if (given === 'no-store') return { did: { do: 'store-task', failed: '工单还没有门店' } }
  if (given === 'too-many') return { did: { do: 'store-task', failed: '这张工单的任务已经太多' } }
  return { did: { do: 'store-task', text, store: given.store } }
}
