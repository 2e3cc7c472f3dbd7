/** Builds one ticket type: outline, properties and live preview side by side; a draft until it is published. */
import {
  documentProblems,
  type FormDocument,
  fieldsIn,
  type TicketTypeDraft,
  type TicketTypeVersion,
} from '@ringdesk/gateway/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChangeTable } from '../administration/draft-panel.tsx'
import { Failed, Waiting } from '../frame/screens.tsx'
import { GatewayError, request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { changedSection, comparable, emptyDocument, type Selected, wordLines, wordsIn } from './building.ts'
import { FieldPanel } from './field-panel.tsx'
import { Outline } from './outline.tsx'
import { LinesInput, NamePanel } from './panel-inputs.tsx'
import { Preview } from './preview.tsx'
import { draftQuery, formFor, typePath, useForm, usePresentVersion } from './type-queries.ts'
import { Versions } from './versions.tsx'
import './type-builder.css'

interface Props {
  readonly id: string
  readonly onClose: () => void
}

export function TypeBuilder({ id, onClose }: Props) {
  const { data: draft, error, refetch } = useQuery({ ...draftQuery(id), refetchOnWindowFocus: false })
  const present = usePresentVersion(id)
  const { data: published } = useForm(id, present)
  if (draft === undefined)
    return error === null ? <Waiting lines={12} /> : <Failed error={error} onRetry={() => void refetch()} />
  return <Builder key={id} id={id} draft={draft} published={published} onClose={onClose} />
}

interface BuilderProps extends Props {
  readonly draft: TicketTypeDraft
  readonly published: TicketTypeVersion | undefined
}

function Builder({ id, draft, published, onClose }: BuilderProps) {
  const { t, i18n } = useTranslation()
  const { message, modal } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  const [document, setDocument] = useState(draft.document)
  const [read, setRead] = useState(draft)
  const [theirs, setTheirs] = useState<TicketTypeDraft>()
  const [selected, setSelected] = useState<Selected>({ type: 'type' })
  const [busy, setBusy] = useState(false)
  const [showVersions, setShowVersions] = useState(false)
  const problems = useMemo(() => documentProblems(document), [document])
  const unsaved = document !== read.document
  const field = selected.type === 'field' ? fieldsIn(document).find((each) => each.id === selected.id) : undefined
  const section = selected.type === 'section' ? document.sections.find((each) => each.id === selected.id) : undefined
  const publishedFields = new Set(published === undefined ? [] : fieldsIn(published.document).map((each) => each.id))

  async function run(work: () => Promise<void>) {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      const newer = error instanceof GatewayError && error.code === 'TYPE_CHANGED' ? draftIn(error.body) : undefined
      if (newer === undefined) void message.error(words(error))
      else setTheirs(newer)
    } finally {
      setBusy(false)
    }
  }
  const refresh = () =>
    Promise.all(
      [['ticket-types'], ['ticket-choices'], ['ticket-type-versions', id]].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    )
  async function save(onto = read.revision): Promise<TicketTypeDraft> {
    const body = { revision: onto, document }
    const saved = await request<TicketTypeDraft>('PUT', `${typePath(id)}/draft`, { body })
    learn(saved, document)
    void refresh()
    return saved
  }
  /** What was typed while it was on its way stays unsaved. */
  function learn(saved: TicketTypeDraft, sent: FormDocument) {
    setTheirs(undefined)
    setRead({ ...saved, document: sent })
    queries.setQueryData(draftQuery(id).queryKey, saved)
  }
  const publish = () =>
    run(async () => {
      const saved = unsaved ? await save() : read
      const version = await new Promise<TicketTypeVersion | undefined>((resolve, reject) => {
        modal.confirm({
          title: t('forms.builder.publishQuestion', { version: (published?.version ?? 0) + 1 }),
          width: 760,
          content: (
            <div data-testid="publish-difference">
              <p>{t('forms.builder.publishText')}</p>
              <ChangeTable from={comparable(published?.document ?? emptyDocument)} to={comparable(document)} />
            </div>
          ),
          okText: t('forms.builder.publish'),
          cancelText: t('common.cancel'),
          onCancel: () => resolve(undefined),
          onOk: () =>
            request<TicketTypeVersion>('POST', `${typePath(id)}/versions`, { body: { revision: saved.revision } }).then(
              resolve,
              reject,
            ),
        })
      })
      if (version === undefined) return
      void message.success(t('forms.builder.published', { version: version.version }))
      await refresh()
      const next = await queries.fetchQuery({ ...draftQuery(id), staleTime: 0 })
      learn(next, document)
    })
  const discard = () =>
    modal.confirm({
      title: t('forms.builder.discardQuestion'),
      okText: t('forms.builder.discard'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () =>
        run(async () => {
          await request('DELETE', `${typePath(id)}/draft?revision=${read.revision}`)
          queries.removeQueries({ queryKey: draftQuery(id).queryKey })
          await refresh()
          onClose()
        }),
    })

  return (
    <div className="builder" data-testid="type-builder">
      <div className="page-head">
        <Button type="text" onClick={onClose}>
          {t('forms.builder.back')}
        </Button>
        <h2>{(i18n.language === 'en' ? document.name.en : document.name.zh) || id}</h2>
        <span className="second" role="status" data-testid="builder-state">
          {unsaved ? t('forms.builder.unsaved') : ''}
        </span>
        <span className="bar-space" />
        <Button onClick={() => setShowVersions(true)} disabled={published === undefined} data-testid="show-versions">
          {t('forms.builder.versions')}
        </Button>
        <Button onClick={discard} disabled={read.at === undefined}>
          {t('forms.builder.discard')}
        </Button>
        <Button
          loading={busy}
          disabled={!unsaved}
          onClick={() => void run(async () => void (await save()))}
          data-testid="save-draft"
        >
          {t('forms.builder.save')}
        </Button>
        <Button
          type="primary"
          loading={busy}
          disabled={problems.length > 0 || (!unsaved && read.at === undefined)}
          onClick={() => void publish()}
          data-testid="publish-type"
        >
          {t('forms.builder.publish')}
        </Button>
      </div>
      {theirs !== undefined && (
        <div className="problems" role="alert" data-testid="builder-conflict">
          <p>{t('forms.builder.changed')}</p>
          <ChangeTable from={comparable(theirs.document)} to={comparable(document)} />
          <Button
            size="small"
            onClick={() => {
              learn(theirs, theirs.document)
              setDocument(theirs.document)
            }}
          >
            {t('forms.builder.takeTheirs')}
          </Button>
          <Button size="small" onClick={() => void run(async () => void (await save(theirs.revision)))}>
            {t('forms.builder.keepMine')}
          </Button>
        </div>
      )}
      {problems.length > 0 && (
        <section className="problems" aria-label={t('forms.builder.problems')} data-testid="builder-problems">
          <h3>{t('forms.builder.problems')}</h3>
          <ul>
            {problems.map(({ code, field: of, section: within, about = '' }) => (
              <li key={`${code} ${of ?? ''} ${within ?? ''} ${about}`}>
                <button
                  type="button"
                  className="link-button"
                  onClick={() =>
                    setSelected(
                      of !== undefined
                        ? { type: 'field', id: of }
                        : within !== undefined
                          ? { type: 'section', id: within }
                          : { type: 'type' },
                    )
                  }
                >
                  {labelOf(document, of ?? within, i18n.language === 'en')}
                </button>{' '}
                {t(`forms.builder.documentProblem.${code}`, { about })}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="builder-panes">
        <Outline
          document={document}
          selected={selected}
          wrong={new Set(problems.flatMap((each) => [each.field ?? each.section ?? '']))}
          onSelect={setSelected}
          onChange={setDocument}
        />
        <section className="builder-panel" aria-label={t('forms.builder.property')} data-testid="builder-panel">
          {field !== undefined ? (
            <FieldPanel
              document={document}
              field={field}
              published={publishedFields.has(field.id)}
              onChange={setDocument}
              onRenamed={(next, to) => {
                setDocument(next)
                setSelected({ type: 'field', id: to })
              }}
            />
          ) : section !== undefined ? (
            <NamePanel
              key={section.id}
              title={t('forms.builder.sectionProperties')}
              name={section.title}
              onChange={(title) => setDocument(changedSection(document, section.id, title))}
            />
          ) : (
            <>
              <NamePanel
                title={t('forms.builder.typeProperties')}
                name={document.name}
                onChange={(name) => setDocument({ ...document, name })}
              />
              <LinesInput
                label={t('forms.builder.words')}
                hint={t('forms.builder.wordsHint')}
                value={wordLines(document.words)}
                testId="type-words"
                onChange={(lines) => setDocument({ ...document, words: wordsIn(lines) })}
              />
            </>
          )}
        </section>
        <Preview document={document} sound={problems.length === 0} />
      </div>
      {showVersions && (
        <Versions
          id={id}
          onClose={() => setShowVersions(false)}
          onUse={(version) =>
            void run(async () => {
              const former = await formFor(queries, id, version)
              if (former !== undefined) setDocument(former)
              setShowVersions(false)
            })
          }
        />
      )}
    </div>
  )
}

const draftIn = (body: unknown): TicketTypeDraft | undefined => (body as { draft?: TicketTypeDraft } | undefined)?.draft

function labelOf(document: FormDocument, id: string | undefined, english: boolean): string {
  const field = fieldsIn(document).find((each) => each.id === id)
  const label = field?.label ?? document.sections.find((each) => each.id === id)?.title ?? document.name
  return (english ? label.en : label.zh) || (id ?? '—')
}
