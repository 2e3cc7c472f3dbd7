/** `npm run account -- <user name> <name>`: makes an administrator in the database that DATABASE_URL names, and prints the password. */
import { pino } from 'pino'
import { ZodError } from 'zod'
import { closeDatabase, connectDatabase } from '../database/connect.ts'
import { GatewayError } from '../errors.ts'
import { makeAdministrator } from './first-administrator.ts'

const usage = `用法 · usage: DATABASE_URL=postgresql://… npm run account -- <用户名 user name> <姓名 name>
用户名为 3 到 32 位小写字母、数字或 . _ - · 3 to 32 lower-case letters, digits or . _ -`

const [username, name, ...others] = process.argv.slice(2)
const url = process.env.DATABASE_URL
if (!url || username === undefined || name === undefined || others.length > 0) {
  console.error(usage)
  process.exit(2)
}
const database = connectDatabase({ url, log: pino({ level: 'warn' }), connections: 1 })
try {
  const made = await makeAdministrator(database, { username, name })
  console.log(
    `管理员 · administrator ${made.username}，密码 · password: ${made.password}\n请登录后修改密码 · change it after the first log-in`,
  )
} catch (error) {
  process.exitCode = 1
  if (error instanceof GatewayError) console.error(error.message)
  else if (error instanceof ZodError)
    console.error(`${error.issues.map(({ message }) => message).join('; ')}\n${usage}`)
  else throw error
} finally {
  await closeDatabase(database)
}
