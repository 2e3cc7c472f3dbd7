/** Callers and agents' phones made of sipp processes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallPlan, OUTSIDE, type PhoneBehaviour } from '../../conformance/bench.ts'
import { createRandom } from '../../simulator/random.ts'
import { aLawWav } from './a-law-wav.ts'
import { freePorts, type LiveFreeSwitch } from './live-freeswitch.ts'
import { callerScenario, phoneScenario, registerScenario } from './sipp-scenarios.ts'
import { keyCapture } from './telephone-events.ts'

export class SippPhones {
  readonly #live: LiveFreeSwitch
  readonly #directory: string
  readonly #callers = new Set<ChildProcess>()
  readonly #phones = new Map<string, ChildProcess>()
  readonly #registered = new Set<string>()
  #files = 0
  #media = 20_000

  static async create(live: LiveFreeSwitch): Promise<SippPhones> {
    const directory = await mkdtemp(join(tmpdir(), 'ringdesk-sipp-'))
    await writeFile(join(directory, 'tone.wav'), tone())
    return new SippPhones(live, directory)
  }

  private constructor(live: LiveFreeSwitch, directory: string) {
    this.#live = live
    this.#directory = directory
  }

  async call(plan: CallPlan): Promise<void> {
    const file = await this.#write(callerScenario(plan, this.#tone))
    const [port] = await freePorts(1)
    const child = this.#sipp(file, port ?? 0, ['-m', '1', `${this.#live.eslHost}:${this.#live.carrierPort}`])
    this.#callers.add(child)
    child.once('exit', () => this.#callers.delete(child))
  }

  async setPhone(extension: string, behaviour: PhoneBehaviour): Promise<void> {
    await endProcess(this.#phones.get(extension))
    this.#phones.delete(extension)
    if (extension === OUTSIDE) return this.#setOutside(behaviour)
    await this.#unregister(extension)
    if (behaviour.kind === 'unregistered') return
    const [port = 0] = await freePorts(1)
    const listening = await this.#listening(behaviour)
    if (listening !== undefined) this.#phones.set(extension, this.#sipp(await this.#write(listening), port, ['-aa']))
    await this.#register(extension, port)
    this.#registered.add(extension)
    await this.#contact(extension, (contact) => contact.includes(`:${port}`))
  }

  /** The trunk leads to one port, and to whoever listens there. */
  async #setOutside(behaviour: PhoneBehaviour): Promise<void> {
    const listening = await this.#listening(behaviour)
    if (listening === undefined) return
    this.#phones.set(OUTSIDE, this.#sipp(await this.#write(listening), this.#live.trunkPort, ['-aa']))
    for (let tries = 0; tries < 200; tries++) {
      if (await isTaken(this.#live.trunkPort)) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error('nobody listens behind the trunk')
  }

  async #listening(behaviour: PhoneBehaviour): Promise<string | undefined> {
    const captures: string[] = []
    for (const { digit } of (behaviour.kind === 'answer' && behaviour.digits) || []) {
      const path = join(this.#directory, `${++this.#files}.pcap`)
      await writeFile(path, keyCapture(digit, captures.length))
      captures.push(path)
    }
    if (behaviour.kind !== 'voicemail') return phoneScenario(behaviour, this.#tone, captures)
    const path = join(this.#directory, `${++this.#files}.wav`)
    await writeFile(path, voicemail(behaviour.beepAfterMs))
    return phoneScenario(behaviour, path)
  }

  async #unregister(extension: string): Promise<void> {
    if (!this.#registered.delete(extension)) return
    await this.#live.api(`sofia profile internal flush_inbound_reg ${extension}@ringdesk`)
    await this.#contact(extension, (contact) => contact.includes('user_not_registered'))
  }

  /** Registrations come and go a moment after their command was answered. */
  async #contact(extension: string, expected: (contact: string) => boolean): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (expected(await this.#live.api(`sofia_contact internal/${extension}@ringdesk`))) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`the registration of ${extension} did not change`)
  }

  async #register(extension: string, contactPort: number): Promise<void> {
    const file = await this.#write(registerScenario(extension, 'ringdesk', contactPort))
    const [port = 0] = await freePorts(1)
    const output: string[] = []
    const child = this.#sipp(file, port, [
      ...['-m', '1', '-timeout', '10s', '-au', extension, '-ap', this.#live.agentPassword],
      `${this.#live.eslHost}:${this.#live.agentPort}`,
    ])
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')))
    const code = await new Promise((resolve) => child.once('exit', resolve))
    if (code !== 0) throw new Error(`extension ${extension} could not register: ${output.join('').slice(-1_000)}`)
  }

  async hangUpAll(): Promise<void> {
    await Promise.all([...this.#callers].map(endProcess))
    await Promise.all([...this.#phones.values()].map(endProcess))
    this.#phones.clear()
    for (const extension of [...this.#registered]) await this.#unregister(extension)
  }

  async close(): Promise<void> {
    await this.hangUpAll()
    await rm(this.#directory, { recursive: true, force: true })
  }

  get #tone(): string {
    return join(this.#directory, 'tone.wav')
  }

  async #write(scenario: string): Promise<string> {
    const file = join(this.#directory, `${++this.#files}.xml`)
    await writeFile(file, scenario)
    return file
  }

  #sipp(file: string, port: number, args: readonly string[]): ChildProcess {
    this.#media += 4
    const media = this.#media
    const child = spawn(
      'sipp',
      [
        ...['-sf', file, '-i', '127.0.0.1', '-p', String(port), '-mi', '127.0.0.1', '-mp', String(media)],
        ...['-nostdin', '-nd', '-trace_err', '-error_file', `${file}.errors`],
        ...args,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.#directory, env: { ...process.env, TERM: 'xterm' } },
    )
    // Its screen is of no use, but must be read.
    child.stdout?.resume()
    child.stderr?.resume()
    return child
  }
}

/** Whether somebody listens at this UDP port of the loopback. */
async function isTaken(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    socket.once('error', () => resolve(true))
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => socket.close(() => resolve(false)))
  })
}

async function endProcess(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

/** One second of a 400 Hz tone. */
const tone = (): Buffer =>
  aLawWav(Float64Array.from({ length: 8_000 }, (_, at) => 8_000 * Math.sin((2 * Math.PI * 400 * at) / 8_000)))

/** What a voicemail says, as a noise of a voice's loudness, and its tone: 1000 Hz for half a second, which mod_avmd hears always. */
function voicemail(beepAfterMs: number): Buffer {
  const beginning = beepAfterMs * 8
  const random = createRandom(1)
  return aLawWav(
    Float64Array.from({ length: beginning + 8_000 }, (_, at) => {
      if (at < beginning - 2_400) return 3_000 * (2 * random.next() - 1)
      return at >= beginning && at < beginning + 4_000 ? 8_000 * Math.sin((2 * Math.PI * 1_000 * at) / 8_000) : 0
    }),
  )
}
