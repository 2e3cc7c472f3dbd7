/** A TCP relay that can be cut: what lies between the adapter and the switch in tests. */
import { connect, createServer, type Server, type Socket } from 'node:net'

export class SeverableLine {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #cut = false

  /** Listens on a free port of 127.0.0.1 and relays to `host`:`port`. */
  static async open(host: string, port: number): Promise<SeverableLine> {
    const line = new SeverableLine(host, port)
    await new Promise<void>((resolve, reject) => {
      line.#server.once('error', reject)
      line.#server.listen(0, '127.0.0.1', resolve)
    })
    return line
  }

  private constructor(host: string, port: number) {
    this.#server = createServer((near) => {
      if (this.#cut) {
        near.destroy()
        return
      }
      const far = connect(port, host)
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket)
        socket.setNoDelay(true)
        socket.pipe(other)
        socket.once('error', () => other.destroy())
        socket.once('close', () => {
          this.#sockets.delete(socket)
          other.destroy()
        })
      }
    })
  }

  get port(): number {
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('the line is not open')
    return address.port
  }

  /** Resets what is connected and refuses what comes. */
  cut(): void {
    this.#cut = true
    for (const socket of [...this.#sockets]) socket.resetAndDestroy()
  }

  restore(): void {
    this.#cut = false
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
