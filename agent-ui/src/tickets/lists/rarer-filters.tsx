/** The filters of a list that are not asked for all day, each by name. */
import { DatePicker, Form, Select, TreeSelect } from 'antd'
import dayjs from 'dayjs'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useRegions } from '../../dispatch/region-queries.ts'
import { useMe } from '../../session/session.ts'
import { StoreField } from '../store-field.tsx'
import { useChoices } from '../ticket-queries.ts'
import { type FilterName, type ListFilters, ticketChannels } from './list-address.ts'
import { useFilterChoices, useFilterNames } from './list-queries.ts'
import { OwnerField } from './owner-field.tsx'

export interface FilterProps {
  readonly filters: ListFilters
  readonly onFilter: (change: Readonly<Partial<Record<FilterName, string | undefined>>>) => void
}

export const rarerFilters = [
  'category',
  'priority',
  'region',
  'pool',
  'store',
  'owner',
  'agent',
  'queue',
  'department',
  'channel',
  'tag',
  'survey',
  'createdFrom',
  'activeFrom',
] as const satisfies readonly FilterName[]

export function RarerFilters({ filters, onFilter }: FilterProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const me = useMe()
  const { data: choices } = useChoices()
  const atStore = me.role === 'store'
  const { data: offered } = useFilterChoices(!atStore)
  const { data: names } = useFilterNames(filters, !atStore)
  const several = (name: 'category' | 'priority' | 'tag') => ({
    mode: name === 'tag' ? ('tags' as const) : ('multiple' as const),
    allowClear: true,
    className: 'wide',
    value: filters[name]?.split(',') ?? [],
    'aria-label': t(`ticketLists.${name}`),
    onChange: (chosen: string[]) => onFilter({ [name]: chosen.join(',') || undefined }),
  })
  const one = (name: 'agent' | 'queue' | 'department' | 'channel') => ({
    allowClear: true,
    showSearch: { optionFilterProp: 'label' },
    className: 'wide',
    value: filters[name],
    placeholder: t(`ticketLists.${name}`),
    'aria-label': t(`ticketLists.${name}`),
    onChange: (chosen?: string) => onFilter({ [name]: chosen }),
    'data-testid': `filter-${name}`,
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
            <RegionField name="region" value={filters.region} onChange={(region) => onFilter({ region })} />
          </Form.Item>
          <Form.Item label={t('ticketLists.pool')}>
            <RegionField
              name="pool"
              value={filters.pool}
              first={{ value: 'headquarters', title: t('ticketLists.poolHeadquarters') }}
              onChange={(pool) => onFilter({ pool })}
            />
          </Form.Item>
          <Form.Item label={t('ticketLists.store')} htmlFor={`${id}-store`}>
            <StoreField
              id={`${id}-store`}
              value={filters.store ?? null}
              known={[{ id: 'none', name: t('ticketLists.noStore') }, ...(names?.store ? [names.store] : [])]}
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
              {...(names?.owner ? { known: names.owner } : {})}
              onChange={(owner) => onFilter({ owner })}
              testId="filter-owner"
            />
          </Form.Item>
          <Form.Item label={t('ticketLists.agent')}>
            <Select {...one('agent')} options={(offered?.agents ?? []).map(({ id, name }) => option(id, name))} />
          </Form.Item>
          <Form.Item label={t('ticketLists.queue')}>
            <Select
              {...one('queue')}
              options={(offered?.queues ?? []).map(({ id, name, retired }) =>
                option(id, retired ? t('ticketLists.retired', { name }) : name),
              )}
            />
          </Form.Item>
          <Form.Item label={t('ticketLists.department')}>
            <Select
              {...one('department')}
              options={(offered?.departments ?? []).map(({ id, name }) => option(id, name))}
            />
          </Form.Item>
          <Form.Item label={t('ticketLists.channel')}>
            <Select
              {...one('channel')}
              options={ticketChannels.map((channel) => option(channel, t(`ticket.channelOf.${channel}`)))}
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

const option = (value: string, label: string) => ({ value, label })

function RegionField({
  name,
  value,
  first,
  onChange,
}: {
  readonly name: 'region' | 'pool'
  readonly value: string | undefined
  /** A choice above the tree. */
  readonly first?: { readonly value: string; readonly title: string }
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
      placeholder={t(`ticketLists.${name}`)}
      aria-label={t(`ticketLists.${name}`)}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDataSimpleMode={{ id: 'value', pId: 'parent', rootPId: '' }}
      treeData={[
        ...(first === undefined ? [] : [{ ...first, parent: '' }]),
        ...regions.map((node) => ({
          value: node.id,
          title: node.name,
          parent: node.parentId !== undefined && there.has(node.parentId) ? node.parentId : '',
        })),
      ]}
      onChange={(chosen?: string) => onChange(chosen || undefined)}
      data-testid={`filter-${name}`}
    />
  )
}
