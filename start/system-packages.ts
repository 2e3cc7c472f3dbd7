/** Programs that tests use and npm cannot bring: installed through apt when we are root, named otherwise. */
import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { StepError, step } from './steps.mjs'

interface SystemPackage {
  /** As Debian calls it. */
  readonly name: string
  readonly isThere: () => boolean
}

const packages: readonly SystemPackage[] = [
  { name: 'chromium', isThere: () => findChromium() !== undefined },
  // Without it Chinese is shown as boxes, and screenshots show nothing.
  { name: 'fonts-noto-cjk', isThere: hasChineseFont },
  { name: 'redis-server', isThere: () => findProgram('redis-server') !== undefined },
]

/** @throws StepError naming what is missing and how to get it */
export async function ensureSystemPackages(): Promise<void> {
  const missing = packages.filter((each) => !each.isThere()).map(({ name }) => name)
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  const canInstall = process.getuid?.() === 0 && findProgram('apt-get') !== undefined
  if (!canInstall)
    throw new StepError(`测试需要 · the tests need: ${missing.join(', ')}`, {
      advice: `Debian / Ubuntu: sudo ${command}`,
    })
  await step(`安装 ${missing.join('、')}`, 'installing system packages', async () => {
    apt('update', '-q')
    apt('install', '-y', '-q', '--no-install-recommends', ...missing)
  })
}

/** CHROMIUM_PATH, or what Debian and Google call it. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given) return existsSync(given) ? given : undefined
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const path = findProgram(name)
    if (path) return path
  }
  return undefined
}

export function findProgram(name: string): string | undefined {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(directory, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this one.
    }
  }
  return undefined
}

function hasChineseFont(): boolean {
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  return list.status === 0 && list.stdout.trim() !== ''
}

function apt(...args: string[]): void {
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    execFileSync('apt-get', args, { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: 600_000 })
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new StepError(`apt-get ${args.join(' ')}:\n${said}`, { cause })
  }
}
