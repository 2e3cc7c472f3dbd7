import { useTranslation } from 'react-i18next'
import { Moment } from '../frame/moment.tsx'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { useHistory } from './configuration-queries.ts'
import { ChangeTable } from './draft-panel.tsx'

/** What was put in force, by whom and when. */
export function AppliedChanges() {
  const { t } = useTranslation()
  const { data, error, refetch } = useHistory()
  if (data === undefined)
    return error === null ? <Waiting lines={8} /> : <Failed error={error} onRetry={() => void refetch()} />
  if (data.length === 0) return <Empty title={t('administration.draft.historyEmpty')} />
  return (
    <div data-testid="applied">
      {data.map(({ at, by, kind, key, from, to }) => (
        <section key={`${at} ${kind} ${key}`} className="draft-change">
          <div className="draft-head">
            <strong>
              {t(`administration.kinds.${kind}`)} {key}
            </strong>
            <span className="second">
              {by} <Moment at={at} />
            </span>
          </div>
          <ChangeTable from={from} to={to} />
        </section>
      ))}
    </div>
  )
}
