/**
 * Facts on disk between happening and being safe elsewhere (the ledger's database; the ledger itself, for a call centre in a process of
 * its own). Every fact is appended here before anything else, so that killing the process loses none; while that place is away each
 * append is also synced, so that losing power does not either.
 *
 * A segment is a file of JSON lines. The open one is appended to; sealed ones are read, delivered and removed, oldest first.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Fact } from '../facts.ts'

const SEGMENT = /^\d{12}\.jsonl$/

export interface Segment {
  readonly path: string
  /** In memory while few segments wait; read back from disk otherwise. */
  readonly facts?: readonly Fact[]
}

/** Facts of sealed segments kept in memory, all together; beyond it they are read back from disk. */
const REMEMBERED_FACTS = 20_000

export class Spool {
  readonly #directory: string
  readonly #log: Logger
  readonly #sealed: Segment[] = []
  #remembered = 0
  #next: number
  #open: { readonly path: string; readonly descriptor: number; readonly facts: Fact[] } | undefined

  /** Finds what an earlier life of the process has left. */
  constructor(directory: string, log: Logger) {
    this.#directory = directory
    this.#log = log
    mkdirSync(directory, { recursive: true })
    const left = readdirSync(directory)
      .filter((name) => SEGMENT.test(name))
      .sort()
    for (const name of left) this.#sealed.push({ path: join(directory, name) })
    this.#next = Number(left.at(-1)?.slice(0, 12) ?? 0) + 1
  }

  /** @param sync wait until the disk has it @throws the file system's error: then the fact is not safe and somebody must know */
  append(fact: Fact, sync: boolean): void {
    if (!this.#open) {
      const path = join(this.#directory, `${String(this.#next++).padStart(12, '0')}.jsonl`)
      this.#open = { path, descriptor: openSync(path, 'a', 0o600), facts: [] }
    }
    writeSync(this.#open.descriptor, `${JSON.stringify(fact)}\n`)
    if (sync) fsyncSync(this.#open.descriptor)
    this.#open.facts.push(fact)
  }

  /** Of the sealed segments; undefined when there is none. */
  oldest(): Segment | undefined {
    return this.#sealed[0]
  }

  /** Closes the open segment and gives it; undefined when nothing was appended since the last time. */
  seal(): Segment | undefined {
    if (!this.#open) return undefined
    const { path, descriptor, facts } = this.#open
    closeSync(descriptor)
    this.#open = undefined
    const remember = this.#remembered + facts.length <= REMEMBERED_FACTS
    if (remember) this.#remembered += facts.length
    const segment: Segment = remember ? { path, facts } : { path }
    this.#sealed.push(segment)
    return segment
  }

  /** A line that was cut off by a crash is told and left out; the facts before it count. */
  read(segment: Segment): readonly Fact[] {
    if (segment.facts) return segment.facts
    return readFileSync(segment.path, 'utf8')
      .split('\n')
      .flatMap((line): Fact[] => {
        if (line === '') return []
        try {
          return [JSON.parse(line) as Fact]
        } catch (error) {
          this.#log.error(
            { err: error, segment: segment.path, line: line.slice(0, 200) },
            'a line of the spool cannot be read',
          )
          return []
        }
      })
  }

  /** Every sealed segment, oldest first. */
  get sealed(): readonly Segment[] {
    return [...this.#sealed]
  }

  /** The segment's facts are safe elsewhere. */
  remove(segment: Segment): void {
    const index = this.#sealed.indexOf(segment)
    if (index < 0) return
    this.#sealed.splice(index, 1)
    this.#remembered -= segment.facts?.length ?? 0
    rmSync(segment.path, { force: true })
  }

  /** Of the segments that hold everything appended so far and not safe elsewhere. */
  get paths(): readonly string[] {
    return [...this.#sealed.map(({ path }) => path), ...(this.#open ? [this.#open.path] : [])]
  }

  /** Sealed segments and the open one. */
  get segments(): number {
    return this.#sealed.length + (this.#open ? 1 : 0)
  }

  close(): void {
    this.seal()
  }
}
