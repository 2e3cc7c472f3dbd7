import { Worker } from 'node:worker_threads'
import type { ConvertedSound } from './conversion.ts'
import type { ConversionAnswer, ConversionOrder } from './sound-worker.ts'
import { UnusableSound } from './unusable-sound.ts'

/** The longest sound in the dearest encoding takes a few seconds; beyond this something is wrong. ms */
const deadlineMs = 25_000

/** convertSound() in a thread of its own. @throws UnusableSound; Error when it takes too long */
export function convertApart(order: ConversionOrder): Promise<ConvertedSound> {
  const worker = new Worker(new URL('sound-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  return new Promise<ConvertedSound>((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error(`converting took longer than ${deadlineMs} ms`)), deadlineMs)
    worker.once('message', (answer: ConversionAnswer) => {
      if ('sound' in answer) resolve(answer.sound)
      else reject(new UnusableSound(answer.unusable.reason, answer.unusable.found))
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the converting thread ended with ${code}`)))
    worker.once('exit', () => clearTimeout(deadline))
  }).finally(() => worker.terminate())
}
