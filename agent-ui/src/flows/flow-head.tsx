/** Name, state, versions, saving and publishing of the flow in hand. */
import { Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Moment } from '../frame/moment.tsx'
import type { FlowInHand } from './flow-saving.ts'

interface Props {
  readonly flow: FlowInHand
  readonly errors: number
  readonly onPublish: () => Promise<unknown>
}

export function FlowHead({ flow, errors, onPublish }: Props) {
  const { t } = useTranslation()
  const { read, unsaved, busy } = flow
  const { version, published } = read.flow
  const [showVersions, setShowVersions] = useState(false)
  const [refused, setRefused] = useState(false)
  const publish = async () => setRefused((await onPublish()) !== undefined)
  return (
    <>
      <div className="page-head">
        <Link to="/administration/flows">{t('flows.back')}</Link>
        <Input
          className="flow-name"
          value={flow.name}
          maxLength={60}
          aria-label={t('flows.name')}
          status={flow.name.trim() === '' ? 'error' : ''}
          onChange={({ target }) => flow.setName(target.value)}
        />
        <span className="tag">{t(`flows.kind.${read.flow.kind}`)}</span>
        <span className="tag" data-tone={published === undefined ? 'rest' : 'ready'} data-testid="flow-published">
          {published === undefined ? t('flows.neverPublished') : t('flows.published', { version: published })}
        </span>
        <span role="status" data-testid="flow-state">
          {(unsaved || (published !== undefined && published !== version)) && (
            <span className="tag" data-tone="busy">
              {unsaved ? t('flows.unsaved') : t('flows.newer', { version })}
            </span>
          )}
        </span>
        <span className="bar-space" />
        <Button onClick={() => setShowVersions(true)} data-testid="show-versions">
          {t('flows.versions')}
        </Button>
        <Input
          className="flow-note"
          value={flow.note}
          maxLength={200}
          placeholder={t('flows.note')}
          aria-label={t('flows.note')}
          onChange={({ target }) => flow.setNote(target.value)}
        />
        <Button
          loading={busy}
          disabled={!unsaved || flow.name.trim() === ''}
          onClick={() => void flow.save()}
          data-testid="save-flow"
        >
          {t('flows.save')}
        </Button>
        <Button
          type="primary"
          loading={busy}
          disabled={(!unsaved && published === version) || flow.name.trim() === ''}
          onClick={() => void publish()}
          data-testid="publish-flow"
        >
          {t('flows.publish')}
        </Button>
      </div>
      {refused && errors > 0 && (
        <p className="flow-notice" data-tone="danger" role="alert" data-testid="publish-refused">
          {t('flows.refused', { count: errors })}
        </p>
      )}
      {flow.restored && (
        <p className="flow-notice" role="status">
          {t('flows.restored')}{' '}
          <button type="button" className="link-button" onClick={flow.discard}>
            {t('flows.discard')}
          </button>
        </p>
      )}
      {flow.conflict && (
        <p className="flow-notice" data-tone="danger" role="alert" data-testid="flow-conflict">
          {t('flows.changed')}{' '}
          <Button size="small" onClick={() => void flow.takeTheirs()}>
            {t('flows.takeTheirs')}
          </Button>{' '}
          <Button size="small" onClick={() => void flow.saveOverTheirs()}>
            {t('flows.keepMine')}
          </Button>
        </p>
      )}
      <Drawer open={showVersions} title={t('flows.versions')} onClose={() => setShowVersions(false)} size={480}>
        <ul className="flow-versions" data-testid="flow-versions">
          {read.versions.map(({ version: one, note, savedBy, savedAt }) => (
            <li key={one}>
              <div>
                <div>
                  {t('flows.versionLine', { version: one, name: savedBy ?? t('flows.product') })}{' '}
                  {one === published && (
                    <span className="tag" data-tone="ready">
                      {t('flows.inUse')}
                    </span>
                  )}
                </div>
                <div className="second">
                  <Moment at={savedAt} /> {note}
                </div>
              </div>
              <Button
                size="small"
                onClick={() => {
                  setShowVersions(false)
                  void flow.takeVersion(one)
                }}
              >
                {t('flows.useVersion')}
              </Button>
            </li>
          ))}
        </ul>
      </Drawer>
    </>
  )
}
