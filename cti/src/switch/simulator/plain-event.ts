/** text/event-plain: headers as lines, percent-encoded; a body after them. Lossy in FreeSWITCH too, so json is what to use. */
import type { SwitchNotice } from './event-bus.ts'

/** FreeSWITCH encodes what is not printable ASCII and what separates; letters, digits and most marks stay. */
const encode = (value: string): string =>
  value.replaceAll(/[^!$'()*+,\-./0-9:;=?@A-Z_a-z~&[\]|{}<>^`]/gu, (character) => encodeURIComponent(character))

export function plainFrame(notice: SwitchNotice): string {
  const { _body: body, ...headers } = JSON.parse(notice.json) as Record<string, string | string[]>
  let text = ''
  for (const [name, value] of Object.entries(headers)) {
    const written = Array.isArray(value) ? `ARRAY::${value.join('|:')}` : value
    text += `${name}: ${encode(written)}\n`
  }
  text += `\n${typeof body === 'string' ? body : ''}`
  return `Content-Length: ${Buffer.byteLength(text)}\nContent-Type: text/event-plain\n\n${text}`
}
