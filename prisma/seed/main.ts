/** `npm run db:seed`: loads the demo chain into the database that DATABASE_URL names. */
import { pino } from 'pino'
import { closeDatabase, connectDatabase } from '../../gateway/src/database/connect.ts'
import { seedDemoChain } from './demo-chain.ts'

const url = process.env.DATABASE_URL
if (!url) {
  console.error('DATABASE_URL is not set: which database shall the demo chain be loaded into?')
  process.exit(1)
}
const database = connectDatabase({ url, log: pino({ level: 'warn' }) })
try {
  const outcome = await seedDemoChain(database, new Date())
  const words = {
    seeded: 'the demo chain is loaded',
    'already-there': 'the demo chain is there already; nothing was changed',
    'not-empty': 'this database has data of its own: the demo chain was not loaded',
  }
  console.log(words[outcome])
  if (outcome === 'not-empty') process.exitCode = 1
} finally {
  await closeDatabase(database)
}
