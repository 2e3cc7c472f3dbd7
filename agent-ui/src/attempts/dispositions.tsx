import type { AttemptDetail, DeskContact, DispositionCommand } from '@ringdesk/gateway/contract'
import { App, Input } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newId } from '../collaboration/new-id.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { useDisposition } from './attempt-queries.ts'
import { CallbackForm } from './callback-form.tsx'

type Disposition = AttemptDetail['dispositions'][number]

const settled: ReadonlySet<DeskContact['phase']> = new Set(['talking', 'held', 'wrap-up'])

/** What came of it, one key each: 1 to 9 while nobody is typing. The last one given counts. */
export function Dispositions({ attempt, phase }: { attempt: AttemptDetail; phase: DeskContact['phase'] }) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const words = useErrorWords()
  const give = useDisposition(attempt.id)
  const [note, setNote] = useState(attempt.given?.note ?? '')
  const [asksWhen, setAsksWhen] = useState<Disposition>()
  const ready = settled.has(phase)
  const labelOf = ({ id, label }: Pick<Disposition, 'id' | 'label'>): string =>
    attempt.shipped && isShipped(id) ? t(`attempts.shipped.${id}`) : label

  function send(chosen: Disposition, more: Pick<DispositionCommand, 'callbackAt' | 'toMe'> = {}) {
    const command = { commandId: newId(), disposition: chosen.id, ...(note.trim() ? { note } : {}), ...more }
    give.mutate(command, { onSuccess: () => setAsksWhen(undefined) })
  }
  function choose(chosen: Disposition | undefined) {
    if (chosen === undefined || !ready || give.isPending) return
    give.reset()
    setAsksWhen(chosen.next === 'callback' ? chosen : undefined)
    if (chosen.next === 'refuse')
      void modal.confirm({
        title: t('attempts.refuseTitle'),
        content: t('attempts.refuseText'),
        okText: t('attempts.refuse'),
        okButtonProps: { danger: true },
        cancelText: t('common.cancel'),
        onOk: () => send(chosen),
      })
    else if (chosen.next !== 'callback') send(chosen)
  }
  const byDigit = useRef((_digit: number): void => undefined)
  useEffect(() => {
    byDigit.current = (digit) => choose(attempt.dispositions[digit - 1])
  })
  useEffect(() => {
    if (!ready) return
    const listen = (event: KeyboardEvent) => {
      if (!/^[1-9]$/.test(event.key) || !isForThePage(event)) return
      event.preventDefault()
      byDigit.current(Number(event.key))
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [ready])

  const { given } = attempt
  return (
    <section className="dispositions" aria-label={t('attempts.dispositions')} data-testid="dispositions">
      <h3>
        {t('attempts.dispositions')}
        <span className="second"> {t(ready ? 'attempts.dispositionsHint' : 'attempts.dispositionsLater')}</span>
      </h3>
      <div className="disposition-choices">
        {attempt.dispositions.map((one, index) => (
          <button
            key={one.id}
            type="button"
            className="choice"
            aria-pressed={given?.id === one.id}
            aria-keyshortcuts={String(index + 1)}
            disabled={!ready || give.isPending}
            title={t(`attempts.next.${one.next}`)}
            data-next={one.next}
            onClick={() => choose(one)}
            data-testid={`disposition-${one.id}`}
          >
            <span className="choice-number">{index + 1}</span>
            {labelOf(one)}
          </button>
        ))}
      </div>
      {asksWhen !== undefined && (
        <CallbackForm
          saving={give.isPending}
          error={give.error}
          onBook={(at, toMe) => send(asksWhen, { callbackAt: at.toISOString(), toMe })}
          onCancel={() => setAsksWhen(undefined)}
        />
      )}
      <Input
        size="small"
        maxLength={1_000}
        value={note}
        disabled={!ready}
        placeholder={t('attempts.note')}
        aria-label={t('attempts.note')}
        onChange={(event) => setNote(event.target.value)}
        data-testid="disposition-note"
      />
      {give.error !== null && asksWhen === undefined && (
        <p className="attempt-error" role="alert">
          {words(give.error)}
        </p>
      )}
      {given !== undefined && (
        <p role="status" className="attempt-given" data-testid="disposition-given">
          {t('attempts.given', { label: labelOf(given) })}
          {given.callbackAt !== undefined &&
            ` · ${t('attempts.givenCallback', {
              time: dayjs(given.callbackAt).format('MM-DD HH:mm'),
              who: given.callbackBy ?? t('attempts.anybody'),
            })}`}
        </p>
      )}
    </section>
  )
}

type Shipped = 'done' | 'retry' | 'callback' | 'refuse'
const isShipped = (id: string): id is Shipped => ['done', 'retry', 'callback', 'refuse'].includes(id)

/** Not while somebody types, nor while a dialog or a menu has the keys. */
function isForThePage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.isComposing) return false
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false
  const { target } = event
  if (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'))
  )
    return false
  return document.querySelector('[role="dialog"], .ant-dropdown:not(.ant-dropdown-hidden)') === null
}
