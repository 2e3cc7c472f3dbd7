import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of these programs that is in the search path. */
export function findProgram<Name extends string>(
  names: readonly Name[],
  searchPath: string | undefined = process.env.PATH,
): Name | undefined {
  const folders = (searchPath ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.find((name) => folders.some((folder) => isProgram(join(folder, name))))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    // Not there, or not ours to run: the next folder may have one.
    return false
  }
}
