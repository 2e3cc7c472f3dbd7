import type { WhatIfLine, WhatIfResult } from '@ringdesk/gateway/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { GatewayError, requestLines } from '../gateway/request.ts'

export type Play =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number; readonly of: number }
  | { readonly kind: 'done'; readonly result: WhatIfResult }
  | { readonly kind: 'failed'; readonly error: unknown }

/** One play at a time; leaving the page stops it. */
export function useWhatIf() {
  const [play, setPlay] = useState<Play>({ kind: 'idle' })
  const stopping = useRef<AbortController>(undefined)
  const stop = useCallback(() => stopping.current?.abort(), [])
  useEffect(() => stop, [stop])
  const start = useCallback(async (from: number, to: number) => {
    stopping.current?.abort()
    const ending = new AbortController()
    stopping.current = ending
    setPlay({ kind: 'running', done: 0, of: 0 })
    try {
      for await (const line of requestLines<WhatIfLine>('/api/what-if', { from, to }, ending.signal)) {
        if (line.type === 'progress') setPlay({ kind: 'running', done: line.done, of: line.of })
        else if (line.type === 'result') return setPlay({ kind: 'done', result: line.result })
        else throw new GatewayError(500, line, line)
      }
      throw new GatewayError(0, { code: 'OFFLINE', message: '' }, undefined)
    } catch (error) {
      setPlay(ending.signal.aborted ? { kind: 'idle' } : { kind: 'failed', error })
    }
  }, [])
  return { play, start, stop }
}
