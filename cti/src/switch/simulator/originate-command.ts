/** Reading `originate {variables}endpoint &application(argument)`: FreeSWITCH's own quoting, nothing more. */
import type { Step } from './execution.ts'

export interface OriginateCommand {
  readonly variables: Readonly<Record<string, string>>
  readonly endpoint: string
  /** What the leg does when it is answered. */
  readonly onAnswer:
    | readonly Step[]
    | { readonly extension: string; readonly dialplan: string; readonly context: string }
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '<': '>' }

/** undefined when it cannot be read. */
export function parseOriginate(argument: string): OriginateCommand | undefined {
  let rest = argument.trim()
  const variables: Record<string, string> = {}
  for (let opening = rest[0] ?? ''; CLOSING[opening] !== undefined; opening = rest[0] ?? '') {
    const end = closingAt(rest, opening, CLOSING[opening] ?? '')
    if (end < 0) return undefined
    Object.assign(variables, parseAssignments(rest.slice(1, end)))
    rest = rest.slice(end + 1).trimStart()
  }
  const [endpoint, ...words] = rest.split(/\s+/)
  const target = words.join(' ')
  if (endpoint === undefined || endpoint === '' || target === '') return undefined
  const inline = /^'?&([\w-]+)(?:\((.*)\))?'?$/s.exec(target)
  if (inline !== null)
    return { variables, endpoint, onAnswer: [{ application: inline[1] ?? '', data: inline[2] ?? '' }] }
  const [extension = '', dialplan = 'XML', context = 'default'] = words
  return { variables, endpoint, onAnswer: { extension, dialplan, context } }
}

/** Where the bracket that opens `text` closes; brackets inside (as in ${name}) count. */
function closingAt(text: string, opening: string, closing: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === opening) depth += 1
    else if (text[at] === closing) {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}

/** `a=b,c='d, e'`: commas separate unless quoted or escaped by a backslash. */
function parseAssignments(text: string): Record<string, string> {
  const variables: Record<string, string> = {}
  let name = ''
  let value = ''
  let inValue = false
  let quoted = false
  const end = (): void => {
    if (name.trim() !== '') variables[name.trim()] = value
    name = ''
    value = ''
    inValue = false
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '\\' && /[,'\\]/.test(text[at + 1] ?? '')) {
      at += 1
      value += text[at] ?? ''
    } else if (character === "'") quoted = !quoted
    else if (character === ',' && !quoted) end()
    else if (character === '=' && !inValue) inValue = true
    else if (inValue) value += character
    else name += character
  }
  end()
  return variables
}
