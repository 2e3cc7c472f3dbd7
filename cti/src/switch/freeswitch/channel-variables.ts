/**
 * Our own channel variables: `ringdesk_<name>`. Their values go through command lines with half a dozen kinds of quoting, dial strings
 * in braces and the journal's separators, so they are written percent-encoded except for letters (Chinese ones too), digits and
 * a few harmless marks, and decoded when read. What the dialplan sets by hand (`ringdesk_role=caller`) reads the same either way.
 */
import { SwitchError } from '../port.ts'

export const variablePrefix = 'ringdesk_'

const unsafe = /[^\p{L}\p{N}._:@+-]/gu

export const encodeValue = (value: string): string =>
  value
    .toWellFormed()
    .replace(unsafe, (character) =>
      [...Buffer.from(character, 'utf8')]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join(''),
    )

export function decodeValue(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    // Not written by us: it means what it says.
    return value
  }
}

/** @throws SwitchError BAD_ARGUMENT */
export function variableName(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,63}$/i.test(name))
    throw new SwitchError('BAD_ARGUMENT', `not a variable name: ${JSON.stringify(name)}`)
  return variablePrefix + name
}

/** Collects ours from headers whose names begin with `headerPrefix` (variable_ in events and dumps). */
export function ownVariables(
  headers: Readonly<Record<string, unknown>>,
  headerPrefix = 'variable_',
): Record<string, string> {
  const prefix = headerPrefix + variablePrefix
  const variables: Record<string, string> = {}
  for (const name in headers) {
    if (!name.startsWith(prefix)) continue
    const value = headers[name]
    if (typeof value === 'string' && value !== '') variables[name.slice(prefix.length)] = decodeValue(value)
  }
  return variables
}
