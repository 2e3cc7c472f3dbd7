import { FilterOutlined } from '@ant-design/icons'
import { Badge, Button, DatePicker, Form, Input, Popover, Segmented, Select, Switch, TreeSelect } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRegions } from '../../dispatch/region-queries.ts'
import { useMe } from '../../session/session.ts'
import { StoreField } from '../store-field.tsx'
import { useChoices } from '../ticket-queries.ts'
import { type FilterName, type ListFilters, ticketStatuses, unfinishedStatuses } from './list-address.ts'
import { OwnerField } from './owner-field.tsx'

/** ms without a key before the list follows the search field. */
const pauseMs = 300

interface Props {
  readonly filters: ListFilters
  readonly onFilter: (change: Readonly<Partial<Record<FilterName, string | undefined>>>) => void
}

const rarer = [
  'category',
  'priority',
  'region',
  'store',
  'owner',
  'tag',
  'survey',
  'createdFrom',
  'activeFrom',
] as const

/** What is asked for all day stands in the bar; the rest is one click away and counted. */
export function FilterBar({ filters, onFilter }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const active = rarer.filter((name) => filters[name] !== undefined).length
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

function RarerFilters({ filters, onFilter }: Props) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const me = useMe()
  const { data: choices } = useChoices()
  const atStore = me.role === 'store'
  const several = (name: 'category' | 'priority' | 'tag') => ({
    mode: name === 'tag' ? ('tags' as const) : ('multiple' as const),
    allowClear: true,
    className: 'wide',
    value: filters[name]?.split(',') ?? [],
    'aria-label': t(`ticketLists.${name}`),
    onChange: (chosen: string[]) => onFilter({ [name]: chosen.join(',') || undefined }),
  })
  return (
    <Form layout="vertical" className="list-more" data-testid="rarer-filters">
      <Form.Item label={t('ticketLists.category')}>
        <Select
          {...several('category')}
          options={(choices?.categories ?? []).map(({ code, zh, en }) => ({
            value: code,
            label: i18n.language === 'en' ? en : zh,
          }))}
          data-testid="filter-category"
        />
      </Form.Item>
      <Form.Item label={t('ticketLists.priority')}>
        <Select
          {...several('priority')}
          options={(['normal', 'high', 'urgent'] as const).map((word, value) => ({
            value: String(value),
            label: t(`ticket.priorityOf.${word}`),
          }))}
        />
      </Form.Item>
      {!atStore && (
        <>
          <Form.Item label={t('ticketLists.region')}>
            <RegionField value={filters.region} onChange={(region) => onFilter({ region })} />
          </Form.Item>
          <Form.Item label={t('ticketLists.store')} htmlFor={`${id}-store`}>
            <StoreField
              id={`${id}-store`}
              value={filters.store ?? null}
              known={[{ id: 'none', name: t('ticketLists.noStore') }]}
              disabled={false}
              onChange={(store) => onFilter({ store: store ?? undefined })}
            />
          </Form.Item>
          <Form.Item label={t('ticketLists.owner')}>
            <OwnerField
              value={filters.owner}
              fixed={[
                { value: 'me', label: t('ticketLists.ownerMe') },
                { value: 'none', label: t('ticketLists.ownerNone') },
              ]}
              onChange={(owner) => onFilter({ owner })}
              testId="filter-owner"
            />
          </Form.Item>
        </>
      )}
      <Form.Item label={t('ticketLists.tag')}>
        <Select {...several('tag')} placeholder={t('ticketLists.tagHint')} open={false} suffixIcon={null} />
      </Form.Item>
      <Form.Item label={t('followUp.filter')}>
        <Select
          allowClear
          value={filters.survey}
          aria-label={t('followUp.filter')}
          options={(['answered', 'unsolved', 'low'] as const).map((value) => ({
            value,
            label: t(`followUp.filterOf.${value}`),
          }))}
          onChange={(survey?: string) => onFilter({ survey })}
          data-testid="filter-survey"
        />
      </Form.Item>
      {(['created', 'active'] as const).map((name) => (
        <Form.Item key={name} label={t(`ticketLists.${name}`)}>
          <DatePicker.RangePicker
            className="wide"
            allowEmpty={[true, true]}
            value={[dayOf(filters[`${name}From`]), dayOf(filters[`${name}To`], -1)]}
            onChange={(range) =>
              onFilter({
                [`${name}From`]: range?.[0]?.startOf('day').toISOString(),
                [`${name}To`]: range?.[1]?.startOf('day').add(1, 'day').toISOString(),
              })
            }
          />
        </Form.Item>
      ))}
    </Form>
  )
}

/** The end of a range is the day after, not included. */
const dayOf = (instant: string | undefined, days = 0) =>
  instant === undefined || Number.isNaN(Date.parse(instant)) ? null : dayjs(instant).add(days, 'day')

function RegionField({
  value,
  onChange,
}: {
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}) {
  const { t } = useTranslation()
  const { data: regions = [], isPending } = useRegions()
  const there = new Set(regions.map((node) => node.id))
  return (
    <TreeSelect
      className="wide"
      allowClear
      value={value}
      loading={isPending}
      placeholder={t('ticketLists.region')}
      aria-label={t('ticketLists.region')}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDataSimpleMode={{ id: 'value', pId: 'parent', rootPId: '' }}
      treeData={regions.map((node) => ({
        value: node.id,
        title: node.name,
        parent: node.parentId !== undefined && there.has(node.parentId) ? node.parentId : '',
      }))}
      onChange={(chosen?: string) => onChange(chosen || undefined)}
      data-testid="filter-region"
    />
  )
}
