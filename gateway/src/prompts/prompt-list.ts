/** The list of prompts: the installation's own and the shipped ones among them, by name. */
import type { z } from 'zod'
import type { PromptPage, promptQuery } from '../contract/index.ts'
import type { PrismaClient, VoicePrompt as PromptRow } from '../database/client/client.ts'
import { promptOf } from './prompt-rows.ts'
import { usesOfPrompts } from './prompt-uses.ts'
import { shippedPrompts } from './shipped-prompts.ts'

/** One page, by name. */
export async function listPrompts(
  database: PrismaClient,
  { q, after = '', limit }: z.output<typeof promptQuery>,
): Promise<PromptPage> {
  const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const [own, changed, uses] = await Promise.all([
    // In the order of the code units, as the names are sorted here.
    database.$queryRaw<PromptRow[]>`
      SELECT * FROM "VoicePrompt"
      WHERE name COLLATE "C" > ${after} AND (name ILIKE ${like} OR title ILIKE ${like} OR words ILIKE ${like})
      ORDER BY name COLLATE "C" LIMIT ${limit + 1}`,
    database.voicePrompt.findMany({ where: { name: { in: [...shippedPrompts.keys()] } }, select: { name: true } }),
    usesOfPrompts(database),
  ])
  const asRows = new Set(changed.map(({ name }) => name))
  const needle = q.toLowerCase()
  const untouched = [...shippedPrompts].flatMap(([name, { title, words }]) =>
    name > after && !asRows.has(name) && `${name}\n${title}\n${words}`.toLowerCase().includes(needle) ? [name] : [],
  )
  const rows = new Map(own.map((row) => [row.name, row]))
  const names = [...untouched, ...rows.keys()].sort((a, b) => (a < b ? -1 : 1))
  const shown = names.slice(0, limit)
  const versions = await database.voicePromptVersion.findMany({
    where: { OR: shown.map((name) => ({ name, version: rows.get(name)?.version ?? 0 })) },
  })
  const current = new Map(versions.map((version) => [version.name, version]))
  return {
    prompts: await Promise.all(
      shown.map((name) => promptOf(name, rows.get(name), current.get(name), uses.get(name) ?? [])),
    ),
    more: names.length > limit,
  }
}
