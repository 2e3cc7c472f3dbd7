/** The configuration as documents, one for each queue, hotline, agent, skill, region and holiday: what is stored, edited and compared. */
import { agentConfig, hotlineConfig, queueConfig, regionConfig } from '@ringdesk/cti'
import { z } from 'zod'
import type { ConfigurationDocuments, DocumentKind, DocumentOf } from '../contract/index.ts'
import type { Prisma } from '../database/client/client.ts'

const label = z.string().trim().min(1).max(100)
/** What ids are made of when people choose them: they stand in addresses, logs and channel variables. */
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, '只能用小写字母、数字和连字符，且以字母或数字开头')

/** What a document of each kind looks like. Defaults are filled in, so that a stored one need not have everything. */
export const documentSchemas = {
  skill: z.object({ id: slug, label }),
  queue: queueConfig.extend({ id: slug }),
  hotline: hotlineConfig.extend({ holidays: z.boolean().default(false) }),
  agent: agentConfig.extend({
    id: slug,
    username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/, '2 至 64 个小写字母、数字、点、下划线或连字符'),
    enabled: z.boolean().default(true),
  }),
  region: regionConfig.extend({ id: slug }),
  holiday: z.object({ date: z.iso.date(), name: label, open: z.boolean().default(false) }),
} as const satisfies { readonly [Kind in DocumentKind]: z.ZodType<DocumentOf[Kind]> }

export const documentKinds = Object.keys(documentSchemas) as readonly DocumentKind[]

const keyNames = {
  skill: 'id',
  queue: 'id',
  hotline: 'number',
  agent: 'id',
  region: 'id',
  holiday: 'date',
} as const satisfies Record<DocumentKind, string>

/** The property that names a document of this kind. */
export function keyName(kind: DocumentKind): string {
  return keyNames[kind]
}

export function keyOf(kind: DocumentKind, document: object): string {
  return String((document as Readonly<Record<string, unknown>>)[keyNames[kind]])
}

type Source = Pick<
  Prisma.TransactionClient,
  'skill' | 'queue' | 'hotline' | 'agent' | 'region' | 'holiday' | 'configurationVersion'
>

/** As they are stored, not checked: whoever uses them checks what they need. In order of their keys. */
export interface StoredDocuments {
  readonly version: number
  readonly documents: { readonly [Kind in DocumentKind]: readonly Readonly<Record<string, unknown>>[] }
}

const settingsOf = (settings: Prisma.JsonValue | null): object =>
  typeof settings === 'object' && settings !== null && !Array.isArray(settings) ? settings : {}

export async function readDocuments(database: Source): Promise<StoredDocuments> {
  const [version, skills, queues, hotlines, agents, regions, holidays] = await Promise.all([
    database.configurationVersion.findUnique({ where: { id: 1 } }),
    database.skill.findMany({ orderBy: { id: 'asc' } }),
    database.queue.findMany({ where: { retiredAt: null }, orderBy: { id: 'asc' } }),
    database.hotline.findMany({ orderBy: { number: 'asc' } }),
    database.agent.findMany({ include: { skills: true, account: true }, orderBy: { id: 'asc' } }),
    database.region.findMany({ where: { level: 'REGION' }, orderBy: { id: 'asc' } }),
    database.holiday.findMany({ orderBy: { date: 'asc' } }),
  ])
  return {
    version: version?.version ?? 0,
    documents: {
      skill: skills.map(({ id, label }) => ({ id, label })),
      queue: queues.map(({ id, name, settings }) => ({ ...settingsOf(settings), id, name })),
      hotline: hotlines.map(({ number, name, queueId, settings }) => ({
        ...settingsOf(settings),
        number,
        name,
        queue: queueId,
      })),
      agent: agents.map(({ id, name, extension, region, teams, languages, capacity, blend, skills, account }) => ({
        id,
        name,
        extension,
        teams,
        languages,
        skills: Object.fromEntries(skills.map(({ skillId, level }) => [skillId, level])),
        username: account.username,
        enabled: account.disabledAt === null,
        ...(region === null ? {} : { region }),
        ...(capacity === null ? {} : { capacity: settingsOf(capacity) }),
        blend,
      })),
      region: regions.map(({ id, name, provinces }) => ({ id, name, provinces })),
      holiday: holidays.map(({ date, name, open }) => ({ date: date.toISOString().slice(0, 10), name, open })),
    },
  }
}

/** With defaults filled in; a document that does not fit stays as it is stored, for the problems to be shown at. */
export function filledIn({ documents }: StoredDocuments): ConfigurationDocuments {
  const filled = <Kind extends DocumentKind>(kind: Kind): DocumentOf[Kind][] =>
    documents[kind].map((document) => {
      const parsed = documentSchemas[kind].safeParse(document)
      return (parsed.success ? parsed.data : document) as DocumentOf[Kind]
    })
  return {
    skill: filled('skill'),
    queue: filled('queue'),
    hotline: filled('hotline'),
    agent: filled('agent'),
    region: filled('region'),
    holiday: filled('holiday'),
  }
}
