import { open, realpath } from 'node:fs/promises'
import { isAbsolute, resolve, sep } from 'node:path'

/** The recording's path leads out of the recordings' folder: it is not opened. */
export class OutsideRecordings extends Error {
  override readonly name = 'OutsideRecordings'
}

/**
 * Opens a recording for reading. Paths are relative to the folder, or absolute inside it; links count as where they lead.
 * @returns undefined when there is no such file; else it is open and the caller closes it
 * @throws OutsideRecordings
 */
export async function openRecording(folder: string, path: string) {
  const inside = (candidate: string, root: string) => candidate.startsWith(root.endsWith(sep) ? root : root + sep)
  const wanted = isAbsolute(path) ? resolve(path) : resolve(folder, path)
  if (path.includes('\0') || !inside(wanted, resolve(folder))) throw new OutsideRecordings(path)
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(wanted)])
    if (!inside(real, root)) throw new OutsideRecordings(path)
    const file = await open(real, 'r')
    const stat = await file.stat()
    if (stat.isFile()) return { file, size: stat.size }
    await file.close()
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    throw error
  }
}
