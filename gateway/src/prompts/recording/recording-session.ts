/** Recording a prompt as the operator sees it: record with a level meter, hear it, do it again, keep it or not. */
import { randomUUID } from 'node:crypto'
import { durationMsOf, longestMs, shortestMs } from '../audio/decoded-sound.ts'
import { writeWav } from '../audio/wav.ts'
import { type Level, levelOf, meterLine, silent, tooQuietDb } from './level-meter.ts'
import { recordedRate, type Take } from './microphone.ts'
import { trimSilence } from './silence-trim.ts'
import { enter, leave, type Terminal } from './terminal.ts'

export interface Booth {
  readonly terminal: Terminal
  /** @param onBlock gets the samples as they come */
  record(onBlock: (block: Int16Array) => void): Take
  /** Absent: there is no program to play with. @throws Error with its words */
  readonly play?: (wav: Buffer, durationMs: number) => Promise<void>
  /** Again with the same uploadId is the same version. @returns what the operator is told @throws when it is not saved */
  save(uploadId: string, wav: Buffer): Promise<string>
  /** Where a recording is when it could not be saved. @returns its path */
  keepAside(wav: Buffer): Promise<string>
}

/** The meter moves so often, ms. */
const meterEveryMs = 100

/** @returns whether something was saved @throws MicrophoneError */
export async function recordPrompt(booth: Booth): Promise<boolean> {
  const { terminal } = booth
  for (;;) {
    terminal.say('按 Enter 开始录音，Ctrl-C 退出 · Enter: record, Ctrl-C: leave')
    const key = await terminal.key()
    if (key === leave) return false
    if (key !== enter) continue
    const samples = await recordTake(booth)
    const speech = trimSilence(samples, recordedRate)
    if (speech === undefined || durationMsOf(speech.length, recordedRate) < shortestMs) {
      terminal.say('没有听到声音：请检查麦克风是否静音、音量是否太小 · nothing was heard: is the microphone muted?')
      continue
    }
    terminal.say(summary(samples, speech))
    const end = await choose(booth, speech)
    if (end !== 'again') return end === 'saved'
  }
}

async function recordTake({ terminal, record }: Booth): Promise<Int16Array> {
  terminal.say('正在录音，按 Enter 或 Ctrl-C 结束 · recording, Enter or Ctrl-C ends it')
  let level: Level = silent
  let samples = 0
  let clippedAt: number | undefined
  let shownAt = Number.NEGATIVE_INFINITY
  const ms = () => durationMsOf(samples, recordedRate)
  const show = () => terminal.show(meterLine(level, ms(), clippedAt === undefined ? undefined : ms() - clippedAt))
  const take = record((block) => {
    level = levelOf(block)
    samples += block.length
    if (level.clipped) clippedAt = ms()
    if (ms() - shownAt < meterEveryMs) return
    shownAt = ms()
    show()
  })
  let over = false
  const recorded = take.ended.finally(() => {
    over = true
  })
  const key = terminal.keyUntil(recorded, [enter, leave]).then((pressed) => {
    if (pressed && !over) take.stop()
  })
  try {
    const all = await recorded
    await key
    show()
    terminal.say('')
    if (durationMsOf(all.length, recordedRate) >= longestMs)
      terminal.say(`到了 ${longestMs / 60_000} 分钟的上限 · the limit of ${longestMs / 60_000} minutes was reached`)
    return all
  } finally {
    take.stop()
  }
}

const seconds = (samples: Int16Array): string => (samples.length / recordedRate).toFixed(1)

/** Length and level of what is kept, and what is wrong with it. */
function summary(all: Int16Array, speech: Int16Array): string {
  const { peakDb, rmsDb, clipped } = levelOf(speech)
  const lines = [
    `长度 ${seconds(speech)} 秒（去掉首尾静音 ${seconds(all.slice(speech.length))} 秒），峰值 ${peakDb.toFixed(1)} dB，平均 ${rmsDb.toFixed(1)} dB`,
    `length ${seconds(speech)} s, peak ${peakDb.toFixed(1)} dB, mean ${rmsDb.toFixed(1)} dB`,
  ]
  if (clipped) lines.push('! 有削波失真，建议离麦克风远一点重录 · clipped: record it again from further away')
  if (peakDb < tooQuietDb) lines.push('! 声音太小，建议离麦克风近一点重录 · too quiet: record it again from nearer')
  return lines.join('\n')
}

async function choose(
  { terminal, play, save, keepAside }: Booth,
  speech: Int16Array,
): Promise<'saved' | 'discarded' | 'again'> {
  const wav = writeWav(speech, recordedRate)
  const uploadId = randomUUID()
  for (;;) {
    terminal.say('p 试听 · play   r 重录 · retake   k 保存 · keep   d 放弃 · discard')
    switch ((await terminal.key()).toLowerCase()) {
      case 'p':
        await listen(terminal, play, wav, durationMsOf(speech.length, recordedRate))
        break
      case 'r':
        return 'again'
      case 'd':
      case leave:
        terminal.say('没有保存 · nothing was saved')
        return 'discarded'
      case 'k':
        try {
          terminal.say(await save(uploadId, wav))
          return 'saved'
        } catch (error) {
          terminal.say(`没有保存成功 · not saved: ${error instanceof Error ? error.message : String(error)}`)
          terminal.say(`录音暂存在 · the recording is in ${await keepAside(wav)}`)
        }
        break
      default:
    }
  }
}

async function listen(terminal: Terminal, play: Booth['play'], wav: Buffer, durationMs: number): Promise<void> {
  if (play === undefined)
    return terminal.say(
      '没有可用的播放程序，请安装 alsa-utils（aplay）或 sox（play） · nothing to play with: install alsa-utils or sox',
    )
  try {
    await play(wav, durationMs)
  } catch (error) {
    terminal.say(`播放失败 · it could not be played: ${error instanceof Error ? error.message : String(error)}`)
  }
}
