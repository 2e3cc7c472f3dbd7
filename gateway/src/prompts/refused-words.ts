import { longestMs, sampleRates, shortestMs } from './audio/decoded-sound.ts'
import type { UnusableReason, UnusableSound } from './audio/unusable-sound.ts'

const rates = sampleRates.map((rate) => rate / 1000).join('、')

const sentences: Readonly<Record<UnusableReason, string>> = {
  'not-a-sound': '只接受 WAV 和 MP3，且内容须与格式相符',
  empty: '文件里没有声音数据',
  truncated: '文件不完整，请重新导出或重新上传',
  damaged: '文件已损坏，请重新导出后再试',
  encoding: '不支持这种 WAV 编码（{found}），请另存为 16 位 PCM',
  'sample-rate': `不支持这个采样率（{found}），可用 ${rates} kHz`,
  'too-short': `声音太短（{found}），至少 ${shortestMs} 毫秒`,
  'too-long': `声音太长（{found}），最长 ${longestMs / 60_000} 分钟`,
  silent: '声音几乎全是静音，请检查麦克风或音量',
}

/** The refusal in words for people. */
export const refusedWords = ({ reason, found = '' }: UnusableSound): string =>
  sentences[reason].replace('{found}', found)
