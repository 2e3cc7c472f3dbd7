import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectSimulatorControl, type SimulatorAddress, type SimulatorControl } from './simulator-control.ts'

const PROGRAM = fileURLToPath(new URL('./main.ts', import.meta.url))
const CALL = fileURLToPath(new URL('./call-command.ts', import.meta.url))

let program: ChildProcess
let address: SimulatorAddress
let control: SimulatorControl

function start(environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, SIMULATOR_PORT: '0', SIMULATOR_PASSWORD: 'pass', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

function call(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = {
    ...process.env,
    SIMULATOR_PORT: String(address.port),
    SIMULATOR_PASSWORD: address.password,
    ...environment,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [CALL, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

beforeAll(async () => {
  program = start({ SIMULATOR_FALLBACK_AFTER_S: '3' })
  const [line] = (await once(program.stdout ?? process.stdin, 'data')) as [Buffer]
  const { listening } = JSON.parse(line.toString()) as { listening: { host: string; port: number } }
  address = { ...listening, password: 'pass' }
  control = await connectSimulatorControl(address)
})
afterAll(() => {
  control?.close()
  program?.kill('SIGKILL')
})

describe('the simulated switch as a program', () => {
  it('is controlled from another process', async () => {
    await control.setPhone('1001', { mode: 'auto', afterMs: 10 })
    const { uuid } = await control.placeCall({ from: '13800138000', to: '4008001234', name: '张三' })
    const status = await control.status()
    expect(status).toMatchObject({
      simulated: true,
      liveCalls: 1,
      calls: [{ uuid, from: '13800138000', to: '4008001234', name: '张三', state: 'ringing' }],
      phones: { '1001': { mode: 'auto', afterMs: 10 } },
    })
    await control.hangUp(uuid)
    await expect(control.hangUp('aaaaaaaa-0000-4000-8000-000000000001')).rejects.toMatchObject({ code: 'NO_SUCH_CALL' })
  })

  it('lets its callers press keys while they wait', async () => {
    const uuid = 'aaaaaaaa-0000-4000-8000-0000000000d1'
    const pressed: unknown[] = []
    await control.watch(uuid, (headers) => {
      if (headers['Event-Name'] === 'DTMF') pressed.push(headers['DTMF-Digit'])
    })
    await control.placeCall({ from: '13800138000', to: '4008001234', uuid })
    await control.press(uuid, '1#')
    await expect.poll(() => pressed).toEqual(['1', '#'])
    await control.hangUp(uuid)
    await expect(call(['--to', '4008001234', '--keys', 'one'])).resolves.toMatchObject({ code: 1 })
  })

  it('says what is wrong when it cannot be reached, or does not know us', async () => {
    await expect(connectSimulatorControl({ ...address, password: 'no' })).rejects.toMatchObject({
      code: 'WRONG_PASSWORD',
    })
    await expect(connectSimulatorControl({ ...address, port: 1 })).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })

  it('takes a call from the command line and says what becomes of it', async () => {
    const { code, out } = await call(['--to', '4008001234', '--name', '李娜', '--patience', '0.2'])
    expect(out).toContain('模拟交换机 SIMULATED')
    expect(out).toContain('13800138000（李娜） → 4008001234')
    expect(out).toContain('振铃中')
    expect(out).toContain('ORIGINATOR_CANCEL')
    expect(code).toBe(0)
  })

  it('explains on the command line what went wrong', async () => {
    const missing = await call([])
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.err).toContain('缺少 --to')
    const away = await call(['--to', '4008001234'], { SIMULATOR_PORT: '1' })
    expect(away).toMatchObject({ code: 1 })
    expect(away.err).toContain('模拟交换机没有运行')
    const stranger = await call(['--to', '4008001234'], { SIMULATOR_PASSWORD: 'no' })
    expect(stranger.err).toContain('拒绝了密码')
    expect((await call(['--to', 'abc'])).err).toContain('the dialled number')
    expect((await call(['--to', '4008001234', '--talk', 'x'])).err).toContain('--talk')
  })

  it('refuses to start with a bad environment, naming the variable', async () => {
    const bad = start({ SIMULATOR_PORT: 'eighty' })
    let err = ''
    bad.stderr?.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    const [code] = (await once(bad, 'exit')) as [number]
    expect(code).toBe(1)
    expect(err).toContain('SIMULATOR_PORT')
  })

  it('ends its calls and says goodbye on SIGTERM', async () => {
    const { uuid } = await control.placeCall({ from: '13800138000', to: '4008001234' })
    const told: string[] = []
    await control.watch(uuid, (headers) => void told.push(`${headers['Event-Name']} ${headers['Hangup-Cause']}`))
    const lost = new Promise<Error>((resolve) => control.onLost(resolve))
    program.kill('SIGTERM')
    const [code] = (await once(program, 'exit')) as [number]
    expect(code).toBe(0)
    expect((await lost).message).toContain('closed the connection')
    expect(told).toContain('CHANNEL_HANGUP_COMPLETE SYSTEM_SHUTDOWN')
  })
})
