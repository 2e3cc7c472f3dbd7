/**
 * The prompts' directory:
 *   8000/<name>.wav, 16000/<name>.wav     what the switch plays; FreeSWITCH looks there before it plays the shipped <name>.wav beside them
 *   versions/<soundId>.8000.wav, …16000…  every version that was ever saved
 * A file is there whole or not at all, after a power cut too; who is listening to the old one goes on doing so.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ConvertedSound } from './audio/conversion.ts'

export const playedRates = [8_000, 16_000] as const
export type PlayedRate = (typeof playedRates)[number]

/** The switch may run as somebody else. */
const modes = { file: 0o644, folder: 0o755 }

export class PromptFiles {
  readonly #folder: string

  /** @param folder the same for all gateways, and read by the switch */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Keeps a sound for good. */
  async keep(soundId: string, sound: Pick<ConvertedSound, 'narrow' | 'wide'>): Promise<void> {
    await write(this.#kept(soundId, 8_000), sound.narrow)
    await write(this.#kept(soundId, 16_000), sound.wide)
  }

  /** Undefined when it is gone. */
  async read(soundId: string, rate: PlayedRate): Promise<Buffer | undefined> {
    return readIfThere(this.#kept(soundId, rate))
  }

  /** From now on the switch plays this sound under this name. @throws when the sound is gone */
  async publish(name: string, soundId: string): Promise<void> {
    for (const rate of playedRates) {
      const sound = await readFile(this.#kept(soundId, rate))
      const played = this.#played(name, rate)
      if (!(await readIfThere(played))?.equals(sound)) await write(played, sound)
    }
  }

  /** From now on the switch plays the shipped sound again, or nothing. */
  async withdraw(name: string): Promise<void> {
    for (const rate of playedRates) await rm(this.#played(name, rate), { force: true })
  }

  /** So that the switch finds the directories before the first prompt is saved. */
  async prepare(): Promise<void> {
    for (const each of ['8000', '16000', 'versions'])
      await mkdir(join(this.#folder, each), { recursive: true, mode: modes.folder })
  }

  #kept(soundId: string, rate: PlayedRate): string {
    return join(this.#folder, 'versions', `${soundId}.${rate}.wav`)
  }

  #played(name: string, rate: PlayedRate): string {
    return join(this.#folder, String(rate), `${name}.wav`)
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function write(path: string, content: Uint8Array): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: modes.folder })
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(draft, 'wx', modes.file)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    const directory = await open(folder, 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
