/** Every change of the draft with what it changes, what keeps it from being applied, and the button that applies it. */
import type { ConfigurationState, DocumentKind } from '@ringdesk/gateway/contract'
import { App, Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '../frame/moment.tsx'
import { useApply, useConfiguration, useDropChange } from './configuration-queries.ts'
import { differences, drafted, keyOf } from './drafted.ts'
import { valueWords } from './value-words.ts'

interface DraftProps {
  readonly state: ConfigurationState
  readonly canWrite: boolean
  readonly onClose: () => void
  readonly onOpen: (kind: DocumentKind, key: string) => void
}

export function DraftPanel({ state, canWrite, onClose, onOpen }: DraftProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const apply = useApply(state.version)
  const drop = useDropChange()
  const confirm = () =>
    modal.confirm({
      title: t('administration.draft.applyQuestion', { count: state.changes.length }),
      content: t('administration.draft.applyText'),
      okText: t('administration.draft.apply'),
      cancelText: t('common.cancel'),
      onOk: () => apply.mutateAsync(state).then(onClose, () => {}),
    })
  return (
    <Drawer
      open
      onClose={onClose}
      size={720}
      title={t('administration.draft.title')}
      data-testid="draft"
      footer={
        canWrite && (
          <div className="drawer-foot">
            <span className="bar-space" />
            <Button
              type="primary"
              disabled={state.changes.length === 0 || state.problems.length > 0}
              loading={apply.isPending}
              onClick={confirm}
              data-testid="apply"
            >
              {t('administration.draft.apply')}
            </Button>
          </div>
        )
      }
    >
      {state.problems.length > 0 && (
        <section className="problems" role="alert" data-testid="draft-problems">
          <h3>{t('administration.draft.problemsTitle')}</h3>
          <ul>
            {state.problems.map(({ kind, key, path, message }) => (
              <li key={`${kind} ${key} ${path} ${message}`}>
                <button type="button" className="link-button" onClick={() => onOpen(kind, key)}>
                  {t(`administration.kinds.${kind}`)} {key}
                </button>{' '}
                {message}
              </li>
            ))}
          </ul>
        </section>
      )}
      {state.changes.length === 0 && <p className="second">{t('administration.draft.none')}</p>}
      {state.changes.map(({ kind, key, value, by, at, stale }) => (
        <section key={`${kind} ${key}`} className="draft-change">
          <div className="draft-head">
            <button type="button" className="link-button" onClick={() => onOpen(kind, key)}>
              {t(`administration.kinds.${kind}`)} {key}
            </button>
            <span className="second">
              {t('administration.draft.by', { name: by })} <Moment at={at} />
            </span>
            {stale && (
              <span className="tag" data-tone="busy">
                {t('administration.stale')}
              </span>
            )}
            <span className="bar-space" />
            {canWrite && (
              <Button size="small" loading={drop.isPending} onClick={() => drop.mutate({ kind, key, seen: at })}>
                {t('administration.drop')}
              </Button>
            )}
          </div>
          <ChangeTable from={inForce(state, kind, key)} to={value} />
        </section>
      ))}
    </Drawer>
  )
}

function inForce(state: ConfigurationState, kind: DocumentKind, key: string): unknown {
  return state.documents[kind].find((document) => keyOf(kind, document) === key) ?? null
}

/** What differs between two documents, a line each. */
export function ChangeTable({ from, to }: { from: unknown; to: unknown }) {
  const { t, i18n } = useTranslation()
  const named = (path: string): string => {
    if (path === '') return t('administration.draft.whole')
    const [first = '', ...rest] = path.split('.')
    const key = `administration.fields.${first}`
    return [i18n.exists(key) ? t(key as 'administration.fields.name') : first, ...rest].join(' · ')
  }
  return (
    <table className="grid-table">
      <thead>
        <tr>
          <th>{t('administration.draft.property')}</th>
          <th>{t('administration.draft.from')}</th>
          <th>{t('administration.draft.to')}</th>
        </tr>
      </thead>
      <tbody>
        {differences(from, to).map((difference) => (
          <tr key={difference.path}>
            <td className="nowrap">{named(difference.path)}</td>
            <td>
              <Value value={difference.from} path={difference.path} />
            </td>
            <td>
              <Value value={difference.to} path={difference.path} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ value, path }: { value: unknown; path: string }) {
  const { t } = useTranslation()
  const { data: state } = useConfiguration()
  const skills = state ? drafted(state, 'skill') : []
  if (value === undefined || value === null) return <span className="second">{t('administration.draft.absent')}</span>
  return valueWords(value, path, t, (id) => skills.find(({ key }) => key === id)?.document.label ?? id)
}
