import { CloseOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from './use-view.ts'

export function DetailPane({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { change } = useView()
  return (
    <aside className="detail" aria-label={title} data-testid="detail">
      <header>
        <h2 className="cut">{title}</h2>
        <button
          type="button"
          className="row-actions"
          aria-label={t('supervision.detail.close')}
          title={t('supervision.detail.close')}
          onClick={() => change({ agent: '', contact: '' })}
        >
          <CloseOutlined />
        </button>
      </header>
      {children}
    </aside>
  )
}
