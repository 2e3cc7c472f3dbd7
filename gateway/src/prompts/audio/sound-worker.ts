/** Converts in a thread of its own: minutes of sound take seconds, and the thread of the calls must not wait. */
import { parentPort, workerData } from 'node:worker_threads'
import { type ConvertedSound, convertSound } from './conversion.ts'
import { type UnusableReason, UnusableSound } from './unusable-sound.ts'

export interface ConversionOrder {
  readonly content: Uint8Array
  readonly normalise: boolean
}

export type ConversionAnswer =
  | { readonly sound: ConvertedSound }
  | { readonly unusable: { readonly reason: UnusableReason; readonly found: string | undefined } }

async function answer({ content, normalise }: ConversionOrder): Promise<ConversionAnswer> {
  try {
    return { sound: await convertSound(content, { normalise }) }
  } catch (error) {
    if (!(error instanceof UnusableSound)) throw error
    return { unusable: { reason: error.reason, found: error.found } }
  }
}

parentPort?.postMessage(await answer(workerData as ConversionOrder))
