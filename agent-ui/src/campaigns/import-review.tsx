/** What a list would bring: figures, columns that can be named otherwise, every problem with its place. */
import { type ImportColumn, type ImportPreview, importLimits } from '@ringdesk/gateway/contract'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorWords } from '../messages/error-words.ts'
import { count } from '../messages/formats.ts'
import { Labelled } from './labelled.tsx'
import { problemsOf } from './send-list.ts'
import type { useList } from './use-list.ts'

const uses = ['name', 'number', 'store', 'consent', 'key', 'attribute', 'ignore'] as const
const figures = ['good', 'errors', 'duplicates', 'known', 'refused'] as const
const MOST_NAME = 40

interface ReviewProps {
  readonly preview: ImportPreview
  readonly file: File
  readonly list: ReturnType<typeof useList>
  readonly consent: string
  readonly setConsent: (consent: string) => void
  readonly onClose: () => void
}

export function ImportReview({ preview, file, list, consent, setConsent, onClose }: ReviewProps) {
  const { t } = useTranslation()
  const [columns, setColumns] = useState<readonly ImportColumn[]>(preview.columns.map(({ use }) => use))
  const [checked] = useState(consent)
  const changed = consent.trim() !== checked.trim() || columns.some((use, index) => use !== preview.columns[index]?.use)
  return (
    <>
      <dl className="list-figures" data-testid="list-figures">
        {figures.map((name) => (
          <div key={name}>
            <dt className="second">{t(`campaigns.list.${name}`)}</dt>
            <dd>{count(preview[name])}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('campaigns.list.columns')}</h3>
      <ColumnTable preview={preview} columns={columns} onChange={setColumns} />
      <Labelled label={t('campaigns.list.consent')} text={t('campaigns.list.consentText')}>
        <Input
          maxLength={300}
          value={consent}
          placeholder={t('campaigns.list.consentHint')}
          onChange={({ target }) => setConsent(target.value)}
        />
      </Labelled>
      {preview.problems.length > 0 && <Problems preview={preview} download={() => list.sent(file, checked, columns)} />}
      <div className="campaign-save">
        <Button onClick={onClose} data-testid="cancel-import">
          {t('campaigns.list.cancel')}
        </Button>
        {changed ? (
          <Button type="primary" onClick={() => void list.look(file, consent, columns)} data-testid="recheck-list">
            {t('campaigns.list.recheck')}
          </Button>
        ) : (
          <Button
            type="primary"
            disabled={preview.good === 0}
            onClick={() => void list.agree(preview, consent)}
            data-testid="import-good"
          >
            {preview.good === 0
              ? t('campaigns.list.nothing')
              : t('campaigns.list.import', { rows: count(preview.good) })}
          </Button>
        )}
      </div>
    </>
  )
}

interface ColumnProps {
  readonly preview: ImportPreview
  readonly columns: readonly ImportColumn[]
  readonly onChange: (columns: readonly ImportColumn[]) => void
}

function ColumnTable({ preview, columns, onChange }: ColumnProps) {
  const { t } = useTranslation()
  return (
    <table className="grid-table list-columns" data-testid="list-columns">
      <thead>
        <tr>
          <th>{t('campaigns.list.column')}</th>
          <th>{t('campaigns.list.sample')}</th>
          <th>{t('campaigns.list.use')}</th>
        </tr>
      </thead>
      <tbody>
        {preview.columns.map(({ header, samples }, index) => {
          const use = columns[index] ?? { to: 'ignore' }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <tr key={index}>
              <td>{header}</td>
              <td className="second">{samples.join(' · ')}</td>
              <td>
                <span className="list-use">
                  <Select
                    aria-label={`${header}: ${t('campaigns.list.use')}`}
                    value={use.to}
                    onChange={(to) => onChange(columns.with(index, columnAs(to, header)))}
                    options={uses.map((value) => ({ value, label: t(`campaigns.list.useOf.${value}`) }))}
                  />
                  {use.to === 'attribute' && (
                    <Input
                      aria-label={`${header}: ${t('campaigns.list.attribute')}`}
                      maxLength={MOST_NAME}
                      value={use.name}
                      onChange={({ target }) =>
                        onChange(columns.with(index, { to: 'attribute', name: target.value.replace(/[{}]/g, '') }))
                      }
                    />
                  )}
                </span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const columnAs = (to: ImportColumn['to'], header: string): ImportColumn =>
  to === 'attribute' ? { to, name: header.slice(0, MOST_NAME) } : { to }

type Sent = ReturnType<ReturnType<typeof useList>['sent']>

function Problems({ preview, download }: { preview: ImportPreview; download: () => Sent }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      saveAs(await problemsOf(download()), 'ringdesk-import-problems.csv')
    } catch (error) {
      void message.error(words(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section>
      <div className="campaign-tools">
        <h3>{t('campaigns.list.problems')}</h3>
        {preview.problems.length >= importLimits.shownProblems && (
          <span className="second">{t('campaigns.list.shown', { most: preview.problems.length })}</span>
        )}
        <span className="bar-space" />
        <Button size="small" loading={busy} onClick={() => void save()} data-testid="download-problems">
          {t('campaigns.list.download')}
        </Button>
      </div>
      <div className="list-scroll">
        <table className="grid-table" data-testid="list-problems">
          <thead>
            <tr>
              <th className="figure">{t('campaigns.list.row')}</th>
              <th>{t('campaigns.list.kind')}</th>
              <th>{t('campaigns.list.column')}</th>
              <th>{t('campaigns.list.value')}</th>
              <th>{t('campaigns.list.message')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.problems.map(({ row, kind, column, value, message: what }) => (
              <tr key={`${row} ${column} ${what}`}>
                <td className="figure">{row}</td>
                <td>
                  <span className="tag" data-tone={kind === 'error' ? 'danger' : 'rest'}>
                    {t(`campaigns.list.kindOf.${kind}`)}
                  </span>
                </td>
                <td className="nowrap">{column}</td>
                <td>{value}</td>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function saveAs(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
