/** Plays a sound on this machine's loudspeaker, where there is a program for it. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './programs.ts'

const players = { aplay: ['-q'], afplay: [], play: ['-q'] } as const
export type Player = keyof typeof players

/** Beyond the sound's own length, ms. */
const graceMs = 5_000

/** Undefined: there is none. */
export const findPlayer = (searchPath?: string): Player | undefined =>
  findProgram(['aplay', 'afplay', 'play'], searchPath)

/** @throws Error with the program's words */
export async function playSound(player: Player, wav: Buffer, durationMs: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ringdesk-take-'))
  const path = join(folder, 'take.wav')
  try {
    await writeFile(path, wav)
    await run(player, [...players[player], path], durationMs + graceMs)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function run(program: string, args: readonly string[], deadlineMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: deadlineMs })
    let complaint = ''
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-500)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(complaint.trim() || `${program} ended with ${code}`))
    })
  })
}
