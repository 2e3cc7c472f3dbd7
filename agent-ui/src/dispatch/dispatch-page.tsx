import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Forbidden } from '../frame/screens.tsx'
import { useMe } from '../session/session.ts'
import { RegionTree } from './region-tree.tsx'
import { RuleBook } from './rule-book.tsx'
import './dispatch.css'

/** Who looks after which part of the country, and by which rules tickets find their way there. */
export default function DispatchPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  const [search, setSearch] = useSearchParams()
  if (role === 'store') return <Forbidden role={t(`role.${role}`)} />
  const part = search.get('part') === 'rules' && role !== 'region' ? 'rules' : 'regions'
  return (
    <div className="page dispatch-page">
      <div className="page-head">
        <h1>{t(part === 'rules' ? 'dispatchRules.title' : 'regions.title')}</h1>
        <span className="bar-space" />
        {role !== 'region' && (
          <Segmented
            value={part}
            options={[
              { value: 'regions', label: t('regions.title') },
              { value: 'rules', label: t('dispatchRules.title') },
            ]}
            onChange={(next) => setSearch({ part: next })}
          />
        )}
      </div>
      {part === 'rules' ? <RuleBook canWrite={role === 'admin'} /> : <RegionTree canWrite={role === 'admin'} />}
    </div>
  )
}
