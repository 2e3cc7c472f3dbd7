/** Hears from the switch itself when each caller was parked: a second client of its event socket, for one class of events. */
import { connect } from 'node:net'
import { endLater } from '../running/started.ts'

const CONNECT_MS = 5_000

export interface ParkWatch {
  /** When each caller was first parked, epoch ms by the switch's clock, since the last time this was asked. */
  parks(): ReadonlyMap<string, number>
}

/** @throws when the switch cannot be reached or refuses */
export async function watchParks(at: { host: string; port: number; password: string }): Promise<ParkWatch> {
  const socket = connect(at.port, at.host)
  endLater('watch on the switch', () => socket.destroy())
  const known = new Set<string>()
  let parks = new Map<string, number>()
  let pending: Buffer = Buffer.alloc(0)
  let listening: () => void = () => undefined
  const ready = new Promise<void>((resolve, reject) => {
    listening = resolve
    socket.once('error', reject)
    setTimeout(() => reject(new Error('the switch did not let the watch in')), CONNECT_MS).unref()
  })

  const take = (body: string): void => {
    if (!body.includes('"Call-Direction":"inbound"')) return
    const call = /"Unique-ID":"([^"]+)"/.exec(body)?.[1]
    const microseconds = /"Event-Date-Timestamp":"(\d+)"/.exec(body)?.[1]
    // A caller whose agent has hung up is parked once more.
    if (call === undefined || microseconds === undefined || known.has(call)) return
    known.add(call)
    parks.set(call, Number(microseconds) / 1_000)
  }
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    let offset = 0
    for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n', offset)) {
      const head = pending.toString('latin1', offset, end)
      const length = Number(/Content-Length: (\d+)/.exec(head)?.[1] ?? 0)
      if (pending.length - end - 2 < length) break
      if (head.includes('auth/request')) socket.write(`auth ${at.password}\n\nevent json CHANNEL_PARK\n\n`)
      else if (head.includes('event listener enabled')) listening()
      else if (head.includes('text/event-json')) take(pending.toString('utf8', end + 2, end + 2 + length))
      offset = end + 2 + length
    }
    pending = pending.subarray(offset)
  })
  await ready
  return {
    parks() {
      const told = parks
      parks = new Map()
      return told
    },
  }
}
