/** How long a sound lasts. Nothing is heard in the simulator, so that is all there is to know of it. */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'

export interface Sounds {
  /**
   * Milliseconds; Infinity for music; undefined: there is no such file.
   * @param path as given to playback: a file, local_stream://, tone_stream://, silence_stream://, file_string://, tts://
   */
  durationMs(path: string): number | undefined
}

/** A speech engine's pace, ms for one character: some 280 Chinese characters or 150 English words a minute. */
const SPOKEN_MS = { ideograph: 215, other: 70 }
/** What a file lasts when no sounds are installed at all. */
const UNKNOWN_FILE_MS = 1500
const LONGEST_MS = 24 * 3_600_000

/**
 * @param directory where the sounds are, and relative names are looked up. A file that it lacks is missing, as on a real switch; when
 *   there is no such directory every file is taken to exist.
 * @param own the installation's prompts, in 8000/: mod_sndfile looks for a directory of the call's rate beside a file before it opens the
 *   file itself, and a real switch has this one there.
 */
export function createSounds(directory: string | undefined, own?: string): Sounds {
  const installed = directory !== undefined && existsSync(directory)
  const known = new Map<string, { readonly as: string; readonly duration: number | undefined }>()

  /** Read again only when another file has taken its name. */
  function lengthOf(path: string): number | undefined {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined) return undefined
    const as = `${stat.ino} ${stat.size} ${stat.mtimeMs}`
    const before = known.get(path)
    if (before?.as === as) return before.duration
    const duration = wavDurationMs(path)
    known.set(path, { as, duration })
    return duration
  }

  function fileDuration(path: string): number | undefined {
    const full = isAbsolute(path) || directory === undefined ? path : join(directory, path)
    const replaced =
      own !== undefined && dirname(full) === directory ? lengthOf(join(own, '8000', basename(full))) : undefined
    return replaced ?? lengthOf(full) ?? (installed ? undefined : UNKNOWN_FILE_MS)
  }

  function durationMs(path: string): number | undefined {
    if (path.startsWith('{')) return durationMs(path.slice(path.indexOf('}') + 1))
    if (path.startsWith('local_stream://')) return Number.POSITIVE_INFINITY
    if (path.startsWith('silence_stream://')) {
      const ms = Number.parseInt(path.slice('silence_stream://'.length), 10)
      return ms > 0 ? Math.min(ms, LONGEST_MS) : Number.POSITIVE_INFINITY
    }
    if (path.startsWith('tts://')) return spokenMs(path.split('|').slice(2).join('|'))
    if (path.startsWith('tone_stream://')) return toneDurationMs(path.slice('tone_stream://'.length))
    if (path.startsWith('file_string://'))
      return path
        .slice('file_string://'.length)
        .split('!')
        .reduce((sum, part) => sum + (durationMs(part) ?? 0), 0)
    return fileDuration(path)
  }

  return { durationMs }
}

/** undefined: there is nothing to say. */
function spokenMs(text: string): number | undefined {
  const ideographs = text.match(/\p{Script=Han}/gu)?.length ?? 0
  return text === '' ? undefined : ideographs * SPOKEN_MS.ideograph + (text.length - ideographs) * SPOKEN_MS.other
}

/** `%(on,off,frequency…)` groups, each in ms; `;loops=n`, -1 for ever. */
function toneDurationMs(script: string): number {
  const loops = Number.parseInt(/;loops=(-?\d+)/.exec(script)?.[1] ?? '1', 10)
  if (loops < 0) return Number.POSITIVE_INFINITY
  let once = 0
  for (const group of script.matchAll(/%\((\d+),(\d+)/g)) once += Number(group[1]) + Number(group[2])
  return Math.min(once * Math.max(1, loops), LONGEST_MS)
}

/** From the file's own header; undefined when it cannot be read or is no WAV. */
function wavDurationMs(path: string): number | undefined {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const head = Buffer.alloc(4096)
    const read = readSync(file, head, 0, head.length, 0)
    if (read < 44 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE')
      return undefined
    const size = fstatSync(file).size
    let bytesPerSecond = 0
    for (let at = 12; at + 8 <= read; ) {
      const name = head.toString('latin1', at, at + 4)
      const length = head.readUInt32LE(at + 4)
      if (name === 'fmt ' && at + 20 <= read) bytesPerSecond = head.readUInt32LE(at + 16)
      if (name === 'data' && bytesPerSecond > 0)
        return Math.round((Math.min(length, size - at - 8) * 1000) / bytesPerSecond)
      at += 8 + length + (length % 2)
    }
    return undefined
  } catch {
    // Not there, or not readable: then it is a sound that only its name is known of.
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
