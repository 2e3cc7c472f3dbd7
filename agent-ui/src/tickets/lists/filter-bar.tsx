import { FilterOutlined } from '@ant-design/icons'
import { Badge, Button, Input, Popover, Segmented, Select, Switch } from 'antd'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ticketStatuses, unfinishedStatuses } from './list-address.ts'
import { type FilterProps, RarerFilters, rarerFilters } from './rarer-filters.tsx'

/** ms without a key before the list follows the search field. */
const pauseMs = 300

/** What is asked for all day stands in the bar; the rest is one click away and counted. */
export function FilterBar({ filters, onFilter }: FilterProps) {
  const { t } = useTranslation()
  const id = useId()
  const active = rarerFilters.filter((name) => filters[name] !== undefined).length
  return (
    <search className="page-head" aria-label={t('tickets.filters')}>
      <SearchField q={filters.q} onSearch={(q) => onFilter({ q })} />
      <Select
        className="list-statuses"
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        value={filters.status?.split(',') ?? []}
        placeholder={t('tickets.statusAll')}
        aria-label={t('ticket.status')}
        options={[
          { value: 'unfinished', label: t('ticketLists.unfinished') },
          ...ticketStatuses.map((status) => ({ value: status, label: t(`ticket.statusOf.${status}`) })),
        ]}
        onChange={(chosen: string[]) =>
          onFilter({ status: (chosen.includes('unfinished') ? unfinishedStatuses : chosen).join(',') || undefined })
        }
        data-testid="filter-status"
      />
      <Segmented
        value={filters.kind ?? ''}
        aria-label={t('tickets.kindAll')}
        options={[
          { value: '', label: t('common.all') },
          { value: 'service', label: t('ticket.kindOf.service') },
          { value: 'callback', label: t('ticket.kindOf.callback') },
        ]}
        onChange={(kind) => onFilter({ kind: kind || undefined })}
      />
      <span className="filter-mine">
        <Switch
          id={`${id}-mine`}
          size="small"
          checked={filters.mine === 'true'}
          onChange={(on) => onFilter({ mine: on ? 'true' : undefined })}
        />
        <label htmlFor={`${id}-mine`}>{t('tickets.mine')}</label>
      </span>
      <span className="filter-mine">
        <Switch
          id={`${id}-overdue`}
          size="small"
          checked={filters.due === 'overdue'}
          onChange={(on) => onFilter({ due: on ? 'overdue' : undefined })}
          data-testid="filter-overdue"
        />
        <label htmlFor={`${id}-overdue`}>{t('ticketLists.overdue')}</label>
      </span>
      <Popover trigger="click" placement="bottomLeft" content={<RarerFilters filters={filters} onFilter={onFilter} />}>
        <Badge count={active} size="small">
          <Button icon={<FilterOutlined />} data-testid="more-filters">
            {t('ticketLists.more')}
          </Button>
        </Badge>
      </Popover>
    </search>
  )
}

function SearchField({ q = '', onSearch }: { q: string | undefined; onSearch: (q: string | undefined) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(q)
  useEffect(() => setTyped(q), [q])
  useEffect(() => {
    if (typed.trim() === q) return
    const timer = setTimeout(() => onSearch(typed.trim() || undefined), pauseMs)
    return () => clearTimeout(timer)
  }, [typed, q, onSearch])
  return (
    <Input
      allowClear
      value={typed}
      maxLength={100}
      className="list-q"
      placeholder={t('ticketLists.searchHint')}
      aria-label={t('ticketLists.searchHint')}
      onChange={(event) => setTyped(event.target.value)}
      data-testid="filter-q"
    />
  )
}
