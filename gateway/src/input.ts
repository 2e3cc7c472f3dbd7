/** Checks what comes in against its zod schema; every problem is named with its field, in Chinese. */
import type { FastifySchemaCompiler } from 'fastify'
import { z } from 'zod'
import { GatewayError } from './errors.ts'

const { localeError } = z.locales.zhCN()

/** Problems of a failed parse, one for each field. The whole value is named 内容. */
export const problemsOf = (error: z.ZodError): { path: string; message: string }[] =>
  error.issues.map((issue) => ({ path: issue.path.join('.') || '内容', message: issue.message }))

/** Like `schema.safeParse`, with Chinese messages where the schema has none of its own. */
export const parseInput = <Schema extends z.ZodType>(schema: Schema, data: unknown) =>
  schema.safeParse(data, { error: localeError })

export const badInput = (fields: readonly { path: string; message: string }[]): GatewayError =>
  new GatewayError('BAD_INPUT', {
    fields: [...fields],
    words: { problems: fields.map((field) => `${field.path} ${field.message}`).join('；') },
  })

/** Where a text is that PostgreSQL can store neither as text nor as JSON: with NUL, or with half of a surrogate pair. */
function unstorable(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? [] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    const path = unstorable(part) ?? unstorable(key)
    if (path) return [key.replaceAll('\0', ''), ...path]
  }
  return undefined
}

/** fastify's validator: refuses with BAD_INPUT. */
export const inputValidator: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    const path = unstorable(data)
    if (path) return { error: badInput([{ path: path.join('.') || '内容', message: '含有无法保存的字符' }]) }
    const parsed = parseInput(schema, data)
    return parsed.success ? { value: parsed.data } : { error: badInput(problemsOf(parsed.error)) }
  }
