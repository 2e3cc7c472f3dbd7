/** A worker in a process of its own, for tests that kill it: DATABASE_URL says where. Says `working` once it does. */
import { pino } from 'pino'
import { connectDatabase } from '../database/connect.ts'
import { openTicketChanges } from '../tickets/ticket-changes.ts'
import { TicketWorker } from './ticket-worker.ts'

const url = process.env.DATABASE_URL ?? ''
const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }, pino.destination(2))
const database = connectDatabase({ url, log, connections: 4 })
const worker = new TicketWorker({ database, timeZone: 'Asia/Shanghai', log, onEvent: async () => undefined })
worker.start(openTicketChanges({ url, log }))
console.log('working')
