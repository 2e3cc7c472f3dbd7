/** One signed POST: with a deadline, without redirects, not to private addresses. */
import { createHmac } from 'node:crypto'
import { type LookupAddress, lookup as resolve } from 'node:dns'
import { request as http } from 'node:http'
import { request as https } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from './private-addresses.ts'

/** Whole request, ms. */
const DEADLINE_MS = 10_000

export interface SignedRequest {
  readonly url: string
  /** Of the delivery: the receiver can tell a repetition by it. */
  readonly id: string
  readonly body: string
  readonly secret: string
  readonly allowPrivate: boolean
}

export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused'
}

/** HMAC-SHA256 over `<timestamp>.<body>`, in hex. @param timestamp epoch s, as in the header beside it */
export const signatureOf = (secret: string, timestamp: number, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')

/** @returns the answer's HTTP status. @throws WebhookRefused for a private address; Error when there was no answer in time */
export function sendSigned({ url, id, body, secret, allowPrivate }: SignedRequest): Promise<number> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) && isPrivateAddress(host))
    return Promise.reject(new WebhookRefused(`${host} 是内网地址`))
  const timestamp = Math.floor(Date.now() / 1_000)
  const send = target.protocol === 'https:' ? https : http
  return new Promise((done, fail) => {
    const request = send(
      target,
      {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(DEADLINE_MS),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Ringdesk',
          'x-ringdesk-delivery': id,
          'x-ringdesk-timestamp': timestamp,
          'x-ringdesk-signature': `sha256=${signatureOf(secret, timestamp, body)}`,
        },
        ...(allowPrivate ? {} : { lookup: publicLookup }),
      },
      (response) => {
        // What it says is of no interest; a redirect is an answer like any other.
        response.destroy()
        done(response.statusCode ?? 0)
      },
    )
    request.on('error', fail)
    request.end(body)
  })
}

/** The address that was checked is the one that is connected to: a name cannot change its mind in between. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    const addresses = found as unknown as LookupAddress[]
    if (error) return callback(error, '', 0)
    const inside = addresses.find(({ address }) => isPrivateAddress(address))
    if (inside) return callback(new WebhookRefused(`${hostname} 指向内网地址`), '', 0)
    if (options.all) return callback(null, addresses)
    const [first] = addresses
    callback(first ? null : new Error(`${hostname} has no address`), first?.address ?? '', first?.family ?? 0)
  })
}
