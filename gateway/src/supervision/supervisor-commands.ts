/** The supervisors' hands: every command is checked, written into the audit, and only then carried out; once, however often it is sent. */
import { asAgentId, asCallId, asQueueId, type CallCentre, type SupervisorCommand } from '@ringdesk/cti'
import type { Logger } from 'pino'
import { type AuditRecord, recordAudit } from '../audit/audit.ts'
import {
  type Me,
  type SupervisionCommand,
  type SupervisionCommandResult,
  type SupervisionDirectory,
  supervisionCommandMessage,
} from '../contract/index.ts'
import type { Database } from '../database/connect.ts'
import { within } from '../deadline.ts'
import { parseInput, problemsOf } from '../input.ts'
import type { AlarmBook } from './alarm-book.ts'
import type { MessageBoard } from './message-board.ts'

const DATABASE_MS = 3_000
/** Commands whose results are remembered. */
const REMEMBERED = 5_000

export interface SupervisorCommandsOptions {
  readonly callCentre: Pick<CallCentre, 'supervise'>
  readonly database: Database
  readonly alarms: AlarmBook
  readonly messages: MessageBoard
  readonly directory: () => SupervisionDirectory
  /** What supervisors see has changed by a command. */
  readonly onDone: () => void
  readonly log: Logger
  readonly now?: () => number
}

type Refused = Extract<SupervisionCommandResult, { ok: false }>
const refused = (code: Refused['code'], message: string): Refused => ({ ok: false, code, message })

export class SupervisorCommands {
  readonly #options: SupervisorCommandsOptions
  readonly #now: () => number
  readonly #results = new Map<string, Promise<SupervisionCommandResult>>()

  constructor(options: SupervisorCommandsOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** Never throws. @param who whoever is logged in now: the role is looked at again with every command */
  command(who: Me, message: unknown): Promise<SupervisionCommandResult> {
    const parsed = parseInput(supervisionCommandMessage, message)
    if (!parsed.success) {
      const problems = problemsOf(parsed.error).map((problem) => `${problem.path} ${problem.message}`)
      return Promise.resolve(refused('BAD_COMMAND', problems.join('；')))
    }
    if (who.role !== 'supervisor' && who.role !== 'admin')
      return Promise.resolve(refused('NOT_ALLOWED', '只有班长和管理员可以操作'))
    const { id, command } = parsed.data
    const key = `${who.id}/${id}`
    const known = this.#results.get(key)
    if (known) return known
    const result = this.#carryOut(who, key, id, command).catch((error: unknown) => {
      this.#options.log.error({ err: error, command: command.type }, 'a supervisor’s command failed')
      this.#results.delete(key)
      return refused('TRY_AGAIN', '暂时无法执行，请稍后再试')
    })
    this.#results.set(key, result)
    const oldest = this.#results.size > REMEMBERED ? this.#results.keys().next() : undefined
    if (oldest?.value) this.#results.delete(oldest.value)
    return result
  }

  async #carryOut(who: Me, key: string, id: string, command: SupervisionCommand): Promise<SupervisionCommandResult> {
    const impossible = this.#impossible(command)
    if (impossible) return impossible
    try {
      await this.#audit(who, command)
    } catch (error) {
      this.#options.log.warn({ err: error, command: command.type }, 'a command was not done: it could not be audited')
      this.#results.delete(key)
      return refused('NOT_AUDITED', '数据库暂时不可用，操作未执行')
    }
    const result = await this.#perform(who, key, id, command)
    if (!result.ok) await this.#auditRefusal(who, command, result)
    this.#options.onDone()
    return result
  }

  /** What can be told before anything is asked of anybody. */
  #impossible(command: SupervisionCommand): Refused | undefined {
    const { people, queues } = this.#options.directory()
    switch (command.type) {
      case 'set-agent-state':
        return people.some(({ id }) => id === command.agent) ? undefined : refused('UNKNOWN_AGENT', '没有这个坐席')
      case 'move-contact':
        return queues.some(({ id }) => id === command.queue) ? undefined : refused('NO_SUCH_QUEUE', '没有这个队列')
      case 'send-message':
        return this.#options.messages.recipients(command.to).length > 0
          ? undefined
          : refused('NOBODY_TO_TELL', '没有可接收的坐席')
      case 'acknowledge-alarm':
        return this.#options.alarms.standing.has(command.alarm)
          ? undefined
          : refused('NO_SUCH_ALARM', '这条告警已经解除')
      default:
        return undefined
    }
  }

  async #perform(who: Me, key: string, id: string, command: SupervisionCommand): Promise<SupervisionCommandResult> {
    const { alarms, messages, callCentre } = this.#options
    switch (command.type) {
      case 'send-message':
        await messages.send(id, who, command.to, command.text, this.#now())
        return { ok: true }
      case 'acknowledge-alarm':
        return (await alarms.acknowledge(command.alarm, who, this.#now()))
          ? { ok: true }
          : refused('NO_SUCH_ALARM', '这条告警已经解除')
      default:
        return callCentre.supervise(who.id, key, ofCallCentre(command))
    }
  }

  #audit(who: Me, command: SupervisionCommand): Promise<void> {
    return this.#write(who, { ...auditOf(command), detail: { ...command } })
  }

  /** The deed was written down before; that it was not done is worth a line too, but no reason to fail. */
  async #auditRefusal(who: Me, command: SupervisionCommand, result: Refused): Promise<void> {
    const { object } = auditOf(command)
    try {
      await this.#write(who, { action: 'command-refused', object, detail: { ...command, code: result.code } })
    } catch (error) {
      this.#options.log.warn(
        { err: error, command, code: result.code },
        'that a command was refused is not in the audit',
      )
    }
  }

  #write(who: Me, record: Pick<AuditRecord, 'action' | 'object' | 'detail'>): Promise<void> {
    const written = recordAudit(this.#options.database, { accountId: who.id, actor: who.name, ...record })
    return within(DATABASE_MS, written, () => new Error('the database did not answer in time'))
  }
}

function auditOf(command: SupervisionCommand): Pick<AuditRecord, 'action' | 'object'> {
  switch (command.type) {
    case 'set-agent-state':
      return { action: 'agent-state-set', object: `agent:${command.agent}` }
    case 'move-contact':
      return { action: 'contact-moved', object: `call:${command.call}` }
    case 'prioritise-contact':
      return { action: 'contact-prioritised', object: `call:${command.call}` }
    case 'requeue-contact':
      return { action: 'contact-requeued', object: `call:${command.call}` }
    case 'send-message':
      return {
        action: 'message-sent',
        object: command.to.kind === 'everybody' ? 'everybody' : `${command.to.kind}:${command.to.id}`,
      }
    case 'acknowledge-alarm':
      return { action: 'alarm-acknowledged', object: `alarm:${command.alarm}` }
  }
}

function ofCallCentre(
  command: Exclude<SupervisionCommand, { type: 'send-message' | 'acknowledge-alarm' }>,
): SupervisorCommand {
  switch (command.type) {
    case 'set-agent-state':
      return { type: command.type, agent: asAgentId(command.agent), state: command.state }
    case 'move-contact':
      return { type: command.type, call: asCallId(command.call), queue: asQueueId(command.queue) }
    case 'prioritise-contact':
      return { type: command.type, call: asCallId(command.call), priority: command.priority }
    case 'requeue-contact':
      return { type: command.type, call: asCallId(command.call) }
  }
}
