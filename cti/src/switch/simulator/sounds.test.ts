import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseMenu } from './digit-collection.ts'
import { createSounds } from './sounds.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringdesk-sounds-'))
const shipped = join(folder, 'shipped')
const own = join(folder, 'own')
for (const each of [shipped, join(own, '8000')]) mkdirSync(each, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))

/** 8 kHz, 16 bit, silence. */
function put(path: string, ms: number): void {
  const header = Buffer.alloc(44)
  header.write('RIFF    WAVEfmt ', 0, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt32LE(16_000, 28)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(ms * 16, 40)
  writeFileSync(`${path}.tmp`, Buffer.concat([header, Buffer.alloc(ms * 16)]))
  renameSync(`${path}.tmp`, path)
}

describe('how long a sound lasts', () => {
  const sounds = createSounds(shipped, own)

  it('the installation’s own prompt goes before the shipped one, from the moment that it is there', () => {
    const path = join(shipped, 'greeting.wav')
    put(path, 1_000)
    expect(sounds.durationMs(path)).toBe(1_000)
    put(join(own, '8000/greeting.wav'), 2_500)
    expect(sounds.durationMs(path)).toBe(2_500)
    put(join(own, '8000/greeting.wav'), 3_000)
    expect(sounds.durationMs(`file_string://${path}!${path}`)).toBe(6_000)
    rmSync(join(own, '8000/greeting.wav'))
    expect(sounds.durationMs(path)).toBe(1_000)
    expect(sounds.durationMs(join(shipped, 'survey.wav'))).toBeUndefined()
    put(join(own, '8000/survey.wav'), 700)
    expect(sounds.durationMs(join(shipped, 'survey.wav'))).toBe(700)
  })

  it('speech takes its time by the text', () => {
    expect(sounds.durationMs('tts://any|voice|您好您好')).toBe(860)
    expect(sounds.durationMs('tts://any|voice|hello')).toBe(350)
    expect(sounds.durationMs('tts://any|voice|')).toBeUndefined()
  })
})

it('a menu’s spoken prompt is one argument', () => {
  expect(parseMenu("1 1 2 5000 none 'tts://e|v|press one' silence_stream://10 got ^1$ 3000")).toMatchObject({
    prompt: 'tts://e|v|press one',
    invalidPrompt: 'silence_stream://10',
    variable: 'got',
  })
})
