/** A list from a file: chosen, looked at with everything that is wrong with it, and imported only when somebody says so. */
import { InboxOutlined } from '@ant-design/icons'
import type { CampaignDetail } from '@ringdesk/gateway/contract'
import { Alert, Button, Drawer, Input, Progress, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorWords } from '../messages/error-words.ts'
import { count } from '../messages/formats.ts'
import { ImportReview } from './import-review.tsx'
import { Labelled } from './labelled.tsx'
import { useList } from './use-list.ts'

export function ImportWizard({ campaign, onClose }: { campaign: CampaignDetail; onClose: () => void }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const [consent, setConsent] = useState('')
  const list = useList(campaign.id)
  const { state } = list
  const busy = state.kind === 'reading' || state.kind === 'importing'
  return (
    <Drawer
      open
      onClose={onClose}
      size={860}
      title={list.file === undefined ? t('campaigns.list.title') : `${t('campaigns.list.title')} · ${list.file.name}`}
      mask={{ closable: !busy }}
      data-testid="import-wizard"
    >
      {state.kind === 'none' && (
        <>
          <Labelled label={t('campaigns.list.consent')} text={t('campaigns.list.consentText')}>
            <Input
              maxLength={300}
              value={consent}
              placeholder={t('campaigns.list.consentHint')}
              onChange={({ target }) => setConsent(target.value)}
            />
          </Labelled>
          <Upload.Dragger
            accept=".csv,.txt,.xlsx"
            showUploadList={false}
            height={160}
            beforeUpload={(file) => {
              void list.look(file, consent)
              return false
            }}
          >
            <p>
              <InboxOutlined /> {t('campaigns.list.drop')}
            </p>
            <p className="second">{t('campaigns.list.dropText')}</p>
          </Upload.Dragger>
        </>
      )}
      {busy && (
        <div role="status">
          <p>{t(`campaigns.list.${state.kind}`, { rows: count(state.rows) })}</p>
          <Progress percent={100} status="active" showInfo={false} />
        </div>
      )}
      {state.kind === 'failed' && (
        <Alert
          type="error"
          showIcon
          title={words(state.error)}
          action={<Button onClick={list.again}>{t('campaigns.list.another')}</Button>}
          data-testid="list-failed"
        />
      )}
      {state.kind === 'looked' && list.file !== undefined && (
        <ImportReview
          key={state.preview.sha256 + state.preview.good}
          preview={state.preview}
          file={list.file}
          list={list}
          consent={consent}
          setConsent={setConsent}
          onClose={onClose}
        />
      )}
      {state.kind === 'done' && (
        <Alert
          type="success"
          showIcon
          title={t('campaigns.list.done', { added: count(state.added.added) })}
          action={
            <Button type="primary" onClick={onClose}>
              {t('common.close')}
            </Button>
          }
          data-testid="list-done"
        />
      )}
    </Drawer>
  )
}
