import { Button, Select } from 'antd'
import { memo, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { homeArea } from '../customers/caller-words.ts'
import { Empty } from '../frame/screens.tsx'
import { count, duration, hotlineNumber } from '../messages/formats.ts'
import { type ContactColumn, isWithAgent, listedContacts, phaseWord } from './contact-list.ts'
import { span, thresholdOf } from './figure-words.ts'
import { type DirectoryNames, useNames } from './names.ts'
import { Since } from './server-time.tsx'
import { type Sort, SortButton } from './sort-button.tsx'
import { useModel } from './supervision-store.ts'
import { useStableOrder } from './use-stable-order.ts'
import { useView } from './use-view.ts'
import { VirtualRows } from './virtual-rows.tsx'

export function ContactTable() {
  const { t } = useTranslation()
  const { view, change } = useView()
  const names = useNames()
  const contacts = useModel((model) => model.contacts)
  const [sort, setSort] = useState<Sort<ContactColumn>>({ by: 'waited', down: true })
  const { queue, phase } = view
  const sorted = useMemo(() => listedContacts(contacts, { queue, phase }, sort), [contacts, queue, phase, sort])
  const { order, stale, resort } = useStableOrder(sorted, JSON.stringify([queue, phase, sort]))
  const column = (by: ContactColumn, word: string) => (
    <SortButton column={by} word={word} sort={sort} onSort={setSort} figure={by === 'time' || by === 'waited'} />
  )
  return (
    <section className="list" aria-label={t('supervision.tabs.contacts')}>
      <div className="list-filters">
        <Select
          className="filter-status"
          aria-label={t('supervision.column.queue')}
          value={queue}
          onChange={(value) => change({ queue: value })}
          options={[
            { value: '', label: t('supervision.filter.queue') },
            ...[...names.queues.values()].map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Select
          className="filter-status"
          aria-label={t('supervision.column.phase')}
          value={phase}
          onChange={(value) => change({ phase: value })}
          options={[
            { value: '', label: t('supervision.filter.phase') },
            { value: 'waiting', label: t('supervision.filter.waiting') },
            { value: 'with-agent', label: t('supervision.filter.withAgent') },
          ]}
        />
        <span className="second">
          {t('supervision.filter.contactsShown', { shown: count(order.length), total: count(contacts.size) })}
        </span>
        <span className="bar-space" />
        <Button
          size="small"
          className={stale ? '' : 'not-now'}
          onClick={resort}
          title={t('supervision.resortHint')}
          aria-hidden={!stale}
          tabIndex={stale ? 0 : -1}
        >
          {t('supervision.resort')}
        </Button>
      </div>
      {order.length === 0 ? (
        <Empty title={t('supervision.empty.contacts')} text={t('supervision.empty.contactsText')}>
          {(queue !== '' || phase !== '') && (
            <Button onClick={() => change({ queue: '', phase: '' })}>{t('supervision.filter.clear')}</Button>
          )}
        </Empty>
      ) : (
        <VirtualRows
          label={t('supervision.tabs.contacts')}
          testId="contact-rows"
          ids={order}
          chosen={view.contact}
          onChoose={(contact) => change({ contact, agent: '' })}
          header={
            <>
              <th>{t('supervision.column.caller')}</th>
              {column('phase', t('supervision.column.phase'))}
              {column('time', t('supervision.column.time'))}
              {column('queue', t('supervision.column.queue'))}
              {column('waited', t('supervision.column.waited'))}
              <th className="figure">{t('supervision.column.position')}</th>
              <th className="figure">{t('supervision.figures.estimated')}</th>
              <th>{t('supervision.column.agent')}</th>
              <th>{t('supervision.column.hotline')}</th>
            </>
          }
          row={(id) => <ContactRow id={id} names={names} />}
        />
      )}
    </section>
  )
}

const ContactRow = memo(function ContactRow({ id, names }: { id: string; names: DirectoryNames }) {
  const { t } = useTranslation()
  const contact = useModel(({ contacts }) => contacts.get(id))
  const limit = useModel(({ settings }) => thresholdOf(settings.rules, 'longest-wait', contact?.queue))
  if (contact === undefined) return null
  const word = phaseWord(contact)
  const waiting = word === 'queued' || word === 'ringing'
  return (
    <>
      <td className="cut">
        <b>{contact.callerName ?? contact.number.display ?? t('phone.withheld')}</b>{' '}
        <span className="second">
          {contact.callerName !== undefined && contact.number.display} {homeArea(contact.number)}
        </span>
        {contact.vip === true && <span className="tag">{t('supervision.vip')}</span>}
      </td>
      <td>
        <span className="tag" data-tone={waiting ? 'busy' : isWithAgent(contact) ? 'accent' : undefined}>
          {contact.channel === 'callback' ? t('supervision.channel.callback') : t(`supervision.phase.${word}`)}
        </span>
      </td>
      <td className="figure">
        <Since at={contact.since} />
      </td>
      <td className="cut">{contact.queue !== undefined && names.queue(contact.queue)}</td>
      <td className="figure">
        {contact.enteredAt !== undefined &&
          (waiting ? (
            <Since at={contact.enteredAt} limitMs={limit === undefined ? undefined : limit * 1000} />
          ) : (
            contact.connectedAt !== undefined && duration(contact.connectedAt - contact.enteredAt)
          ))}
      </td>
      <td className="figure">{contact.ahead}</td>
      <td className="figure">{contact.estimatedWaitMs !== undefined && span(contact.estimatedWaitMs)}</td>
      <td className="cut">{contact.agent !== undefined && names.agent(contact.agent)}</td>
      <td className="cut second">{contact.hotline.name ?? hotlineNumber(contact.hotline.number)}</td>
    </>
  )
})
