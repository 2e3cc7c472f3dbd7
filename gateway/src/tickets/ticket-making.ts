/**
 * Tickets from calls: each inbound call gets exactly one ticket, or becomes an interaction of the customer's open one about the same
 * matter. Made when the call is connected, completed when it ends; who reached nobody gets a call-back. The unique keys on
 * (source, source id) and on the interaction's call make doing it twice harmless.
 */
import { randomUUID } from 'node:crypto'
import type { CallOutcome, Fact, FactOf } from '@ringdesk/cti'
import { isAttemptId } from '../campaigns/attempt-id.ts'
import { jsonb, type LedgerTransaction } from '../ledger/transaction.ts'
import { matterOf, type OpenTicket, SAME_MATTER_MS } from './matter.ts'
import { isUnfinished } from './ticket-rows.ts'

type Ending = FactOf<'call-ended'>
type Connecting = FactOf<'call-connected'>

/** What the ticket list shows of a call-back before anybody has written a subject. */
const CALLBACK_SUBJECTS: Readonly<Record<Exclude<CallOutcome, 'answered'>, string>> = {
  abandoned: '放弃来电，请回拨',
  'out-of-hours': '非服务时间来电，请回拨',
  'nobody-logged-in': '无坐席在线时来电，请回拨',
  'max-wait': '排队超时来电，请回拨',
  failed: '来电未接通，请回拨',
  'callback-requested': '客户预约回拨',
  voicemail: '客户留言，请回复',
  announced: '排队时听取提示后结束，请回拨',
  forwarded: '来电转至外部号码',
}

export async function makeTickets(transaction: LedgerTransaction, facts: readonly Fact[]): Promise<void> {
  const relevant = facts.filter(
    (fact): fact is Connecting | Ending => fact.type === 'call-connected' || fact.type === 'call-ended',
  )
  if (relevant.length === 0) return
  const desk = await TicketDesk.open(transaction, relevant)
  for (const fact of relevant) {
    if (fact.type === 'call-connected') desk.connected(fact)
    else desk.ended(fact)
  }
  await desk.write()
}

interface CallRow {
  readonly id: string
  readonly customerId: string | null
  readonly number: string | null
  readonly province: string | null
  readonly city: string | null
  readonly queueId: string | null
  readonly agentId: string | null
  readonly arrivedAt: Date
  readonly outcome: string | null
}

interface LockedTicket extends OpenTicket {
  readonly mergedIntoId: string | null
  readonly isOpen: boolean | null
}

interface NewTicket {
  readonly id: string
  kind: 'SERVICE' | 'CALLBACK'
  readonly hotline: string
  subject: string | null
  readonly customerId: string | null
  readonly customerNumber: string | null
  readonly agentId: string | null
  readonly queueId: string | null
  readonly regionId: string | null
  readonly province: string | null
  readonly city: string | null
  readonly callId: string
  readonly createdAt: Date
  lastInteractionAt: Date
}

interface InteractionRow {
  readonly callId: string
  readonly ticketId: string
  readonly agentId: string | null
  readonly startedAt: Date
  endedAt: Date | null
  outcome: string | null
}

interface InteractionState extends Omit<InteractionRow, 'callId'> {
  readonly isNew: boolean
}

/** Decides in memory for a whole batch, then writes each kind of row with one statement. */
class TicketDesk {
  readonly #transaction: LedgerTransaction
  readonly #calls: ReadonlyMap<string, CallRow>
  readonly #regions: ReadonlyMap<string, string>
  readonly #open: OpenTicket[]
  /** Of calls that we made about a ticket: that ticket, or the one it was merged into. */
  readonly #about: ReadonlyMap<string, string>
  readonly #interactions: Map<string, InteractionState>
  readonly #newTickets: NewTicket[] = []
  readonly #touched = new Map<string, { lastInteractionAt: Date; agentId: string | null; reached: boolean }>()
  readonly #history: {
    readonly ticketId: string
    readonly at: Date
    readonly kind: string
    readonly detail: object
  }[] = []

  static async open(transaction: LedgerTransaction, facts: readonly (Connecting | Ending)[]): Promise<TicketDesk> {
    const ids = [...new Set(facts.map((fact) => fact.call))]
    const calls = await transaction.$queryRaw<CallRow[]>`
      SELECT id, "customerId", number, province, city, "queueId", "agentId", "arrivedAt", outcome FROM "Call"
      WHERE id = ANY(${ids}::text[])`
    const customers = [...new Set(calls.flatMap((call) => call.customerId ?? []))]
    const since = new Date(Math.min(...facts.map((fact) => fact.at)) - SAME_MATTER_MS)
    const about = await ticketsCalledAbout(transaction, ids)
    const [interactions, locked, regions] = await Promise.all([
      transaction.$queryRaw<InteractionRow[]>`
        SELECT "callId", "ticketId", "agentId", "startedAt", "endedAt", outcome FROM "Interaction"
        WHERE "callId" = ANY(${ids}::text[])`,
      // Locked: a merge or an edit that is under way is waited for, and one that comes later finds the new contact there.
      transaction.$queryRaw<LockedTicket[]>`
        SELECT "id", "kind", "customerId", "queueId", "lastInteractionAt", "mergedIntoId",
          "customerId" = ANY(${customers}::uuid[]) AND ${isUnfinished} AND "lastInteractionAt" >= ${since} AS "isOpen"
        FROM "Ticket" t
        WHERE "customerId" = ANY(${customers}::uuid[]) AND ${isUnfinished} AND "lastInteractionAt" >= ${since}
          OR id = ANY(${[...about.values()]}::uuid[])
        ORDER BY "id" FOR UPDATE`,
      transaction.$queryRaw<{ id: string; province: string }[]>`SELECT id, unnest(provinces) AS province FROM "Region"`,
    ])
    return new TicketDesk(
      transaction,
      new Map(calls.map((call) => [call.id, call])),
      new Map(interactions.map(({ callId, ...row }) => [callId, { ...row, isNew: false }])),
      locked.filter(({ isOpen }) => isOpen),
      new Map(regions.map(({ id, province }) => [province, id])),
      // What was merged meanwhile goes on in the other one.
      new Map(
        [...about].flatMap(([call, ticket]) => {
          const row = locked.find(({ id }) => id === ticket)
          return row ? [[call, row.mergedIntoId ?? row.id] as const] : []
        }),
      ),
    )
  }

  private constructor(
    transaction: LedgerTransaction,
    calls: ReadonlyMap<string, CallRow>,
    interactions: Map<string, InteractionState>,
    open: OpenTicket[],
    regions: ReadonlyMap<string, string>,
    about: ReadonlyMap<string, string>,
  ) {
    this.#transaction = transaction
    this.#calls = calls
    this.#interactions = interactions
    this.#open = open
    this.#regions = regions
    this.#about = about
  }

  connected(fact: Connecting): void {
    const call = this.#calls.get(fact.call)
    if (!call || this.#interactions.has(fact.call)) return
    this.#assign(call, fact.hotline, new Date(fact.at), true)
  }

  ended(fact: Ending): void {
    const call = this.#calls.get(fact.call)
    if (!call) return
    const at = new Date(fact.at)
    // The call's row has the last word: it knows of a connection that the end itself may not know of.
    const outcome = call.outcome === 'answered' ? 'answered' : fact.outcome
    const reached = outcome === 'answered'
    const interaction = this.#interactions.get(fact.call) ?? this.#assign(call, fact.hotline, at, reached, outcome)
    interaction.endedAt = at
    interaction.outcome = outcome
    this.#touch(interaction.ticketId, at, call.agentId, reached)
    this.#tell(interaction.ticketId, at, 'interaction-ended', {
      callId: call.id,
      outcome,
      endedBy: fact.endedBy,
      talkMs: fact.talkMs,
      waitedMs: fact.waitedMs,
    })
  }

  async write(): Promise<void> {
    const fresh = new Set(this.#newTickets.map((ticket) => ticket.id))
    for (const ticket of this.#newTickets) {
      const touch = this.#touched.get(ticket.id)
      if (touch?.reached) Object.assign(ticket, { kind: 'SERVICE', subject: null })
      if (touch) ticket.lastInteractionAt = touch.lastInteractionAt
    }
    await this.#addTickets()
    await this.#addInteractions()
    await this.#endInteractions()
    await this.#touchTickets(fresh)
    await this.#addHistory()
  }

  async #addTickets(): Promise<void> {
    if (this.#newTickets.length === 0) return
    await this.#transaction.$executeRaw`
      INSERT INTO "Ticket" (id, kind, channel, hotline, subject, "customerId", "customerNumber", "agentId", "queueId", "regionId", province,
        city, source, "sourceId", "createdAt", "updatedAt", "lastInteractionAt")
      SELECT id, kind::"TicketKind", 'voice', hotline, subject, "customerId", "customerNumber", "agentId", "queueId", "regionId", province,
        city, 'call', "callId", "createdAt", "createdAt", "lastInteractionAt"
      FROM jsonb_to_recordset(${jsonb(this.#newTickets)}::jsonb) AS made(id uuid, kind text, hotline text, subject text,
        "customerId" uuid, "customerNumber" text, "agentId" text, "queueId" text, "regionId" text, province text, city text,
        "callId" text, "createdAt" timestamptz, "lastInteractionAt" timestamptz)`
  }

  async #addInteractions(): Promise<void> {
    const rows = [...this.#interactions].flatMap(([callId, { isNew, ...row }]) => (isNew ? [{ ...row, callId }] : []))
    if (rows.length === 0) return
    await this.#transaction.$executeRaw`
      INSERT INTO "Interaction" (id, "ticketId", source, "sourceId", "callId", "agentId", "startedAt", "endedAt", outcome)
      SELECT gen_random_uuid(), "ticketId", 'call', "callId", "callId", "agentId", "startedAt", "endedAt", outcome
      FROM jsonb_to_recordset(${jsonb(rows)}::jsonb) AS added("ticketId" uuid, "callId" text, "agentId" text, "startedAt" timestamptz,
        "endedAt" timestamptz, outcome text)`
  }

  /** In the order in which it was told. */
  async #addHistory(): Promise<void> {
    if (this.#history.length === 0) return
    await this.#transaction.$executeRaw`
      INSERT INTO "TicketHistory" (id, "ticketId", at, kind, detail)
      SELECT gen_random_uuid(), "ticketId", at, kind, detail
      FROM jsonb_to_recordset(${jsonb(this.#history)}::jsonb) AS told("ticketId" uuid, at timestamptz, kind text, detail jsonb)`
  }

  async #endInteractions(): Promise<void> {
    const ended = [...this.#interactions].flatMap(([callId, { isNew, endedAt, outcome }]) =>
      isNew || !endedAt ? [] : [{ call_id: callId, ended_at: endedAt.toISOString(), outcome }],
    )
    if (ended.length === 0) return
    await this.#transaction.$executeRaw`
      UPDATE "Interaction" SET "endedAt" = ended.ended_at, "outcome" = ended.outcome
      FROM jsonb_to_recordset(${jsonb(ended)}::jsonb) AS ended(call_id text, ended_at timestamptz, outcome text)
      WHERE "Interaction"."callId" = ended.call_id`
  }

  async #touchTickets(fresh: ReadonlySet<string>): Promise<void> {
    const touched = [...this.#touched].flatMap(([id, { lastInteractionAt, agentId, reached }]) =>
      fresh.has(id) ? [] : [{ id, at: lastInteractionAt.toISOString(), agent_id: agentId, reached }],
    )
    if (touched.length === 0) return
    await this.#transaction.$executeRaw`
      -- Not a new version: what people edit is untouched, and a save made on what they saw before still holds.
      UPDATE "Ticket" SET
        "lastInteractionAt" = GREATEST("lastInteractionAt", touched.at),
        "agentId" = COALESCE("agentId", touched.agent_id),
        "kind" = CASE WHEN touched.reached THEN 'SERVICE'::"TicketKind" ELSE "kind" END,
        -- "Please call back" is said for as long as it is true; what a person wrote stays.
        "subject" = CASE WHEN touched.reached AND "subject" = ANY(${Object.values(CALLBACK_SUBJECTS)}) THEN NULL ELSE "subject" END,
        "updatedAt" = now()
      FROM jsonb_to_recordset(${jsonb(touched)}::jsonb) AS touched(id uuid, at timestamptz, agent_id text, reached boolean)
      WHERE "Ticket".id = touched.id`
  }

  /** Puts the call on the ticket it belongs to, making one when there is none. */
  #assign(call: CallRow, hotline: string, at: Date, reached: boolean, outcome?: CallOutcome): InteractionState {
    const matter = { customerId: call.customerId, queueId: call.queueId, at, reached }
    // Whom we called about a ticket and reached has nothing else to be about, whatever its state or age.
    const match = (reached ? this.#about.get(call.id) : undefined) ?? matterOf(matter, this.#open)?.id
    const ticketId = match ?? this.#create(call, hotline, at, reached, outcome)
    if (match) {
      this.#touch(ticketId, at, call.agentId, reached)
      this.#tell(ticketId, at, 'interaction-added', { callId: call.id, channel: 'voice' })
    }
    const interaction: InteractionState = {
      ticketId,
      isNew: true,
      agentId: call.agentId,
      startedAt: call.arrivedAt,
      endedAt: null,
      outcome: null,
    }
    this.#interactions.set(call.id, interaction)
    return interaction
  }

  #create(call: CallRow, hotline: string, at: Date, reached: boolean, outcome: CallOutcome | undefined): string {
    const id = randomUUID()
    const kind = reached ? 'SERVICE' : 'CALLBACK'
    this.#newTickets.push({
      id,
      kind,
      hotline,
      subject: outcome === undefined || outcome === 'answered' ? null : CALLBACK_SUBJECTS[outcome],
      customerId: call.customerId,
      customerNumber: call.number,
      agentId: call.agentId,
      queueId: call.queueId,
      regionId: (call.province && this.#regions.get(call.province)) ?? null,
      province: call.province,
      city: call.city,
      callId: call.id,
      createdAt: at,
      lastInteractionAt: at,
    })
    this.#tell(id, at, 'created', { callId: call.id, channel: 'voice', hotline, kind: kind.toLowerCase() })
    if (call.customerId)
      this.#open.push({ id, kind, customerId: call.customerId, queueId: call.queueId, lastInteractionAt: at })
    return id
  }

  #touch(id: string, at: Date, agentId: string | null, reached: boolean): void {
    const before = this.#touched.get(id)
    this.#touched.set(id, {
      lastInteractionAt: at,
      agentId: before?.agentId ?? agentId,
      reached: reached || before?.reached === true,
    })
  }

  #tell(ticketId: string, at: Date, kind: string, detail: object): void {
    this.#history.push({ ticketId, at, kind, detail })
  }
}

/** By call, the ticket that an attempt was made about. */
async function ticketsCalledAbout(
  transaction: LedgerTransaction,
  calls: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const attempts = calls.filter(isAttemptId)
  if (attempts.length === 0) return new Map()
  const rows = await transaction.$queryRaw<{ call: string; ticket: string }[]>`
    SELECT a.id::text AS call, COALESCE(a."ticketId", c."ticketId") AS ticket
    FROM "OutboundAttempt" a LEFT JOIN "CampaignContact" c ON c.id = a."contactId"
    WHERE a.id = ANY(${attempts}::uuid[]) AND COALESCE(a."ticketId", c."ticketId") IS NOT NULL`
  return new Map(rows.map(({ call, ticket }) => [call, ticket]))
}
