/** What we use of modesl 1.2.1, which ships no types. Underscored members are its own, overridden or called by EslConnection. */
declare module 'modesl/lib/esl/Event.js' {
  export default class Event {
    constructor(headers: Readonly<Record<string, string>>, body?: string)
    /** null when absent. */
    getHeader(name: string): string | null
    getBody(): string
  }
}

declare module 'modesl/lib/esl/Connection.js' {
  import type { Socket } from 'node:net'
  import type Event from 'modesl/lib/esl/Event.js'

  type ReplyCallback = (reply: Event) => void

  export default class Connection {
    constructor(host: string, port: number, password: string)
    socket: Socket | null
    password: string
    connecting: boolean
    authed: boolean
    cmdCallbackQueue: (ReplyCallback | undefined)[]
    apiCallbackQueue: (ReplyCallback | undefined)[]
    on(event: string, listener: (value: never) => void): this
    emit(event: string, ...values: unknown[]): boolean
    send(command: string, headers?: Readonly<Record<string, string>>): void
    sendRecv(command: string, headers: Readonly<Record<string, string>> | null, callback: ReplyCallback): void
    api(command: string, callback: ReplyCallback): void
    auth(): void
    _onConnect(): void
    _onEvent(event: Event, headers: Readonly<Record<string, string>>, body: string): void
  }
}
