import type { TicketBulkAction } from '@ringdesk/gateway/contract'
import { Button, Input, Progress, Segmented, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { count } from '../../messages/formats.ts'
import { OwnerField } from './owner-field.tsx'
import { type BulkRun, bulkMost, useBulk } from './use-bulk.ts'

const moves = ['pool', 'recall', 'suspend', 'resume', 'resolve', 'close', 'reopen'] as const
type Kind = 'dispatch' | 'assign' | 'priority' | 'addTag' | 'removeTag' | (typeof moves)[number]

interface Props {
  readonly selected: readonly string[]
  readonly onClear: () => void
}

/** One thing done to what is selected; what came of it stays until it is closed. */
export function BulkBar({ selected, onClear }: Props) {
  const { t } = useTranslation()
  const bulk = useBulk()
  const [kind, setKind] = useState<Kind>('dispatch')
  const [said, setSaid] = useState('')
  const [waitsFor, setWaitsFor] = useState<'customer' | 'supplier'>('customer')
  const [owner, setOwner] = useState<string>()
  const [priority, setPriority] = useState<0 | 1 | 2>(2)
  const isMove = (moves as readonly string[]).includes(kind)
  const word = (each: Kind) =>
    (moves as readonly string[]).includes(each)
      ? t(`moves.moveOf.${each as (typeof moves)[number]}`)
      : t(`ticketLists.bulk.${each as 'dispatch'}`)

  function action(): TicketBulkAction | undefined {
    const text = said.trim()
    if (kind === 'dispatch') return { do: 'dispatch' }
    if (kind === 'assign')
      return owner === undefined ? undefined : { do: 'assign', ownerId: owner === 'none' ? null : owner }
    if (kind === 'priority') return { do: 'priority', priority }
    if (kind === 'addTag') return text === '' ? undefined : { do: 'add-tag', tag: text }
    if (kind === 'removeTag') return text === '' ? undefined : { do: 'remove-tag', tag: text }
    return {
      do: 'move',
      move: kind,
      ...(kind === 'suspend' ? { waitsFor } : {}),
      ...(text === '' ? {} : kind === 'resolve' ? { resolution: text } : { reason: text }),
    }
  }
  const wanted = action()
  if (bulk.run) return <BulkProgress run={bulk.run} onStop={bulk.stop} onGoOn={bulk.goOn} onClose={bulk.close} />
  if (selected.length === 0) return null
  return (
    <section className="list-bulk" aria-label={t('ticketLists.bulk.label')} data-testid="bulk">
      <strong>{t('ticketLists.selected', { count: selected.length })}</strong>
      {selected.length > bulkMost && <span role="alert">{t('ticketLists.selectMost', { most: bulkMost })}</span>}
      <Select<Kind>
        className="list-bulk-kind"
        listHeight={480}
        virtual={false}
        value={kind}
        aria-label={t('ticketLists.bulk.label')}
        options={[
          ...(['dispatch', 'assign', 'priority', 'addTag', 'removeTag'] as const).map((each) => ({
            value: each,
            label: word(each),
          })),
          { label: t('ticketLists.bulk.move'), options: moves.map((each) => ({ value: each, label: word(each) })) },
        ]}
        onChange={setKind}
        data-testid="bulk-kind"
      />
      {kind === 'assign' && (
        <span className="list-bulk-kind">
          <OwnerField
            value={owner}
            fixed={[{ value: 'none', label: t('ticketLists.ownerNone') }]}
            onChange={setOwner}
            testId="bulk-owner"
          />
        </span>
      )}
      {kind === 'priority' && (
        <Segmented<0 | 1 | 2>
          value={priority}
          options={(['normal', 'high', 'urgent'] as const).map((each, value) => ({
            value: value as 0 | 1 | 2,
            label: t(`ticket.priorityOf.${each}`),
          }))}
          onChange={setPriority}
        />
      )}
      {kind === 'suspend' && (
        <Segmented<'customer' | 'supplier'>
          value={waitsFor}
          options={[
            { value: 'customer', label: t('moves.customer') },
            { value: 'supplier', label: t('moves.supplier') },
          ]}
          onChange={setWaitsFor}
        />
      )}
      {(kind === 'addTag' || kind === 'removeTag' || (isMove && kind !== 'resume')) && (
        <Input
          className="list-bulk-said"
          value={said}
          maxLength={isMove ? 1_000 : 30}
          placeholder={isMove ? t(kind === 'resolve' ? 'moves.resolution' : 'moves.reason') : t('ticketLists.tag')}
          aria-label={isMove ? t(kind === 'resolve' ? 'moves.resolution' : 'moves.reason') : t('ticketLists.tag')}
          onChange={(event) => setSaid(event.target.value)}
          data-testid="bulk-said"
        />
      )}
      <Button
        type="primary"
        disabled={wanted === undefined || selected.length > bulkMost}
        onClick={() => wanted && bulk.start(wanted, selected)}
        data-testid="bulk-run"
      >
        {t('ticketLists.bulk.confirm', { action: word(kind), count: selected.length })}
      </Button>
      <Button onClick={onClear}>{t('ticketLists.clearSelection')}</Button>
    </section>
  )
}

interface ProgressProps {
  readonly run: BulkRun
  readonly onStop: () => void
  readonly onGoOn: () => void
  readonly onClose: () => void
}

function BulkProgress({ run, onStop, onGoOn, onClose }: ProgressProps) {
  const { t } = useTranslation()
  const { results, ids, state, why = '' } = run
  const refused = results.filter((result) => result.refused !== undefined)
  const done = count(results.length - refused.length)
  const said = {
    running: t('ticketLists.bulk.progress', { done: count(results.length), all: count(ids.length) }),
    done: t('ticketLists.bulk.done', { done, refused: count(refused.length) }),
    stopped: t('ticketLists.bulk.stopped', { done: count(results.length) }),
    failed: t('ticketLists.bulk.failed', { why, done: count(results.length) }),
  }[state]
  return (
    <section className="list-bulk" data-testid="bulk-progress" data-state={state}>
      <Progress
        className="list-bulk-bar"
        percent={Math.round((results.length / ids.length) * 100)}
        size="small"
        showInfo={false}
        {...(state === 'failed' ? { status: 'exception' as const } : {})}
      />
      <span role="status">{said}</span>
      <Space>
        {state === 'running' ? (
          <Button size="small" onClick={onStop} data-testid="bulk-stop">
            {t('ticketLists.bulk.stop')}
          </Button>
        ) : (
          <>
            {state !== 'done' && (
              <Button size="small" onClick={onGoOn}>
                {t('ticketLists.bulk.retry')}
              </Button>
            )}
            <Button size="small" onClick={onClose} data-testid="bulk-close">
              {t('ticketLists.bulk.close')}
            </Button>
          </>
        )}
      </Space>
      {refused.length > 0 && (
        <details className="list-refused" open>
          <summary>{t('ticketLists.bulk.refused')}</summary>
          <ul data-testid="bulk-refused">
            {refused.map((result) => (
              <li key={result.id}>
                <Link to={`/tickets/${result.id}`}>{result.number ?? result.id}</Link> {result.refused?.message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
