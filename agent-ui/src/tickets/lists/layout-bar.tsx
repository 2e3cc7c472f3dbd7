import { Button, Checkbox, Popover, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { canSortByPriority, type ListAddress, type ListColumn, listColumns, usualColumns } from './list-address.ts'

interface BarProps {
  readonly address: ListAddress
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void
}

/** List or board, and how: the sort and columns of the one, what the other is divided by. */
export function LayoutBar({ address, onChange }: BarProps) {
  const { t } = useTranslation()
  const { layout, by, sort, columns, filters } = address
  const byCreation = filters.q !== undefined || filters.createdFrom !== undefined || filters.createdTo !== undefined
  return (
    <>
      {layout === 'board' ? (
        <Select
          value={by}
          aria-label={t('ticketLists.by')}
          options={(['status', 'store', 'region', 'owner'] as const).map((value) => ({
            value,
            label: t(`ticketLists.byOf.${value}`),
          }))}
          onChange={(value) => onChange({ by: value })}
          data-testid="board-by"
        />
      ) : (
        <>
          <Select
            value={byCreation ? 'created' : sort}
            disabled={byCreation}
            aria-label={t('ticketLists.sort')}
            title={byCreation ? t('ticketLists.sortSearchHint') : ''}
            options={(['last', 'created', 'priority'] as const).map((value) => ({
              value,
              label: t(`ticketLists.sortOf.${value}`),
              disabled: value === 'priority' && !canSortByPriority(address),
              title: value === 'priority' ? t('ticketLists.sortPriorityHint') : '',
            }))}
            onChange={(value) => onChange({ sort: value })}
          />
          <Popover
            trigger="click"
            content={
              <Checkbox.Group
                className="list-columns"
                value={[...columns]}
                options={listColumns.map((value) => ({ value, label: t(`ticketLists.columnOf.${value}`) }))}
                onChange={(chosen: ListColumn[]) =>
                  onChange({
                    columns: isUsual(chosen) ? undefined : listColumns.filter((one) => chosen.includes(one)).join(','),
                  })
                }
              />
            }
          >
            <Button>{t('ticketLists.columns')}</Button>
          </Popover>
        </>
      )}
      <Segmented
        value={layout}
        aria-label={t('ticketLists.layout')}
        options={[
          { value: 'list', label: t('ticketLists.list') },
          { value: 'board', label: t('ticketLists.board') },
        ]}
        onChange={(value) => onChange({ view: value === 'list' ? undefined : value })}
        data-testid="layout"
      />
    </>
  )
}

const isUsual = (columns: readonly ListColumn[]): boolean =>
  columns.length === usualColumns.length && usualColumns.every((one) => columns.includes(one))
