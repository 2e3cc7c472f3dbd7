import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PromptDetail } from '../../contract/index.ts'
import { ids, password, startTestServer, type TestServer } from '../../server-testing.ts'
import { tone } from '../audio/sounds-testing.ts'
import { readWav } from '../audio/wav.ts'
import { uploadPrompt } from '../prompts-testing.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const recorder = (name: string) => here(`fixtures/${name}-recorder.cjs`)

let server: TestServer
let url: string
let folder: string

beforeAll(async () => {
  server = await startTestServer()
  url = await server.app.listen({ port: 0, host: '127.0.0.1' })
  folder = await mkdtemp(join(tmpdir(), 'ringdesk-recorded-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** 16 kHz raw: a second of room, then a tone, then a second of room. @returns its path */
async function sound(name: string, toneMs: number, amplitude = 0.3): Promise<string> {
  const room = tone(50, 16_000, 1, 0.0005)
  const all = [...room, ...tone(440, 16_000, toneMs / 1000, amplitude), ...room]
  const bytes = Buffer.alloc(all.length * 2)
  all.forEach((sample, at) => {
    bytes.writeInt16LE(Math.max(-0x8000, Math.min(0x7fff, Math.round(sample * 0x8000))), at * 2)
  })
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

interface Run {
  /** Types these once the text has been said, after what was answered before. */
  answer(said: string | RegExp, keys: string): Promise<void>
  readonly ended: Promise<{ code: number | null; said: string }>
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [here('command.ts'), ...args], {
    env: { ...process.env, RINGDESK_PASSWORD: password, ...environment },
    stdio: 'pipe',
  })
  let said = ''
  let seen = 0
  let look = (): void => {}
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      look()
    })
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, said }))
  })
  return {
    ended,
    answer: (wanted, keys) =>
      new Promise((resolve, reject) => {
        void ended.then(() => reject(new Error(`it ended without saying ${wanted}: ${said}`)))
        look = () => {
          const rest = said.slice(seen)
          const at = typeof wanted === 'string' ? rest.indexOf(wanted) : rest.search(wanted)
          if (at < 0) return
          seen += at + 1
          look = () => {}
          child.stdin.write(keys)
          resolve()
        }
        look()
      }),
  }
}

const detail = async (name: string) =>
  (await (await server.as('admin'))('GET', `/api/prompts/${name}`)).json<PromptDetail>()
const asSupervisor = (...args: string[]) => [...args, '--server', url, '--user', 's2001']

describe('npm run prompt:record', () => {
  it('records, trims, takes again, and saves a new version in the running installation', async () => {
    const recorded = run(
      asSupervisor('thanks', '--recorder', recorder('file'), '--title', '致谢', '--words', '感谢您的反馈'),
      { RECORD_FROM: await sound('thanks.raw', 1_200) },
    )
    await recorded.answer('文字 · words: 感谢您的反馈', '')
    await recorded.answer('按 Enter 开始录音', '\n')
    // All of it has come: 1 + 1.2 + 1 s.
    await recorded.answer(/ 3\.2 s /, '\n')
    await recorded.answer('长度 1.5 秒（去掉首尾静音 1.7 秒），峰值 -10.', 'r')
    await recorded.answer('按 Enter 开始录音', '\n')
    await recorded.answer(/ 3\.2 s /, '\x03')
    await recorded.answer('k 保存', 'k')
    expect(await recorded.ended).toMatchObject({ code: 0, said: expect.stringContaining('thanks 第 1 版') })

    expect(await detail('thanks')).toMatchObject({
      prompt: { title: '致谢', words: '感谢您的反馈' },
      versions: [
        { version: 1, source: 'recorded', savedBy: '许文静', durationMs: 1_500, peakDb: -3, sampleRate: 16_000 },
      ],
    })
    const played = await readFile(join(server.folder, 'prompts/8000/thanks.wav'))
    expect(readWav(played).samples).toHaveLength(12_000)
    // It has logged out.
    expect(await server.database.session.count({ where: { accountId: ids.supervisor } })).toBe(0)
  })

  it('warns of distortion, and saves nothing that is discarded', async () => {
    const before = await uploadPrompt(await server.as('admin'), 'loud', {
      content: await readFile(here('../../../../sip-config/freeswitch/sounds/zh-CN/goodbye.wav')),
    })
    expect(before.statusCode).toBe(200)
    const recorded = run(asSupervisor('loud', '--recorder', recorder('file')), {
      RECORD_FROM: await sound('loud.raw', 500, 1.2),
    })
    await recorded.answer('loud（loud）：第 1 版', '')
    await recorded.answer('按 Enter 开始录音', '\n')
    await recorded.answer(/ 2\.5 s /, '\n')
    await recorded.answer('! 有削波失真', '')
    await recorded.answer('d 放弃', 'd')
    expect(await recorded.ended).toMatchObject({ code: 1, said: expect.stringContaining('没有保存') })
    expect((await detail('loud')).versions).toHaveLength(1)
  })

  it('hears that nothing was said', async () => {
    const recorded = run(asSupervisor('silence', '--recorder', recorder('file')), {
      RECORD_FROM: await sound('silence.raw', 0),
    })
    await recorded.answer('按 Enter 开始录音', '\n')
    await recorded.answer(/ 2\.0 s /, '\n')
    await recorded.answer('没有听到声音', '')
    await recorded.answer('按 Enter 开始录音', '\x03')
    expect((await recorded.ended).code).toBe(1)
  })

  it.each([
    ['without sox and arecord', [], { PATH: '/nowhere' }, ['没有录音程序', 'apt install sox']],
    ['when the program cannot be started', ['--recorder', recorder('missing')], {}, ['录音程序无法启动', 'ENOENT']],
    ['without a microphone', ['--recorder', recorder('no-device')], {}, ['无法打开麦克风', 'snd_pcm_open error']],
  ])('says what is to be done %s', async (_, args, environment, words) => {
    const recorded = run(asSupervisor('greeting', ...args), environment)
    if (args.length > 0) await recorded.answer('按 Enter 开始录音', '\n')
    const { code, said } = await recorded.ended
    expect(code).toBe(1)
    for (const word of words) expect(said).toContain(word)
    expect(said).not.toContain('    at ')
  })

  it('says so when the password is wrong, nobody answers, or it is used wrongly', async () => {
    const wrong = await run(asSupervisor('greeting', '--recorder', recorder('file')), { RINGDESK_PASSWORD: 'x' }).ended
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('用户名或密码不正确') })
    const agent = await run(['greeting', '--server', url, '--user', 'a1001', '--recorder', recorder('file')]).ended
    expect(agent).toMatchObject({ code: 1, said: expect.stringContaining('您没有权限') })
    const away = ['greeting', '--user', 'admin', '--recorder', recorder('file'), '--server', 'http://127.0.0.1:1']
    expect(await run(away).ended).toMatchObject({ code: 1, said: expect.stringContaining('UNREACHABLE') })
    for (const args of [[], ['Bad Name'], ['a', 'b'], ['a', '--nothing'], ['a', '--server', 'file:///x']])
      expect(await run([...args, '--user', 'admin']).ended).toMatchObject({
        code: 2,
        said: expect.stringContaining('usage'),
      })
  })

  it('keeps the recording in a file when it cannot be saved', async () => {
    const other = await startTestServer()
    const away = await other.app.listen({ port: 0, host: '127.0.0.1' })
    const recorded = run(['later', '--server', away, '--user', 'admin', '--recorder', recorder('file')], {
      RECORD_FROM: await sound('later.raw', 600),
    })
    await recorded.answer('按 Enter 开始录音', '\n')
    await recorded.answer(/ 2\.6 s /, '\n')
    await recorded.answer('长度', '')
    await other.close()
    await recorded.answer('k 保存', 'k')
    await recorded.answer('没有保存成功', '')
    await recorded.answer('录音暂存在', '')
    await recorded.answer('k 保存', 'd')
    const { said } = await recorded.ended
    const path = /the recording is in (\S+\.wav)/.exec(said)?.[1] ?? ''
    expect(readWav(await readFile(path)).samples.length / 16).toBe(900)
    await rm(path)
  })
})
