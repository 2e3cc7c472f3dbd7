/** The running installation, over its HTTP interface, as somebody who may change prompts. */
import { type ApiError, type PromptDetail, promptDetail, type VoicePrompt, voicePrompt } from '../../contract/index.ts'

/** ms; converting five minutes takes some seconds. */
const deadlineMs = 60_000

export class InstallationError extends Error {
  override readonly name = 'InstallationError'
  /** Of the gateway; UNREACHABLE when there was no answer. */
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export class Installation {
  readonly #server: string
  readonly #cookie: string

  private constructor(server: string, cookie: string) {
    this.#server = server
    this.#cookie = cookie
  }

  /** @param server http(s)://host:port @throws InstallationError */
  static async logIn(server: string, username: string, password: string): Promise<Installation> {
    const answer = await ask(server, '/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    const [cookie] = answer.headers.getSetCookie().map((each) => each.split(';', 1).join())
    if (cookie === undefined) throw new InstallationError('NO_SESSION', `${server} gave no log-in`)
    return new Installation(server, cookie)
  }

  /** Undefined: there is no such prompt yet. @throws InstallationError */
  async prompt(name: string): Promise<PromptDetail | undefined> {
    try {
      const answer = await ask(this.#server, `/api/prompts/${name}`, { headers: { cookie: this.#cookie } })
      return promptDetail.parse(await answer.json())
    } catch (error) {
      if (error instanceof InstallationError && error.code === 'NO_SUCH_PROMPT') return undefined
      throw error
    }
  }

  /** A new version; again with the same uploadId is the same one. @throws InstallationError */
  async save(
    name: string,
    uploadId: string,
    wav: Buffer,
    texts: { title?: string; words?: string },
  ): Promise<VoicePrompt> {
    const form = new FormData()
    // Before the file: the gateway reads them in this order.
    for (const [field, value] of Object.entries({ uploadId, source: 'recorded', ...texts })) form.set(field, value)
    form.set('file', new Blob([new Uint8Array(wav)], { type: 'audio/wav' }), `${name}.wav`)
    const answer = await ask(this.#server, `/api/prompts/${name}/versions`, {
      method: 'POST',
      headers: { cookie: this.#cookie },
      body: form,
    })
    return voicePrompt.parse(await answer.json())
  }

  async logOut(): Promise<void> {
    await ask(this.#server, '/api/session', { method: 'DELETE', headers: { cookie: this.#cookie } })
  }
}

async function ask(server: string, path: string, init: RequestInit): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(new URL(path, server), { ...init, signal: AbortSignal.timeout(deadlineMs) })
  } catch (cause) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)
    throw new InstallationError('UNREACHABLE', `${server}: ${why}`, { cause })
  }
  if (answer.ok) return answer
  const body = (await answer.json().catch(() => ({}))) as Partial<ApiError>
  throw new InstallationError(body.code ?? String(answer.status), body.message ?? `${server}${path}: ${answer.status}`)
}
