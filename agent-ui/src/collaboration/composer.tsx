/** Writes a comment: @ completes people who see the ticket, pictures are pasted or dropped in. */
import { type TicketComment, uploadLimits } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Mentions, Segmented } from 'antd'
import { type ClipboardEvent, type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { fileSize } from './attachment-list.tsx'
import { ticketPath, usePeople } from './collaboration-queries.ts'
import { newId } from './new-id.ts'
import { smallPhoto } from './small-photo.ts'
import { uploadFile } from './upload-file.ts'
import './collaboration.css'

interface ChosenFile {
  readonly uploadId: string
  readonly name: string
  readonly content: Blob
}

export function Composer({ ticketId }: { ticketId: string }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const [visible, setVisible] = useState(false)
  const [files, setFiles] = useState<readonly ChosenFile[]>([])
  const [asked, setAsked] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  const [problem, setProblem] = useState('')
  const picker = useRef<HTMLInputElement>(null)
  /** Tried again, it is the same comment. */
  const commandId = useRef(newId())
  const chosen = useRef(new Map<string, string>())
  const { data: people = [], isFetching } = usePeople(ticketId, asked ?? '', asked !== undefined)

  async function add(list: Iterable<File>) {
    const added: ChosenFile[] = []
    setBusy(true)
    try {
      for (const file of list) added.push({ uploadId: newId(), ...(await smallPhoto(file)) })
    } finally {
      setBusy(false)
    }
    const all = [...files, ...added]
    setProblem(all.length > uploadLimits.files ? t('collaboration.tooMany', { most: uploadLimits.files }) : '')
    setFiles(all.slice(0, uploadLimits.files))
  }
  async function send() {
    if (busy || (text.trim() === '' && files.length === 0)) return
    setBusy(true)
    setProblem('')
    try {
      for (const file of files) await uploadFile(ticketId, file)
      const mentions = [...chosen.current].filter(([name]) => text.includes(`@${name}`)).map(([, id]) => id)
      await request<TicketComment>('POST', ticketPath(ticketId, 'comments'), {
        body: {
          commandId: commandId.current,
          text: text.trim(),
          customerVisible: visible,
          mentions,
          attachments: files.map(({ uploadId }) => uploadId),
        },
      })
      commandId.current = newId()
      chosen.current.clear()
      setText('')
      setFiles([])
      setVisible(false)
      await queries.invalidateQueries({ queryKey: ['collaboration', ticketId] })
    } catch (error) {
      setProblem(words(error))
    } finally {
      setBusy(false)
    }
  }
  function onPaste(event: ClipboardEvent) {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    void add(event.clipboardData.files)
  }
  function onDrop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void add(event.dataTransfer.files)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button that does the same
    <div
      className="composer"
      data-visible={visible}
      onPaste={onPaste}
      onDrop={onDrop}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      data-testid="composer"
    >
      <Mentions
        value={text}
        rows={3}
        maxLength={4_000}
        placeholder={t('collaboration.say')}
        aria-label={t('collaboration.say')}
        loading={isFetching}
        options={people.map(({ id, name, role, where }) => ({
          key: id,
          value: name,
          label: `${name} · ${where ?? t(`role.${role}`)}`,
        }))}
        filterOption={false}
        onSearch={setAsked}
        onSelect={({ key, value }) => {
          // antd makes keys of its own out of ours.
          const person = people.find(({ id }) => String(key).startsWith(id))
          if (person !== undefined && value !== undefined) chosen.current.set(value, person.id)
          setAsked(undefined)
        }}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            event.stopPropagation()
            void send()
          }
        }}
        data-testid="composer-text"
      />
      {over && <p className="second">{t('collaboration.drop')}</p>}
      {files.length > 0 && (
        <ul className="composer-files">
          {files.map((file) => (
            <li key={file.uploadId}>
              <span className="cut">{file.name}</span> <span className="second">{fileSize(file.content.size)}</span>
              <Button
                size="small"
                type="text"
                aria-label={t('collaboration.remove', { name: file.name })}
                onClick={() => setFiles(files.filter((each) => each !== file))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="composer-foot">
        <Segmented
          size="small"
          value={visible ? 'visible' : 'internal'}
          onChange={(value) => setVisible(value === 'visible')}
          options={[
            {
              value: 'internal',
              label: t('collaboration.internal'),
              title: t('collaboration.internalHint'),
            },
            { value: 'visible', label: t('collaboration.visible'), title: t('collaboration.visibleHint') },
          ]}
        />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            const list = [...(event.target.files ?? [])]
            event.target.value = ''
            void add(list)
          }}
          data-testid="composer-files"
        />
        <Button size="small" onClick={() => picker.current?.click()}>
          {t('collaboration.attach')}
        </Button>
        <Button
          size="small"
          type="primary"
          loading={busy}
          disabled={busy || (text.trim() === '' && files.length === 0)}
          onClick={() => void send()}
          data-testid="composer-send"
        >
          {t('collaboration.send')}
        </Button>
      </div>
      {problem !== '' && (
        <p className="composer-problem" role="alert" data-testid="composer-problem">
          {problem}
        </p>
      )}
    </div>
  )
}
