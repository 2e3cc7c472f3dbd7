/**
 * What answers a call, as sound: voicemails with a tone, and what has none. The same seed makes the same sounds; speech is espeak-ng's, so
 * that it also takes the same version of it.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRandom } from '../../cti/src/switch/simulator/random.ts'

/** Hz, of everything here. */
const RATE = 8_000
const SEED = 1
/** Of speech, dBFS (root mean square), as telephone speech is levelled. */
const SPEECH_DB = -20
/** How far background noise lies below the tone. dB; half of the tones have none, a quarter each of these */
const SOME_NOISE_DB = 40
const LOUD_NOISE_DB = 20
const AFTER_MS = 2_000

export interface Recording {
  readonly kind:
    | 'beep'
    | 'beep, some noise'
    | 'beep, loud noise'
    | 'mandarin'
    | 'english'
    | 'music'
    | 'dtmf'
    | 'ring-back'
  readonly description: string
  /** Between ±32767. */
  readonly samples: Float64Array
  /** From the beginning. */
  readonly beepAtMs?: number
}

const greetings = [
  '您好，您拨打的用户暂时无法接听，请在提示音后留言。',
  'Hello, I cannot take your call right now. Please leave a message after the tone.',
] as const
const mandarin = [
  '喂，您好，哪位？',
  '你好，我在开会，等一下打给你好吗？',
  '喂？听得到吗？信号不太好。',
  '对，我是上个星期买的，昨天已经修好了。',
  '您好，请问是售后服务吗？门店的人很热情。',
  '不用了，谢谢，再见。',
]
const english = [
  'Hello? Who is speaking, please?',
  'Yes, this is he. What is this about?',
  'Hang on a second, I am driving.',
  'Sorry, could you call me again tomorrow afternoon?',
  'The shop repaired it last week and it works fine now.',
  'No thank you, goodbye.',
]

/** 40 with a tone and 40 without. */
export async function recordings(): Promise<Recording[]> {
  const directory = await mkdtemp(join(tmpdir(), 'ringdesk-speech-'))
  try {
    return [...(await voicemails(directory)), ...(await people(directory)), ...music(), ...dtmf(), ...ringBack()]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** A greeting, a pause, the tone, and silence. */
async function voicemails(directory: string): Promise<Recording[]> {
  const random = createRandom(SEED)
  const spoken = await Promise.all([
    speech(directory, greetings[0], 'cmn', 0),
    speech(directory, greetings[1], 'en-us', 1),
  ])
  return Array.from({ length: 40 }, (_, index) => {
    const hertz = random.integer(400, 1_600)
    const ms = random.integer(150, 1_000)
    const level = random.integer(-30, -6)
    const kind = (['beep', 'beep, some noise', 'beep', 'beep, loud noise'] as const)[index % 4] ?? 'beep'
    const greeting = spoken[(index >> 2) % 2] ?? new Float64Array()
    const pause = samples(random.integer(200, 800))
    const beginning = greeting.length + pause
    const sound = new Float64Array(beginning + samples(ms) + samples(AFTER_MS))
    sound.set(greeting)
    add(sound, tone([hertz], ms, level), beginning)
    if (kind !== 'beep')
      addNoise(sound, level - (kind === 'beep, some noise' ? SOME_NOISE_DB : LOUD_NOISE_DB), () => random.next())
    return {
      kind,
      description: `${hertz} Hz, ${ms} ms, ${level} dBFS`,
      samples: sound,
      beepAtMs: (beginning / RATE) * 1_000,
    }
  })
}

async function people(directory: string): Promise<Recording[]> {
  const random = createRandom(SEED + 1)
  const found: Recording[] = []
  for (const [kind, sentences, voice] of [
    ['mandarin', mandarin, 'cmn'],
    ['english', english, 'en-us'],
  ] as const)
    for (const variant of ['m3', 'f2'])
      for (const sentence of sentences) {
        const said = await speech(directory, sentence, `${voice}+${variant}`, found.length, random.integer(130, 200))
        found.push({ kind, description: `${variant}: ${sentence}`, samples: followedBySilence(said) })
      }
  return found
}

/** Chords of three tones with their overtones, changing each 600 ms. */
function music(): Recording[] {
  const random = createRandom(SEED + 2)
  return Array.from({ length: 6 }, (_, piece) => {
    const chords = Array.from({ length: 10 }, () => {
      const root = 220 * 2 ** (random.integer(0, 12) / 12)
      const third = random.integer(3, 4)
      const tones = [0, third, 7].flatMap((step) => [1, 2, 3].map((part) => root * 2 ** (step / 12) * part))
      return fading(tone(tones, 600, -16))
    })
    return { kind: 'music', description: `piece ${piece + 1}`, samples: followedBySilence(joined(chords)) }
  })
}

/** Keys as a telephone sends them, 120 ms each. */
function dtmf(): Recording[] {
  const random = createRandom(SEED + 3)
  const rows = [697, 770, 852, 941]
  const columns = [1_209, 1_336, 1_477, 1_633]
  return Array.from({ length: 5 }, (_, index) => {
    const keys = Array.from({ length: 6 }, () => [
      tone([random.pick(rows), random.pick(columns)], 120, -10),
      new Float64Array(samples(400)),
    ])
    return { kind: 'dtmf', description: `keys ${index + 1}`, samples: followedBySilence(joined(keys.flat())) }
  })
}

/** China's, 450 Hz: 1 s, 4 s of silence; at several loudnesses. A switchboard behind the number gives it after it has answered. */
function ringBack(): Recording[] {
  return [-12, -16, -20, -24, -28].map((level) => ({
    kind: 'ring-back',
    description: `450 Hz, ${level} dBFS`,
    samples: followedBySilence(
      joined([tone([450], 1_000, level), new Float64Array(samples(4_000)), tone([450], 1_000, level)]),
    ),
  }))
}

async function speech(directory: string, text: string, voice: string, index: number, wordsPerMinute = 165) {
  const path = join(directory, `${index}-${voice}.wav`)
  await promisify(execFile)('espeak-ng', ['-v', voice, '-s', String(wordsPerMinute), '-w', path, text])
  const wav = await readFile(path)
  const from = wav.readUInt32LE(24)
  const data = wav.subarray(44)
  const original = Float64Array.from({ length: data.length >> 1 }, (_, at) => data.readInt16LE(at * 2))
  return levelled(resampled(original, from), SPEECH_DB)
}

/** To the telephone's rate, without what it cannot carry (a windowed sinc of 3.4 kHz). */
function resampled(original: Float64Array, from: number): Float64Array {
  const reach = 40
  const cutOff = 3_400 / from
  return Float64Array.from({ length: Math.floor((original.length * RATE) / from) }, (_, at) => {
    const centre = (at * from) / RATE
    let sum = 0
    for (let tap = Math.ceil(centre - reach); tap <= centre + reach; tap++) {
      const distance = tap - centre
      const sinc = distance === 0 ? 2 * cutOff : Math.sin(2 * Math.PI * cutOff * distance) / (Math.PI * distance)
      sum += (original[tap] ?? 0) * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach))
    }
    return sum
  })
}

const samples = (ms: number): number => Math.round((ms * RATE) / 1_000)
const amplitude = (dbfs: number): number => 32_767 * 10 ** (dbfs / 20)

/** The tones together have this level (of the highest sample of one sine). */
function tone(hertz: readonly number[], ms: number, dbfs: number): Float64Array {
  const each = amplitude(dbfs) / hertz.length
  return Float64Array.from({ length: samples(ms) }, (_, at) =>
    hertz.reduce((sum, frequency) => sum + each * Math.sin((2 * Math.PI * frequency * at) / RATE), 0),
  )
}

const fading = (sound: Float64Array): Float64Array =>
  sound.map((value, at) => value * Math.exp((-2 * at) / sound.length))

function levelled(sound: Float64Array, dbfs: number): Float64Array {
  const loudness = Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / Math.max(1, sound.length))
  return sound.map((value) => (value * amplitude(dbfs)) / Math.max(1, loudness))
}

function add(sound: Float64Array, more: Float64Array, at: number): void {
  for (const [index, value] of more.entries()) sound[at + index] = (sound[at + index] ?? 0) + value
}

/** White, of this root mean square. */
function addNoise(sound: Float64Array, dbfs: number, random: () => number): void {
  const highest = amplitude(dbfs) * Math.sqrt(3)
  for (let at = 0; at < sound.length; at++) sound[at] = (sound[at] ?? 0) + highest * (2 * random() - 1)
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const followedBySilence = (sound: Float64Array): Float64Array => joined([sound, new Float64Array(samples(AFTER_MS))])
