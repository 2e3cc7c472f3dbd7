/** Filling in ${…}, as FreeSWITCH does with the arguments of applications and hooks. */
import type { Channel } from './channel.ts'
import { channelHeaders } from './channel-headers.ts'

/** Nesting is this deep at most: ${url_encode(${name})}. */
const ROUNDS = 3

/**
 * ${name} becomes the variable's value, else that of a header of the channel's events, else nothing; ${url_encode(text)} its
 * percent-encoding. \\${name} stays, without its backslash.
 */
export function expand(channel: Channel, text: string): string {
  let expanded = text
  for (let round = 0; round < ROUNDS && expanded.includes('${'); round += 1)
    expanded = expanded.replaceAll(/(?<!\\)\$\{([^${}]+)\}/g, (_, name: string) => valueFor(channel, name))
  return expanded.replaceAll('\\${', '${')
}

function valueFor(channel: Channel, name: string): string {
  const encoded = /^url_encode\((.*)\)$/.exec(name)?.[1]
  if (encoded !== undefined) return encodeURIComponent(encoded)
  const value = channel.variables.get(name) ?? PROFILE_FIELDS[name]?.(channel)
  if (value !== undefined) return value
  if (!name.includes('-')) return ''
  const headers = JSON.parse(`{${channelHeaders(channel)}}`) as Record<string, string>
  return headers[name] ?? ''
}

/** Names that a dialplan may use for fields of the caller profile. */
const PROFILE_FIELDS: Readonly<Record<string, (channel: Channel) => string>> = {
  caller_id_number: ({ profile }) => profile.callerNumber,
  caller_id_name: ({ profile }) => profile.callerName,
  destination_number: ({ profile }) => profile.destination,
  context: ({ profile }) => profile.context,
  network_addr: ({ profile }) => profile.networkAddress ?? '',
}
