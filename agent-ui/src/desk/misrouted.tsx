import { FlagFilled, FlagOutlined } from '@ant-design/icons'
import type { MisroutedFlag, MisroutedState } from '@ringdesk/gateway/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { useDesk } from './desk-store.ts'

/** "This call belonged to another queue": says which, and can be taken back. */
export function Misrouted({ call, queue }: { call: string; queue: string | undefined }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const queries = useQueryClient()
  const all = useDesk((desk) => desk.model?.destinations)
  const path = `/api/calls/${encodeURIComponent(call)}/misrouted`
  const key = ['misrouted', call]
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => request<MisroutedState>('GET', path, { signal }),
  })
  const change = useMutation({
    mutationFn: (flag: MisroutedFlag | undefined) =>
      flag === undefined
        ? request<MisroutedState>('DELETE', path)
        : request<MisroutedState>('POST', path, { body: flag }),
    onSuccess: (state) => queries.setQueryData(key, state),
  })
  const flag = data?.flag
  const right = all?.find(({ id }) => id === flag?.rightQueueId)?.name
  return (
    <div className="misrouted">
      {flag === undefined ? (
        <Dropdown
          trigger={['click']}
          disabled={change.isPending}
          menu={{
            items: (all ?? []).flatMap(({ id, name }) =>
              id === queue ? [] : [{ key: id, label: <span data-testid={`right-queue-${id}`}>{name}</span> }],
            ),
            onClick: ({ key: rightQueueId }) => change.mutate({ rightQueueId }),
          }}
        >
          <button type="button" className="link-button" data-testid="misrouted" title={t('misrouted.hint')}>
            <FlagOutlined /> {t('misrouted.flag')}
          </button>
        </Dropdown>
      ) : (
        <>
          <span className="misrouted-flag cut" data-testid="misrouted-flag">
            <FlagFilled /> {t('misrouted.flagged', { queue: right ?? flag.rightQueueId })}
          </span>
          <button
            type="button"
            className="link-button"
            disabled={change.isPending}
            onClick={() => change.mutate(undefined)}
            data-testid="misrouted-undo"
          >
            {t('misrouted.undo')}
          </button>
        </>
      )}
      {change.error !== null && (
        <p className="misrouted-failed" role="alert">
          {words(change.error)}
        </p>
      )}
    </div>
  )
}
