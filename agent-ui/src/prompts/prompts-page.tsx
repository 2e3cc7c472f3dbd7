/** Voice prompts: what callers hear, with who said it when; a drawer to replace, name and restore them. */
import type { VoicePrompt } from '@ringdesk/gateway/contract'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RecordingPlayer } from '../calls/recording-player.tsx'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { useSettled } from '../frame/settled.ts'
import { useMe } from '../session/session.ts'
import { PromptDrawer } from './prompt-drawer.tsx'
import { usePrompts } from './prompt-queries.ts'
import './prompts.css'

export default function PromptsPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Prompts />
}

function Prompts() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const [open, setOpen] = useState<{ name: string | undefined }>()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = usePrompts(q)
  const prompts = data?.pages.flatMap((page) => page.prompts)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('prompts.title')}</h1>
        <span className="second">{t('prompts.text')}</span>
        <span className="bar-space" />
        <Input
          className="prompts-search"
          allowClear
          value={typed}
          placeholder={t('prompts.search')}
          aria-label={t('prompts.search')}
          onChange={(event) => setTyped(event.target.value)}
          data-testid="prompt-search"
        />
        <Button type="primary" onClick={() => setOpen({ name: undefined })} data-testid="add-prompt">
          {t('prompts.add')}
        </Button>
      </div>
      <div className="page-scroll">
        {prompts === undefined ? (
          error === null ? (
            <Waiting lines={12} />
          ) : (
            <Failed error={error} onRetry={() => void refetch()} />
          )
        ) : prompts.length === 0 ? (
          <Empty title={t('prompts.empty')} text={t('prompts.emptyText')} />
        ) : (
          <>
            <PromptTable prompts={prompts} onOpen={(name) => setOpen({ name })} />
            {hasNextPage && (
              <Button className="prompts-more" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('common.loadMore')}
              </Button>
            )}
          </>
        )}
      </div>
      {open && (
        <PromptDrawer
          key={open.name ?? ''}
          name={open.name}
          onMade={(name) => setOpen({ name })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

function PromptTable({ prompts, onOpen }: { prompts: readonly VoicePrompt[]; onOpen: (name: string) => void }) {
  const { t } = useTranslation()
  return (
    <table className="grid-table prompts-table" data-testid="prompts">
      <thead>
        <tr>
          <th>{t('prompts.prompt')}</th>
          <th>{t('prompts.words')}</th>
          <th>{t('prompts.listen')}</th>
          <th>{t('prompts.version')}</th>
          <th>{t('prompts.who')}</th>
          <th>{t('prompts.used')}</th>
        </tr>
      </thead>
      <tbody>
        {prompts.map((prompt) => (
          <Row key={prompt.name} prompt={prompt} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ prompt, onOpen }: { prompt: VoicePrompt; onOpen: (name: string) => void }) {
  const { t } = useTranslation()
  const { name, title, words, url, durationMs, current, shipped, usedBy, changedBy, changedAt } = prompt
  const who = current?.savedBy ?? changedBy
  const when = current?.savedAt ?? changedAt
  return (
    <tr data-testid={`prompt-${name}`}>
      <td className="nowrap">
        <button type="button" className="link-button" onClick={() => onOpen(name)}>
          {title}
        </button>
        <div className="second">{name}</div>
      </td>
      <td className="prompts-words" title={words}>
        <div>{words === '' ? <span className="second">{t('prompts.noWords')}</span> : words}</div>
      </td>
      <td className="prompts-listen">
        {url === undefined ? (
          <span className="second">{t('prompts.notRecorded')}</span>
        ) : (
          <RecordingPlayer key={url} recording={{ url, ...(durationMs === undefined ? {} : { durationMs }) }} />
        )}
      </td>
      <td className="nowrap">
        {current && `${t('prompts.versionOf', { version: current.version })} `}
        {shipped && (
          <span className="tag" data-tone={current && current.source !== 'shipped' ? 'accent' : 'rest'}>
            {current && current.source !== 'shipped' ? t('prompts.replaced') : t('prompts.shipped')}
          </span>
        )}
      </td>
      <td className="nowrap">
        {who}
        {when !== undefined && (
          <div className="second">
            <Moment at={when} />
          </div>
        )}
      </td>
      <td>
        {usedBy.map((use) => (
          <div key={`${use.kind} ${use.id}`}>{t(`prompts.usedBy.${use.kind}`, { name: use.name })}</div>
        ))}
      </td>
    </tr>
  )
}
