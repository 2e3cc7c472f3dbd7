/** One list on its way in: chosen, looked at, agreed to. Closing the window stops what is under way. */
import type { ContactsAdded, ImportColumn, ImportPreview } from '@ringdesk/gateway/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useContactsChanged } from './campaign-queries.ts'
import { importList, previewList, type SentList } from './send-list.ts'

export type ListState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' | 'importing'; readonly rows: number }
  | { readonly kind: 'looked'; readonly preview: ImportPreview }
  | { readonly kind: 'done'; readonly added: ContactsAdded }
  | { readonly kind: 'failed'; readonly error: unknown }

export function useList(campaignId: string) {
  const [state, setState] = useState<ListState>({ kind: 'none' })
  const [file, setFile] = useState<File>()
  const stopping = useRef<AbortController>(undefined)
  const changed = useContactsChanged()
  useEffect(() => () => stopping.current?.abort(), [])

  const run = useCallback(async (kind: 'reading' | 'importing', work: (signal: AbortSignal) => Promise<ListState>) => {
    stopping.current?.abort()
    const ending = new AbortController()
    stopping.current = ending
    setState({ kind, rows: 0 })
    try {
      const next = await work(ending.signal)
      if (!ending.signal.aborted) setState(next)
    } catch (error) {
      if (!ending.signal.aborted) setState({ kind: 'failed', error })
    }
  }, [])

  const look = (chosen: File, consent: string, columns?: readonly ImportColumn[]) => {
    setFile(chosen)
    const list = sent(chosen, consent, columns)
    return run('reading', async (signal) => ({
      kind: 'looked',
      preview: await previewList(list, (rows) => setState({ kind: 'reading', rows }), signal),
    }))
  }
  const sent = (chosen: File, consent: string, columns?: readonly ImportColumn[]): SentList => ({
    campaignId,
    file: chosen,
    options: {
      ...(consent.trim() ? { consent: consent.trim() } : {}),
      ...(columns ? { columns: [...columns] } : {}),
    },
  })
  const agree = (preview: ImportPreview, consent: string) => {
    if (file === undefined) return
    const columns = preview.columns.map(({ use }) => use)
    const { sha256, good } = preview
    const list = sent(file, consent, columns)
    const agreed = { ...list, options: { ...list.options, agreed: { sha256, good } } }
    return run('importing', async (signal) => {
      const added = await importList(agreed, (rows) => setState({ kind: 'importing', rows }), signal)
      changed()
      return { kind: 'done', added }
    })
  }
  const again = () => {
    setFile(undefined)
    setState({ kind: 'none' })
  }
  return { state, file, look, agree, again, sent }
}
