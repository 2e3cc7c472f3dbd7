import { MPEGDecoder } from 'mpg123-decoder'
import { checkMeasure, type DecodedSound } from './decoded-sound.ts'
import { measureMp3 } from './mp3-frames.ts'
import { UnusableSound } from './unusable-sound.ts'

/** Measured before it is unpacked, so that a small file cannot fill the memory. @throws UnusableSound */
export async function readMp3(content: Uint8Array): Promise<DecodedSound> {
  const { sampleRate, samples: measured, channels } = measureMp3(content)
  checkMeasure(measured, sampleRate)
  const decoder = new MPEGDecoder()
  await decoder.ready
  try {
    const { channelData, samplesDecoded, sampleRate: decodedRate } = decoder.decode(content)
    const [first, ...others] = channelData
    if (!first || samplesDecoded === 0 || decodedRate !== sampleRate) throw new UnusableSound('damaged')
    const samples = new Float32Array(samplesDecoded)
    for (let index = 0; index < samplesDecoded; index++) {
      let sum = first[index] ?? 0
      for (const channel of others) sum += channel[index] ?? 0
      samples[index] = sum / channelData.length
    }
    checkMeasure(samplesDecoded, sampleRate)
    return { samples, sampleRate, channels, encoding: 'MP3' }
  } finally {
    decoder.free()
  }
}
