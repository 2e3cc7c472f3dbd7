import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '../frame/moment.tsx'
import { Empty } from '../frame/screens.tsx'
import { useNames } from './names.ts'
import { useModel } from './supervision-store.ts'

const shown = 200

/** What was told to agents today, and how many have acknowledged it. */
export function MessageList({ onMessage }: { onMessage: () => void }) {
  const { t } = useTranslation()
  const names = useNames()
  const messages = useModel((model) => model.messages)
  const sorted = [...messages.values()].sort((a, b) => b.at - a.at).slice(0, shown)
  return (
    <section className="list" aria-label={t('supervision.tabs.messages')}>
      <div className="list-filters">
        <span className="bar-space" />
        <Button type="primary" onClick={onMessage} data-testid="new-message">
          {t('supervision.messageForm.title')}
        </Button>
      </div>
      {sorted.length === 0 ? (
        <Empty title={t('supervision.empty.messages')} text={t('supervision.empty.messagesText')} />
      ) : (
        <ul className="alarms sent-messages" data-testid="sent-messages">
          {sorted.map(({ id, at, from, to, text, recipients, acknowledged }) => (
            <li key={id}>
              <span className="second">
                <Moment at={at} />
              </span>
              <span className="cut">
                {from} →{' '}
                {to.kind === 'everybody'
                  ? t('supervision.messageForm.everybody')
                  : to.kind === 'team'
                    ? t('supervision.messageForm.team', { team: to.id })
                    : names.agent(to.id)}
              </span>
              <span title={text} className="cut">
                {text}
              </span>
              <span className="second figure">{t('supervision.messageForm.read', { acknowledged, recipients })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
