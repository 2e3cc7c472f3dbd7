import { randomUUID } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PromptDetail, PromptPage, VoicePrompt } from '../contract/index.ts'
import { type Ask, startTestServer, type TestServer } from '../server-testing.ts'
import { tone, wavFile } from './audio/sounds-testing.ts'
import { readWav } from './audio/wav.ts'
import { knownPrompts } from './known-prompts.ts'
import { PromptFiles } from './prompt-files.ts'
import { PromptLibrary } from './prompt-library.ts'
import { uploadPrompt } from './prompts-testing.ts'
import { shippedPrompts } from './shipped-prompts.ts'

let server: TestServer
let admin: Ask
let supervisor: Ask

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.as('admin')
  supervisor = await server.as('s2001')
})
afterAll(() => server.close())

const short = wavFile(tone(440, 48_000, 1), 48_000, { channels: 2 })
const long = wavFile(tone(600, 16_000, 2, 0.2), 16_000)

/** What the switch plays. */
const played = (name: string, rate = 8_000) => readFile(join(server.folder, 'prompts', String(rate), `${name}.wav`))
const detail = async (name: string) => (await admin('GET', `/api/prompts/${name}`)).json<PromptDetail>()
const restore = (name: string, version: number, commandId: string = randomUUID()) =>
  admin('POST', `/api/prompts/${name}/restore`, { version, commandId })

describe('a prompt', () => {
  it('is uploaded, converted and played at both rates; a new version takes its place; the old one can come back', async () => {
    const name = 'survey-question'
    const first = await uploadPrompt(supervisor, name, {
      content: short,
      fields: { title: '回访问题', words: '请为门店打分' },
    })
    expect(first.statusCode, first.body).toBe(200)
    expect(first.json<VoicePrompt>()).toMatchObject({
      ...{ name, title: '回访问题', words: '请为门店打分', shipped: false, durationMs: 1_000, usedBy: [] },
      current: {
        ...{ version: 1, source: 'upload', savedBy: '许文静', fileName: '问候.wav', encoding: 'PCM 16' },
        ...{ sampleRate: 48_000, channels: 2, peakDb: -3, words: '请为门店打分' },
      },
    })
    expect(readWav(await played(name))).toMatchObject({ sampleRate: 8_000, channels: 1, encoding: 'PCM 16' })
    expect(readWav(await played(name, 16_000))).toMatchObject({ sampleRate: 16_000 })
    const before = await played(name)

    expect((await uploadPrompt(admin, name, { content: long, fields: { source: 'recorded' } })).statusCode).toBe(200)
    expect((await played(name)).length).toBe(44 + 2 * 16_000)
    expect(await detail(name)).toMatchObject({
      prompt: { words: '请为门店打分', durationMs: 2_000 },
      versions: [
        { version: 2, source: 'recorded', savedBy: '管理员' },
        { version: 1, source: 'upload', savedBy: '许文静' },
      ],
    })

    const commandId = randomUUID()
    for (const _ of ['once', 'twice'])
      expect((await restore(name, 1, commandId)).json<VoicePrompt>().current).toMatchObject({
        ...{ version: 3, source: 'restored', restoredFrom: 1, savedBy: '管理员', durationMs: 1_000 },
      })
    expect(await played(name)).toEqual(before)
    expect(await knownPrompts(server.database)).toContain(name)
  })

  it('that comes with the product is replaced, and the shipped sound brought back', async () => {
    const name = 'goodbye'
    expect((await detail(name)).prompt).toMatchObject({ shipped: true, title: '结束语', edition: 0, usedBy: [] })
    await expect(played(name)).rejects.toThrow('ENOENT')
    await uploadPrompt(admin, name, { content: short })
    expect((await detail(name)).prompt).toMatchObject({ shipped: true, title: '结束语', current: { version: 1 } })
    expect((await restore(name, 0)).json<VoicePrompt>().current).toMatchObject({ version: 2, source: 'shipped' })
    expect(await played(name)).not.toEqual(await played('survey-question'))
    const again = await admin('GET', `/api/prompts/${name}/versions/0/audio`)
    expect(again.rawPayload).toEqual(await played(name))
  })

  it('sent twice is saved once; with somebody else’s id it is refused', async () => {
    const form = { content: short, fields: { uploadId: randomUUID() } }
    const [one, two] = await Promise.all([uploadPrompt(admin, 'twice', form), uploadPrompt(admin, 'twice', form)])
    expect([one.statusCode, two.statusCode]).toEqual([200, 200])
    expect((await detail('twice')).versions).toHaveLength(1)
    expect((await uploadPrompt(supervisor, 'twice', form)).json().code).toBe('COMMAND_ID_USED')
  })

  it('saved by two at once has both versions, and the higher is played', async () => {
    await Promise.all([short, long].map((content) => uploadPrompt(admin, 'both', { content })))
    const { versions, prompt } = await detail('both')
    expect(versions.map(({ version }) => version)).toEqual([2, 1])
    expect(readWav(await played('both')).samples.length / 8).toBe(prompt.durationMs)
  })

  it('that cannot be converted is refused with the reason, and nothing is saved', async () => {
    const refused = async (content: Buffer) => (await uploadPrompt(admin, 'refused', { content })).json()
    expect(await refused(Buffer.from('not a sound'))).toMatchObject({
      code: 'FILE_REFUSED',
      reason: 'not-a-sound',
      message: '不能上传“问候.wav”：只接受 WAV 和 MP3，且内容须与格式相符',
    })
    expect((await refused(wavFile(tone(440, 7_350, 1), 7_350))).message).toContain('不支持这个采样率（7350 Hz）')
    expect((await refused(short.subarray(0, 9_000))).reason).toBe('truncated')
    expect((await admin('GET', '/api/prompts/refused')).json().code).toBe('NO_SUCH_PROMPT')
    expect((await uploadPrompt(admin, 'Upper', { content: short })).json().code).toBe('BAD_INPUT')
    expect((await uploadPrompt(admin, 'refused', { content: short, fields: { uploadId: 'x' } })).json().code).toBe(
      'BAD_INPUT',
    )
    expect((await admin('POST', '/api/prompts/refused/versions', {})).json().code).toBe('UNSUPPORTED_MEDIA_TYPE')
  })

  it('is listened to in parts', async () => {
    const url = '/api/prompts/survey-question/versions/1/audio'
    const whole = await supervisor('GET', url)
    expect([whole.statusCode, whole.headers['content-type']]).toEqual([200, 'audio/wav'])
    const part = await supervisor('GET', url, undefined, { range: 'bytes=0-3' })
    expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([
      206,
      'RIFF',
      `bytes 0-3/${whole.rawPayload.length}`,
    ])
    expect((await supervisor('GET', url, undefined, { range: 'bytes=99999999-' })).statusCode).toBe(416)
    expect(readWav((await supervisor('GET', `${url}?rate=16000`)).rawPayload).sampleRate).toBe(16_000)
    expect((await supervisor('GET', '/api/prompts/survey-question/versions/9/audio')).statusCode).toBe(404)
  })
})

describe('title and words', () => {
  it('are changed on the edition that was read, and what was there before is in the audit', async () => {
    const edit = { edition: 0, title: '欢迎', words: '您好' }
    expect((await supervisor('PUT', '/api/prompts/greeting', edit)).json()).toMatchObject({
      ...{ title: '欢迎', words: '您好', edition: 1, changedBy: '许文静', shipped: true },
    })
    expect((await admin('PUT', '/api/prompts/greeting', edit)).json().code).toBe('PROMPT_CHANGED')
    expect((await admin('PUT', '/api/prompts/nothing', edit)).json().code).toBe('NO_SUCH_PROMPT')
    const entry = await server.database.auditEntry.findFirst({ where: { object: 'prompt:greeting' } })
    expect(entry).toMatchObject({
      ...{ actor: '许文静', action: 'prompt-changed' },
      detail: { title: ['欢迎语', '欢迎'], words: ['您好，欢迎致电客户服务热线。', '您好'] },
    })
    // It is still the shipped sound that callers hear.
    expect((await detail('greeting')).prompt.url).toBe('/api/prompts/greeting/versions/0/audio')
  })
})

describe('the list', () => {
  it('has every prompt once, a page at a time, in the order of the names', async () => {
    const names: string[] = []
    for (let after: string | undefined; ; ) {
      const url = `/api/prompts?limit=7${after === undefined ? '' : `&after=${after}`}`
      const page = (await admin('GET', url)).json<PromptPage>()
      names.push(...page.prompts.map(({ name }) => name))
      if (!page.more) break
      after = names.at(-1)
    }
    const own = ['survey-question', 'twice', 'both']
    expect(names).toEqual([...shippedPrompts.keys(), ...own].sort())
    expect(new Set(names)).toEqual(await knownPrompts(server.database))
    expect(names).not.toContain('hold')
  })

  it('is searched by name, title and words, literally, and tells where a prompt is used', async () => {
    const queue = await server.database.queue.findFirstOrThrow()
    const overflow = [{ when: { kind: 'no-staff' }, action: { kind: 'announce', prompt: 'twice' } }]
    await server.database.queue.update({ where: { id: queue.id }, data: { settings: { overflow } } })
    await server.database.hotline.create({
      data: { number: '4008001234', name: '门店热线', queueId: queue.id, settings: { menu: { prompt: 'twice' } } },
    })
    const found = async (q: string) =>
      (await admin('GET', `/api/prompts?q=${encodeURIComponent(q)}`)).json<PromptPage>().prompts
    expect((await found('回访问题')).map(({ name }) => name)).toEqual(['survey-question'])
    expect((await found('按星号键')).map(({ name }) => name)).toEqual(['callback-key-star'])
    // Its row has other words now.
    expect(await found('欢迎语')).toEqual([])
    expect(await found('%')).toEqual([])
    const used = await found('TWICE')
    expect(used[0]?.usedBy).toEqual([
      { kind: 'hotline', id: '4008001234', name: '门店热线' },
      { kind: 'queue', id: queue.id, name: queue.name },
    ])
    expect((await found('recording-notice'))[0]?.usedBy).toMatchObject([{ kind: 'hotline' }])
  })

  it('and everything else is for supervisors and administrators', async () => {
    const ways: [string, string, object?][] = [
      ['GET', '/api/prompts'],
      ['GET', '/api/prompts/greeting'],
      ['PUT', '/api/prompts/greeting', { edition: 0, title: 'x', words: '' }],
      ['POST', '/api/prompts/greeting/versions'],
      ['POST', '/api/prompts/greeting/restore', { version: 0, commandId: randomUUID() }],
      ['GET', '/api/prompts/greeting/versions/0/audio'],
    ]
    for (const username of ['a1001', 'r3001', 'm0001']) {
      const ask = await server.as(username)
      for (const [method, url, body] of ways)
        expect([username, url, (await ask(method, url, body)).statusCode]).toEqual([username, url, 403])
    }
    for (const [method, url, body] of ways) expect((await server.anonymous(method, url, body)).statusCode).toBe(401)
  })
})

describe('the switch’s directory', () => {
  it('is made again at a start as the database says, and never has half a file', async () => {
    const folder = join(server.folder, 'prompts')
    await rm(join(folder, '8000'), { recursive: true })
    await writeFile(join(folder, '16000/both.wav'), 'overwritten')
    const library = new PromptLibrary({
      database: server.database,
      files: new PromptFiles(folder),
      log: pino({ level: 'silent' }),
    })
    await library.publishAll()
    const { prompt } = await detail('both')
    for (const rate of [8_000, 16_000])
      expect(readWav(await played('both', rate)).samples.length / (rate / 1_000)).toBe(prompt.durationMs)
    // The upload that left an old shipped prompt alone left no file of it either.
    expect(await readdir(join(folder, '8000'))).toEqual(['both.wav', 'goodbye.wav', 'survey-question.wav', 'twice.wav'])
  })

  it('keeps the old sound, and the database the old version, when the new one cannot be written', async () => {
    const folder = join(server.folder, 'prompts')
    const before = await played('both')
    class FullDisk extends PromptFiles {
      #full = true
      override async publish(name: string, soundId: string): Promise<void> {
        await super.publish(name, soundId)
        if (this.#full) {
          this.#full = false
          throw new Error('no space left on device')
        }
      }
    }
    const library = new PromptLibrary({
      database: server.database,
      files: new FullDisk(folder),
      log: pino({ level: 'silent' }),
    })
    const me = await server.database.account.findFirstOrThrow({ where: { username: 'admin' } })
    const content = wavFile(tone(300, 8_000, 3), 8_000)
    const upload = { uploadId: randomUUID(), source: 'upload', normalise: true, fileName: 'x.wav', content } as const
    const saving = library.save({ id: me.id, name: me.displayName, username: 'admin', role: 'admin' }, 'both', {
      ...upload,
      ...{ title: undefined, words: undefined },
    })
    await expect(saving).rejects.toThrow('no space')
    expect((await detail('both')).versions).toHaveLength(2)
    expect(await played('both')).toEqual(before)
  })
})
