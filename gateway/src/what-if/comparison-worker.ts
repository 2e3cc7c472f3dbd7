/** Compares in a thread of its own: a day of a large chain takes seconds, and the thread of the calls must not wait. */
import { parentPort, workerData } from 'node:worker_threads'
import type { WhatIfLine } from '../contract/index.ts'
import { type Comparison, compare } from './comparison.ts'

const say = (line: WhatIfLine): void => parentPort?.postMessage(line)

const result = compare(workerData as Comparison, (done, of) => say({ type: 'progress', done, of }))
say({ type: 'result', result })
