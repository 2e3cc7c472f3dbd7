import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty } from '../frame/screens.tsx'
import { AgentActions, Occupancy } from './agent-row.tsx'
import { ContactPath } from './contact-path.tsx'
import { DetailPane } from './detail-pane.tsx'
import { useNames } from './names.ts'
import { Since } from './server-time.tsx'
import { StateWords } from './state-words.tsx'
import { useModel } from './supervision-store.ts'
import { viewPath } from './use-view.ts'

export function AgentDetail({ id, onMessage }: { id: string; onMessage: (agent: string) => void }) {
  const { t } = useTranslation()
  const names = useNames()
  const agent = useModel(({ agents }) => agents.get(id))
  const contact = useModel(({ contacts }) => (agent?.call === undefined ? undefined : contacts.get(agent.call)))
  const person = names.people.get(id)
  if (agent === undefined || person === undefined)
    return (
      <DetailPane title={t('supervision.detail.agent')}>
        <Empty title={t('supervision.hands.code.UNKNOWN_AGENT')} />
      </DetailPane>
    )
  const { next } = agent
  return (
    <DetailPane title={`${person.name} ${id}`}>
      <p className="detail-line">
        <StateWords agent={agent} />
        {agent.since > 0 && <Since at={agent.since} />}
        <span className="bar-space" />
        <AgentActions agent={agent} name={person.name} onMessage={onMessage} />
      </p>
      {next !== undefined && (
        <p className="second">
          {t('supervision.detail.next', {
            state: next.reason === undefined ? t(`state.${next.kind}`) : t(`reason.${next.reason}`),
          })}
        </p>
      )}
      <p className="second">
        {t('supervision.detail.extension', { extension: person.extension })}
        {person.teams.length > 0 && ` · ${t('supervision.detail.teams', { teams: person.teams.join(' ') })}`}
      </p>
      <p title={t('supervision.formula.occupancy')}>
        {t('supervision.column.occupancy')}{' '}
        <b>
          <Occupancy agent={agent} />
        </b>{' '}
        · {t('supervision.column.contacts')} <b>{agent.contacts}</b> ·{' '}
        <Link to={`/calls?agent=${id}`}>{t('supervision.detail.calls')}</Link>
      </p>
      <h3>{t('supervision.detail.serves')}</h3>
      <p className="detail-tags">
        {person.queues.map((queue) => (
          <Link key={queue} className="tag" to={viewPath({ tab: 'contacts', queue })}>
            {names.queue(queue)}
          </Link>
        ))}
      </p>
      {contact !== undefined && (
        <>
          <h3>{t('supervision.column.contact')}</h3>
          <ContactPath path={contact.path} arrivedAt={contact.arrivedAt} names={names} />
        </>
      )}
    </DetailPane>
  )
}
