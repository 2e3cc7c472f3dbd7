/** The flow in hand: what it is now, what was read, and how it gets back to the gateway. */
import type { FlowDetail, FlowDocumentShape } from '@ringdesk/gateway/contract'
import { App } from 'antd'
import { useEffect, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { GatewayError } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { edited, historyOf } from './edit-history.ts'
import { publishFlow, readFlow, readVersion, saveFlow, useFlowsChanged } from './flow-queries.ts'
import { dropDraft, keepDraft, keptDraft } from './kept-draft.ts'

export function useFlowInHand(detail: FlowDetail) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const changed = useFlowsChanged()
  const { id } = detail.flow
  const [kept] = useState(() => keptDraft(id, detail.flow.version))
  const [read, setRead] = useState(detail)
  const [name, setName] = useState(kept?.name ?? detail.flow.name)
  const [note, setNote] = useState('')
  const [history, edit] = useReducer(edited, kept?.document ?? detail.document, historyOf)
  const [restored, setRestored] = useState(kept !== undefined)
  const [busy, setBusy] = useState(false)
  const [conflict, setConflict] = useState(false)
  const document = history.present
  const unsaved = document !== read.document || name !== read.flow.name

  useEffect(() => {
    if (unsaved) keepDraft(id, { version: read.flow.version, name, document })
    else dropDraft(id)
  }, [id, unsaved, read, name, document])

  const change = (next: FlowDocumentShape, about?: string) =>
    edit({ type: 'changed', document: next, ...(about === undefined ? {} : { about }) })

  /** @returns whether it was done; a refusal has been told */
  async function run(work: () => Promise<void>): Promise<unknown> {
    setBusy(true)
    try {
      await work()
      return undefined
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'FLOW_CHANGED') setConflict(true)
      else if (!(error instanceof GatewayError && error.code === 'UNFIT_FLOW')) void message.error(words(error))
      return error
    } finally {
      setBusy(false)
    }
  }

  /** What was drawn while it was on its way stays unsaved. */
  async function save(onto = read.flow.version): Promise<FlowDetail> {
    const saved = await saveFlow(id, { version: onto, name: name.trim(), note, document })
    setRead({ ...saved, document })
    setName(saved.flow.name)
    setNote('')
    setConflict(false)
    setRestored(false)
    void changed()
    return saved
  }

  return {
    ...{ id, read, document, name, setName, note, setNote, busy, conflict, restored, unsaved, change },
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    undo: () => edit({ type: 'undo' }),
    redo: () => edit({ type: 'redo' }),

    save: () =>
      run(async () => {
        const { flow } = await save()
        void message.success(t('flows.savedAs', { version: flow.version }))
      }),

    /** @returns the refusal, if there was one */
    publish: () =>
      run(async () => {
        const { flow } = unsaved ? await save() : read
        const published = await publishFlow(id, flow.version)
        setRead((before) => ({ ...published, document: before.document }))
        void changed()
        void message.success(t('flows.publishedAs', { version: flow.version }))
      }),

    /** The newer version replaces mine, which can be brought back by undo. */
    takeTheirs: () =>
      run(async () => {
        const theirs = await readFlow(id)
        setRead(theirs)
        setName(theirs.flow.name)
        change(theirs.document)
        setConflict(false)
      }),

    saveOverTheirs: () =>
      run(async () => {
        const { flow } = await readFlow(id)
        await save(flow.version)
        void message.success(t('flows.savedAs', { version: flow.version + 1 }))
      }),

    takeVersion: (version: number) =>
      run(async () => {
        change((await readVersion(id, version)).document)
        void message.info(t('flows.tookVersion', { version }))
      }),

    discard: () => {
      change(read.document)
      setName(read.flow.name)
      setRestored(false)
    },
  }
}
export type FlowInHand = ReturnType<typeof useFlowInHand>
