import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

export interface Sort<Key extends string> {
  readonly by: Key
  readonly down: boolean
}

/** A column's head that sorts by it; pressed again, the other way round. */
export function SortButton<Key extends string>(props: {
  readonly column: Key
  readonly word: string
  readonly sort: Sort<Key>
  readonly onSort: (sort: Sort<Key>) => void
  readonly hint?: string
  /** Stands over figures, at their side. */
  readonly figure?: boolean
}) {
  const { column, word, sort, onSort, hint, figure = false } = props
  const { t } = useTranslation()
  const chosen = sort.by === column
  return (
    <th className={figure ? 'figure' : ''} aria-sort={chosen ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className="sort-button"
        title={hint ?? t('supervision.sortBy', { column: word })}
        onClick={() => onSort({ by: column, down: chosen ? !sort.down : false })}
        data-testid={`sort-${column}`}
      >
        {word}
        {chosen && (sort.down ? <CaretDownOutlined /> : <CaretUpOutlined />)}
      </button>
    </th>
  )
}
