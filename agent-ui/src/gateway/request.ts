/** The one place where the browser speaks HTTP with the gateway: deadlines, typed refusals, and what happens when the log-in is gone. */
import type { ApiError } from '@ringdesk/gateway/contract'

/** ms; a screen that has waited this long has been forgotten by its reader. */
const deadlineMs = 15_000

/** Codes made here: OFFLINE (no answer at all), TIMEOUT, BROKEN_ANSWER. Every other code is the gateway's own. */
export class GatewayError extends Error {
  readonly code: string
  readonly status: number
  readonly fields: NonNullable<ApiError['fields']>
  /** The whole body: some refusals carry more than a sentence (409 TICKET_CHANGED carries the ticket). */
  readonly body: unknown
  constructor(status: number, error: ApiError, body: unknown, options?: ErrorOptions) {
    super(error.message, options)
    this.name = 'GatewayError'
    this.code = error.code
    this.status = status
    this.fields = error.fields ?? []
    this.body = body
  }
}

let onLogInGone: () => void = () => {}
/** Called whenever a request is answered 401 NOT_LOGGED_IN. */
export function whenLogInGone(listener: () => void): void {
  onLogInGone = listener
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
interface RequestOptions {
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** Lets the request outlive the page (log-out, tab closed). 64 kB at most, by the browser's rule. */
  readonly keepalive?: boolean
}

/**
 * @returns the parsed body; undefined for 204.
 * @throws GatewayError; an aborted request throws the browser's AbortError.
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const deadline = AbortSignal.timeout(deadlineMs)
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      method,
      signal: options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]),
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.keepalive ? { keepalive: true } : {}),
    })
    text = await response.text()
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    const code = deadline.aborted ? 'TIMEOUT' : 'OFFLINE'
    throw new GatewayError(0, { code, message: cause instanceof Error ? cause.message : String(cause) }, undefined, {
      cause,
    })
  }
  const body = parse(text, response)
  if (response.ok) return body as T
  const error = refusal(body, response)
  if (response.status === 401 && error.code === 'NOT_LOGGED_IN') onLogInGone()
  throw error
}

/**
 * Long work whose answer is a line of JSON at a time. Aborting `signal` stops the work.
 * @param body JSON, or a form with a file
 * @throws GatewayError; an aborted request throws the browser's AbortError
 */
export async function* requestLines<Line>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<Line> {
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST',
      signal,
      credentials: 'same-origin',
      // A form says its own type, with the boundary of its parts.
      headers: {
        accept: 'application/x-ndjson',
        ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      body: body instanceof FormData ? body : JSON.stringify(body),
    })
  } catch (cause) {
    if (signal.aborted) throw cause
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new GatewayError(0, { code: 'OFFLINE', message }, undefined, { cause })
  }
  if (!response.ok || response.body === null) {
    const answer = parse(await response.text(), response)
    const error = refusal(answer, response)
    if (response.status === 401 && error.code === 'NOT_LOGGED_IN') onLogInGone()
    throw error
  }
  let rest = ''
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as Line
  }
}

function parse(text: string, response: Response): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    // A proxy in between answers HTML when the gateway is away.
    const message = `${response.status} ${response.statusText}`.trim()
    throw new GatewayError(response.status, { code: 'BROKEN_ANSWER', message }, text, { cause })
  }
}

function refusal(body: unknown, response: Response): GatewayError {
  const error = body as Partial<ApiError> | undefined
  return typeof error?.code === 'string'
    ? new GatewayError(response.status, { ...error, code: error.code, message: error.message ?? '' }, body)
    : new GatewayError(response.status, { code: 'BROKEN_ANSWER', message: String(response.status) }, body)
}

/** Leaves out what is undefined or empty. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value))
  return search.size === 0 ? path : `${path}?${search}`
}
