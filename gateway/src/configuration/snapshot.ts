/**
 * The call centre's configuration as cti wants it: made from the tables, checked, and kept on disk, so that calls are answered and
 * routed when the process starts while the database is away.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type CallCentreConfig, callCentreConfig } from '@ringdesk/cti'
import { GatewayError } from '../errors.ts'
import { parseInput } from '../input.ts'
import { assemble } from './assembly.ts'
import { readDocuments } from './documents.ts'
import { menuFlows } from './menu-flows.ts'

/**
 * Reads queues, hotlines, skills and every agent whose account is in use, in one consistent view.
 * @throws GatewayError INVALID_CONFIGURATION naming every problem by the queue, hotline or agent it is about
 */
export async function loadCallCentreConfig(
  database: Parameters<typeof readDocuments>[0] & Parameters<typeof menuFlows>[0],
  trunk?: string,
  speech = false,
): Promise<CallCentreConfig> {
  const { version, documents } = await readDocuments(database)
  return checked('数据库', assemble(documents, version, { trunk, flows: await menuFlows(database, speech) }))
}

const fileIn = (dataDir: string): string => join(dataDir, 'configuration.json')

/** Replaces the copy on disk as a whole: a crash in between leaves the former one. */
export async function saveConfiguration(dataDir: string, config: CallCentreConfig): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const draft = join(dataDir, `configuration.${randomUUID()}.tmp`)
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(config, undefined, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, fileIn(dataDir))
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/**
 * The copy on disk; undefined when there is none yet.
 * @throws GatewayError INVALID_CONFIGURATION when it is there and cannot be used
 */
export async function readConfiguration(dataDir: string): Promise<CallCentreConfig | undefined> {
  const path = fileIn(dataDir)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (cause) {
    throw new GatewayError('INVALID_CONFIGURATION', { words: { where: path, problems: '  不是有效的 JSON' }, cause })
  }
  return checked(path, data)
}

function checked(where: string, data: unknown): CallCentreConfig {
  const parsed = parseInput(callCentreConfig, data)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  ${nameOf(data, issue.path)}：${issue.message}`)
  throw new GatewayError('INVALID_CONFIGURATION', { words: { where, problems: problems.join('\n') } })
}

/** queues[3].wrapUpMs says little to a person: queues "售后" .wrapUpMs does. */
function nameOf(data: unknown, path: readonly PropertyKey[]): string {
  const [list, index, ...rest] = path.map(String)
  if (list === undefined) return '内容'
  const items = (data as Record<string, unknown> | null)?.[list]
  const item = Array.isArray(items) ? (items[Number(index)] as { id?: string; number?: string } | undefined) : undefined
  const name = item?.id ?? item?.number ?? index
  return [list, name, ...rest].filter((part) => part !== undefined).join('.')
}
