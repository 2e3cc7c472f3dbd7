import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

interface Pages {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

/** The end of a list that comes in pages. */
export function MoreRows({ query }: { query: Pages }) {
  const { t } = useTranslation()
  if (!query.hasNextPage) return null
  return (
    <div className="page-end">
      <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} data-testid="load-more">
        {t('common.loadMore')}
      </Button>
    </div>
  )
}
