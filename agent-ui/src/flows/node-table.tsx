/** All nodes as a list: what the canvas shows, for the keyboard and for screen readers. */
import type { FlowDocumentShape } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { nodeAt, waysOf } from './flow-editing.ts'
import { inOrder } from './flow-layout.ts'
import type { FlowWords } from './flow-words.ts'
import { nodeIcons } from './node-icons.tsx'

interface Props {
  readonly document: FlowDocumentShape
  readonly words: FlowWords
  readonly selected: string | undefined
  readonly wrong: ReadonlyMap<string, 'error' | 'warning'>
  readonly onSelect: (id: string) => void
  readonly onRemove: (id: string) => void
}

export function NodeTable({ document, words, selected, wrong, onSelect, onRemove }: Props) {
  const { t } = useTranslation()
  return (
    <div className="flow-table">
      <table className="grid-table" data-testid="node-table">
        <thead>
          <tr>
            <th>{t('flows.nodePanel')}</th>
            <th>{t('flows.plays')}</th>
            <th>{t('flows.waysTitle')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {inOrder(document).map((id) => {
            const node = nodeAt(document, id)
            if (node === undefined) return null
            const severity = wrong.get(id)
            return (
              <tr key={id} aria-selected={id === selected} data-testid={`row-${id}`}>
                <td>
                  {nodeIcons[node.type]}{' '}
                  <button type="button" className="link-button" onClick={() => onSelect(id)}>
                    {words.node(id)}
                  </button>{' '}
                  {id === document.start && (
                    <span className="tag" data-tone="accent">
                      {t('flows.start')}
                    </span>
                  )}{' '}
                  {severity && (
                    <span className="tag" data-tone={severity === 'error' ? 'danger' : 'busy'}>
                      {t(`flows.severity.${severity}`)}
                    </span>
                  )}
                </td>
                <td>{words.summary(node)}</td>
                <td>
                  {waysOf(node).map(({ slot, to }) => (
                    <div key={slot}>
                      {words.way(node, slot)} →{' '}
                      {to === undefined ? (
                        <span className="second">{t('flows.nowhere')}</span>
                      ) : (
                        <button type="button" className="link-button" onClick={() => onSelect(to)}>
                          {words.node(to)}
                        </button>
                      )}
                    </div>
                  ))}
                </td>
                <td>
                  <Button
                    size="small"
                    onClick={() => onRemove(id)}
                    aria-label={`${t('flows.remove')} ${words.node(id)}`}
                  >
                    {t('flows.remove')}
                  </Button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
