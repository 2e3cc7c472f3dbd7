/** Somebody listens to a recording: the asked part of the file is sent, and an audit entry says who it was. */
import type { FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { recordAudit } from '../audit/audit.ts'
import type { Me } from '../contract/index.ts'
import type { Prisma, PrismaClient } from '../database/client/client.ts'
import { GatewayError } from '../errors.ts'
import { byteRange } from './byte-range.ts'
import { OutsideRecordings, openRecording } from './recording-file.ts'

/** ms within which further requests for one recording by one person belong to the same listening. */
const sameListeningMs = 900_000
/** ms a player may take for one answer: it stops reading while it is paused, and fastify's limit would cut it off. */
export const listeningMs = 4 * 3_600_000
const maxListenings = 10_000

export interface Listening {
  readonly action: 'recording-listened' | 'survey-comment-listened'
  readonly object: string
  readonly detail: Prisma.InputJsonObject
}

/** One audit entry for each listening, however many ranges the player asks for. */
export function auditListening(database: PrismaClient) {
  const listenings = new Map<string, number>()
  return async (me: Me, { action, object, detail }: Listening): Promise<void> => {
    const key = `${me.id} ${object}`
    const now = Date.now()
    const last = listenings.get(key)
    if (last !== undefined && now - last < sameListeningMs) return
    await recordAudit(database, { accountId: me.id, actor: me.name, action, object, detail })
    if (listenings.size >= maxListenings) listenings.clear()
    listenings.set(key, now)
  }
}

interface Asked {
  /** Where recordings lie; a path that leads out of it is refused. */
  readonly folder: string
  readonly path: string
  /** As the request has it. */
  readonly range: string | undefined
  readonly log: Logger
}

/**
 * The stream closes the file, also when the listener goes away.
 * @throws GatewayError NO_SUCH_RECORDING, RANGE_NOT_SATISFIABLE
 */
export async function sendAudio(reply: FastifyReply, { folder, path, range, log }: Asked) {
  const recording = await openRecording(folder, path).catch((error: unknown) => {
    if (!(error instanceof OutsideRecordings)) throw error
    log.error({ path }, 'recording lies outside RECORDINGS_DIR: refused')
    return undefined
  })
  if (!recording) throw new GatewayError('NO_SUCH_RECORDING')
  const { file, size } = recording
  const part = byteRange(range, size)
  if (part.kind === 'unsatisfiable') {
    await file.close()
    throw new GatewayError('RANGE_NOT_SATISFIABLE', { headers: { 'content-range': `bytes */${size}` } })
  }
  const [first, last] = part.kind === 'part' ? [part.first, part.last] : [0, size - 1]
  if (part.kind === 'part') reply.status(206).header('content-range', `bytes ${first}-${last}/${size}`)
  reply.headers({
    'content-type': 'audio/wav',
    'content-length': Math.max(0, last - first + 1),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
  })
  if (size === 0) {
    await file.close()
    return reply.send(Buffer.alloc(0))
  }
  return reply.send(file.createReadStream({ start: first, end: last }))
}
