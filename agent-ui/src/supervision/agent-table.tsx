import { Button, Input, type InputRef, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../frame/screens.tsx'
import { count } from '../messages/formats.ts'
import { type AgentColumn, listedAgents } from './agent-list.ts'
import { AgentRow } from './agent-row.tsx'
import { useNames } from './names.ts'
import { useServerTime } from './server-time.tsx'
import { type Sort, SortButton } from './sort-button.tsx'
import { useModel } from './supervision-store.ts'
import { useStableOrder } from './use-stable-order.ts'
import { useView } from './use-view.ts'
import { VirtualRows } from './virtual-rows.tsx'

const kinds = ['ready', 'offered', 'on-contact', 'wrap-up', 'not-ready', 'offline'] as const
const figures: ReadonlySet<AgentColumn> = new Set(['time', 'occupancy', 'contacts'])
/** How often sorting by figures that run is looked at, ms. */
const sortStepMs = 5_000

export function AgentTable({ onMessage }: { onMessage: (agent: string) => void }) {
  const { t } = useTranslation()
  const { view, change } = useView()
  const names = useNames()
  const people = useModel(({ settings }) => settings.directory.people)
  const dayStart = useModel(({ settings }) => settings.dayStart)
  const agents = useModel((model) => model.agents)
  const now = useServerTime(sortStepMs)
  const [sort, setSort] = useState<Sort<AgentColumn>>({ by: 'name', down: false })
  const { queue, team, state, q } = view
  const sorted = useMemo(
    () => listedAgents(people, agents, { queue, team, state, q }, sort, now, dayStart),
    [people, agents, queue, team, state, q, sort, now, dayStart],
  )
  const { order, stale, resort } = useStableOrder(sorted, JSON.stringify([queue, team, state, q, sort]))
  const teams = useMemo(() => [...new Set(people.flatMap((person) => person.teams))].sort(), [people])
  const column = (by: AgentColumn, word: string, hint?: string) => (
    <SortButton
      column={by}
      word={word}
      sort={sort}
      onSort={setSort}
      figure={figures.has(by)}
      {...(hint === undefined ? {} : { hint })}
    />
  )
  return (
    <section className="list" aria-label={t('supervision.tabs.agents')}>
      <div className="list-filters">
        <Search q={q} onSearch={(text) => change({ q: text })} />
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
        {teams.length > 0 && (
          <Select
            className="filter-status"
            aria-label={t('supervision.filter.team')}
            value={team}
            onChange={(value) => change({ team: value })}
            options={[
              { value: '', label: t('supervision.filter.team') },
              ...teams.map((id) => ({ value: id, label: id })),
            ]}
          />
        )}
        <Select
          className="filter-status"
          aria-label={t('supervision.column.state')}
          value={state}
          onChange={(value) => change({ state: value })}
          options={[
            { value: '', label: t('supervision.filter.state') },
            { value: 'logged-in', label: t('supervision.filter.loggedIn') },
            ...kinds.map((kind) => ({ value: kind, label: t(`state.${kind}`) })),
          ]}
        />
        <span className="second" data-testid="agents-shown">
          {t('supervision.filter.shown', { shown: count(order.length), total: count(people.length) })}
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
        <Empty title={t('supervision.empty.agents')} text={t('supervision.empty.agentsText')}>
          <Button onClick={() => change({ queue: '', team: '', state: '', q: '' })}>
            {t('supervision.filter.clear')}
          </Button>
        </Empty>
      ) : (
        <VirtualRows
          label={t('supervision.tabs.agents')}
          testId="agent-rows"
          ids={order}
          chosen={view.agent}
          onChoose={(agent) => change({ agent, contact: '' })}
          header={
            <>
              {column('name', t('supervision.column.agent'))}
              {column('state', t('supervision.column.state'))}
              {column('time', t('supervision.column.time'))}
              <th>{t('supervision.column.contact')}</th>
              {column('queue', t('supervision.column.queue'))}
              {column('occupancy', t('supervision.column.occupancy'), t('supervision.formula.occupancy'))}
              {column('contacts', t('supervision.column.contacts'))}
              <th>
                <span className="visually-hidden">{t('supervision.hands.label')}</span>
              </th>
            </>
          }
          row={(id) => <AgentRow id={id} names={names} onMessage={onMessage} />}
        />
      )}
    </section>
  )
}

/** While somebody types, the box is theirs: the address follows later, and must not take back what an input method is composing. */
function Search({ q, onSearch }: { q: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(q)
  const box = useRef<InputRef>(null)
  useEffect(() => {
    if (document.activeElement !== box.current?.input) setText(q)
  }, [q])
  return (
    <Input
      ref={box}
      type="search"
      className="filter-q"
      placeholder={t('supervision.filter.search')}
      aria-label={t('supervision.filter.search')}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        onSearch(event.target.value)
      }}
      data-testid="agent-search"
    />
  )
}
