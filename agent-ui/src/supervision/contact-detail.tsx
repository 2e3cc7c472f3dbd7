import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { NumberText } from '../customers/number-text.tsx'
import { Empty } from '../frame/screens.tsx'
import { phaseWord } from './contact-list.ts'
import { ContactPath } from './contact-path.tsx'
import { DetailPane } from './detail-pane.tsx'
import { useNames } from './names.ts'
import { Since } from './server-time.tsx'
import { useModel } from './supervision-store.ts'
import { useHands } from './use-hands.ts'

/** Minutes of head start that can be given; 0 takes it back. */
const priorities = [0, 5, 15, 30, 60, 120] as const

export function ContactDetail({ id }: { id: string }) {
  const { t } = useTranslation()
  const names = useNames()
  const contact = useModel(({ contacts }) => contacts.get(id))
  const hands = useHands()
  if (contact === undefined)
    return (
      <DetailPane title={t('supervision.detail.contact')}>
        <Empty title={t('supervision.hands.code.NO_SUCH_CONTACT')} />
      </DetailPane>
    )
  const word = phaseWord(contact)
  const waiting = word === 'queued' || word === 'ringing'
  return (
    <DetailPane title={contact.callerName ?? contact.number.display ?? t('phone.withheld')}>
      <p>
        <NumberText number={contact.number} />{' '}
        <span className="tag" data-tone={waiting ? 'busy' : 'accent'}>
          {t(`supervision.phase.${word}`)} <Since at={contact.since} />
        </span>{' '}
        {contact.region !== undefined && (
          <span className="second">{t('supervision.detail.region', { region: contact.region })}</span>
        )}
      </p>
      {waiting && (
        <div className="detail-hands">
          <Select
            className="detail-select"
            aria-label={t('supervision.hands.move')}
            placeholder={t('supervision.hands.move')}
            value={null}
            onChange={(queue: string | null) => {
              const target = queue === null ? undefined : names.queues.get(queue)
              if (target) hands.move(contact.id, target)
            }}
            options={[...names.queues.values()]
              .filter((queue) => queue.id !== contact.queue)
              .map(({ id: value, name: label }) => ({ value, label }))}
            data-testid="move-contact"
          />
          <Select
            className="detail-select"
            aria-label={t('supervision.hands.prioritise')}
            value={contact.priority ?? 0}
            onChange={(priority: number) =>
              void hands.perform({ type: 'prioritise-contact', call: contact.id, priority })
            }
            options={[...new Set([...priorities, contact.priority ?? 0])]
              .sort((a, b) => a - b)
              .map((value) => ({
                value,
                label:
                  value === 0
                    ? `${t('supervision.hands.prioritise')}：${t('supervision.hands.priorityNone')}`
                    : t('supervision.hands.priorityNow', { count: value }),
              }))}
            data-testid="prioritise-contact"
          />
          {word === 'ringing' && contact.agent !== undefined && (
            <Button
              onClick={() => hands.requeue(contact.id, names.agent(contact.agent ?? ''))}
              data-testid="requeue-contact"
            >
              {t('supervision.hands.requeue')}
            </Button>
          )}
        </div>
      )}
      <h3>{t('supervision.detail.path')}</h3>
      <ContactPath path={contact.path} arrivedAt={contact.arrivedAt} names={names} />
    </DetailPane>
  )
}
