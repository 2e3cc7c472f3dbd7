import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ensureSystemPackages, findChromium } from './system-packages.ts'

let programs: string

beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'ringdesk-programs-'))
  vi.stubEnv('PATH', programs)
  vi.stubEnv('CHROMIUM_PATH', '')
  vi.spyOn(console, 'log').mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(programs, { recursive: true, force: true })
})

function install(name: string, script: string): void {
  const path = join(programs, name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

it('asks for nothing when everything is there', async () => {
  install('chromium', '')
  install('redis-server', '')
  install('fc-list', 'echo "Noto Sans CJK SC"')
  install('apt-get', 'exit 1')
  await ensureSystemPackages()
  expect(findChromium()).toBe(join(programs, 'chromium'))
})

it('installs as root what is missing, and only that', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  install('redis-server', '')
  install('apt-get', `echo "$@" >> ${join(programs, 'asked')}`)
  await ensureSystemPackages()
  expect(readFileSync(join(programs, 'asked'), 'utf8').trim().split('\n')).toEqual([
    'update -q',
    'install -y -q --no-install-recommends chromium fonts-noto-cjk',
  ])
})

it('tells anybody else the command', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  install('fc-list', 'echo "Noto Sans CJK SC"')
  await expect(ensureSystemPackages()).rejects.toMatchObject({
    message: expect.stringContaining('chromium, redis-server'),
    advice: expect.stringContaining('sudo apt-get install -y --no-install-recommends chromium redis-server'),
  })
})

it('passes on what apt-get said when it fails', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  install('apt-get', 'echo "E: Unable to locate package" >&2; exit 100')
  await expect(ensureSystemPackages()).rejects.toThrow(/Unable to locate package/)
})
