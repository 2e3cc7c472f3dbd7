import type { DeskMessage } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '../frame/moment.tsx'
import { command, useDesk } from './desk-store.ts'

/** At a time; the rest follows as these are acknowledged. */
const SHOWN = 3

/** What supervisors said: silent, over the page's lower edge, until the agent acknowledges it. */
export function SupervisorMessages({ messages }: { messages: readonly DeskMessage[] }) {
  const { t } = useTranslation()
  const pending = useDesk((desk) => desk.pending)
  const live = useDesk((desk) => desk.link === 'live')
  if (messages.length === 0) return null
  const more = messages.length - SHOWN
  return (
    <section className="supervisor-messages" aria-label={t('deskMessages.label')} aria-live="polite">
      {messages.slice(0, SHOWN).map(({ id, at, from, text }) => (
        <article key={id} data-testid="supervisor-message">
          <header>
            <b>{from}</b> <span className="second">{t('deskMessages.supervisor')}</span>
            <span className="bar-space" />
            <span className="second">
              <Moment at={at} />
            </span>
          </header>
          <p>{text}</p>
          <Button
            size="small"
            disabled={!live}
            loading={pending.some((one) => one.command.type === 'acknowledge-message' && one.command.message === id)}
            onClick={() => void command({ type: 'acknowledge-message', message: id })}
            data-testid="acknowledge-message"
          >
            {t('phone.noted')}
          </Button>
        </article>
      ))}
      {more > 0 && <p className="second">{t('deskMessages.more', { count: more })}</p>}
    </section>
  )
}
