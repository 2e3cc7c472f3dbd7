/** Supervision put together: what is watched, the alarms, the messages, the hands. */
import type { CallCentre, CallCentreConfig } from '@ringdesk/cti'
import type { Logger } from 'pino'
import type { DeskSwitch } from '../contract/index.ts'
import type { Database } from '../database/connect.ts'
import type { Names } from '../desk/desk-views.ts'
import { AlarmBook } from './alarm-book.ts'
import { MessageBoard } from './message-board.ts'
import { Supervision } from './supervision.ts'
import { SupervisorCommands } from './supervisor-commands.ts'

/** Between two tries to read alarms and messages at start while the database is away. ms */
const RETRY_MS = 5_000

export interface OpenedSupervision {
  readonly supervision: Supervision
  readonly alarms: AlarmBook
  readonly messages: MessageBoard
  readonly commands: SupervisorCommands
  /** Starts without the database if need be; rules, alarms and messages follow when it answers. */
  start(): Promise<void>
  stop(): Promise<void>
}

export function openSupervision(options: {
  readonly callCentre: CallCentre
  readonly database: Database
  readonly config: () => CallCentreConfig
  readonly names: () => Names
  readonly switchStatus: () => DeskSwitch
  /** Whether other gateways run beside this one. */
  readonly shared: boolean
  readonly timeZone: string
  readonly log: Logger
}): OpenedSupervision {
  const { database, log, shared } = options
  const alarms = new AlarmBook(database, log, shared)
  const messages: MessageBoard = new MessageBoard({
    database,
    shared,
    log,
    dayStart: () => supervision.dayStart,
    people: () => supervision.directory.people,
  })
  const supervision: Supervision = new Supervision({ ...options, alarms, messages })
  const commands = new SupervisorCommands({
    ...options,
    alarms,
    messages,
    directory: () => supervision.directory,
    onDone: () => supervision.changed(),
  })
  let retry: NodeJS.Timeout | undefined
  const read = async (): Promise<void> => {
    try {
      supervision.resume(await alarms.open())
      await messages.open()
    } catch (error) {
      log.warn({ err: error }, 'alarm rules and messages are not known yet')
      retry = setTimeout(() => void read(), RETRY_MS)
    }
  }
  return {
    supervision,
    alarms,
    messages,
    commands,
    async start() {
      await read()
      supervision.start()
    },
    async stop() {
      clearTimeout(retry)
      supervision.stop()
      messages.close()
      await alarms.close()
    },
  }
}
