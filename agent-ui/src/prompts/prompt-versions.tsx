/** Every version of a prompt, to listen to and to restore. */
import type { PromptVersion, VoicePrompt } from '@ringdesk/gateway/contract'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { RecordingPlayer } from '../calls/recording-player.tsx'
import { Moment } from '../frame/moment.tsx'
import { useRestorePrompt } from './prompt-queries.ts'
import { useOriginalWords } from './prompt-upload.tsx'

interface VersionsProps {
  readonly prompt: VoicePrompt
  readonly versions: readonly PromptVersion[]
}

export function PromptVersions({ prompt, versions }: VersionsProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const original = useOriginalWords()
  const restore = useRestorePrompt()
  const { name, shipped, current } = prompt
  const ask = (version: number) =>
    modal.confirm({
      title: version === 0 ? t('prompts.restoreShippedAsk') : t('prompts.restoreAsk', { version }),
      okText: t('prompts.restore'),
      cancelText: t('common.cancel'),
      onOk: () => restore.mutateAsync({ name, version }).catch(() => {}),
    })
  if (versions.length === 0) return <p className="second">{shipped ? t('prompts.noVersions') : t('prompts.noSound')}</p>
  return (
    <>
      <table className="grid-table" data-testid="prompt-versions">
        <thead>
          <tr>
            <th>{t('prompts.version')}</th>
            <th>{t('prompts.listen')}</th>
            <th>{t('prompts.who')}</th>
            <th aria-label={t('prompts.restore')} />
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <tr key={version.version} data-testid={`version-${version.version}`}>
              <td>
                <span className="nowrap">{t('prompts.versionOf', { version: version.version })}</span>{' '}
                {version.version === current?.version && (
                  <span className="tag" data-tone="ready">
                    {t('prompts.current')}
                  </span>
                )}
                <div className="second">
                  {t(`prompts.source.${version.source}`, { version: version.restoredFrom ?? '' })}
                  {version.fileName !== undefined && ` · ${version.fileName}`}
                </div>
                <div className="second">{original(version)}</div>
              </td>
              <td className="prompts-listen">
                <RecordingPlayer recording={version} />
              </td>
              <td className="nowrap">
                {version.savedBy}
                <div className="second">
                  <Moment at={version.savedAt} />
                </div>
              </td>
              <td>
                {version.version !== current?.version && (
                  <Button
                    size="small"
                    loading={restore.isPending}
                    onClick={() => ask(version.version)}
                    data-testid="restore"
                  >
                    {t('prompts.restore')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shipped && current?.source !== 'shipped' && (
        <Button className="prompt-shipped" size="small" onClick={() => ask(0)} data-testid="restore-shipped">
          {t('prompts.restoreShipped')}
        </Button>
      )}
    </>
  )
}
