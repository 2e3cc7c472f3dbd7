/** Puts documents into the tables. Everything in the transaction that it is given. */
import { randomUUID } from 'node:crypto'
import { NO_PASSWORD } from '../accounts/password.ts'
import { documentSchemas } from '../configuration/documents.ts'
import type { AgentDocument, DocumentKind } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'
import type { DraftChange } from './draft.ts'

type Transaction = Prisma.TransactionClient

/** What refers to nothing first; removals in the opposite order. */
const order: readonly DocumentKind[] = ['skill', 'region', 'holiday', 'queue', 'hotline', 'agent']

/** @param changes of documents that fit together */
export async function writeChanges(tx: Transaction, changes: readonly DraftChange[]): Promise<void> {
  const rank = ({ kind, value }: DraftChange): number =>
    value === null ? 2 * order.length - order.indexOf(kind) : order.indexOf(kind)
  for (const change of changes.toSorted((one, other) => rank(one) - rank(other))) await write(tx, change)
}

async function write(tx: Transaction, { kind, key, value }: DraftChange): Promise<void> {
  switch (kind) {
    case 'skill': {
      if (value === null) return void (await tx.skill.delete({ where: { id: key } }))
      const { id, label } = documentSchemas.skill.parse(value)
      return void (await tx.skill.upsert({ where: { id }, create: { id, label }, update: { label } }))
    }
    case 'region': {
      if (value === null) return void (await tx.region.delete({ where: { id: key } }))
      const { id, name, provinces } = documentSchemas.region.parse(value)
      return void (await tx.region.upsert({
        where: { id },
        create: { id, name, provinces },
        update: { name, provinces },
      }))
    }
    case 'holiday': {
      const date = new Date(`${key}T00:00:00Z`)
      if (value === null) return void (await tx.holiday.delete({ where: { date } }))
      const { name, open } = documentSchemas.holiday.parse(value)
      return void (await tx.holiday.upsert({ where: { date }, create: { date, name, open }, update: { name, open } }))
    }
    case 'queue': {
      if (value === null) return void (await tx.queue.update({ where: { id: key }, data: { retiredAt: new Date() } }))
      const { id, name, ...settings } = documentSchemas.queue.parse(value)
      const data = { name, settings, retiredAt: null }
      return void (await tx.queue.upsert({ where: { id }, create: { id, ...data }, update: data }))
    }
    case 'hotline': {
      if (value === null) return void (await tx.hotline.delete({ where: { number: key } }))
      const { number, name, queue, ...settings } = documentSchemas.hotline.parse(value)
      const data = { name, queueId: queue, settings }
      return void (await tx.hotline.upsert({ where: { number }, create: { number, ...data }, update: data }))
    }
    case 'agent':
      if (value !== null) await writeAgent(tx, documentSchemas.agent.parse(value))
  }
}

async function writeAgent(tx: Transaction, agent: AgentDocument): Promise<void> {
  const { id, name, extension, skills, region = null, teams, languages, capacity, blend, username, enabled } = agent
  const data = {
    name,
    extension,
    region,
    teams: [...teams],
    languages: [...languages],
    capacity: { ...capacity },
    blend,
  }
  const account = { username, displayName: name, disabledAt: enabled ? null : new Date() }
  const known = await tx.agent.findUnique({ where: { id }, include: { account: true } })
  if (known) {
    const disabledAt = enabled ? null : (known.account.disabledAt ?? account.disabledAt)
    await tx.account.update({ where: { id: known.accountId }, data: { ...account, disabledAt } })
    await tx.agent.update({ where: { id }, data })
    if (!enabled) await tx.session.deleteMany({ where: { accountId: known.accountId } })
  } else {
    const accountId = randomUUID()
    await tx.account.create({ data: { ...account, id: accountId, passwordHash: NO_PASSWORD, role: 'AGENT' } })
    await tx.agent.create({ data: { ...data, id, accountId } })
  }
  await tx.agentSkill.deleteMany({ where: { agentId: id } })
  await tx.agentSkill.createMany({
    data: Object.entries(skills).map(([skillId, level]) => ({ agentId: id, skillId, level })),
  })
}
