import type { RegionNode } from '@ringdesk/gateway/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Modal, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { count } from '../messages/formats.ts'
import { ColleagueField } from './colleague-field.tsx'
import { useRegions } from './region-queries.ts'

interface Row extends RegionNode {
  children?: Row[]
}

/** The nodes as a tree; parents come before children. */
function treeOf(nodes: readonly RegionNode[]): Row[] {
  const rows = new Map<string, Row>(nodes.map((node) => [node.id, { ...node }]))
  const roots: Row[] = []
  for (const row of rows.values()) {
    const parent = row.parentId === undefined ? undefined : rows.get(row.parentId)
    if (parent) parent.children = [...(parent.children ?? []), row]
    else roots.push(row)
  }
  return roots
}

/** What is asked for in the dialog: a new node below one, or another name for one. */
type Asked = { readonly what: 'add' | 'rename'; readonly node: RegionNode; readonly name: string }

export function RegionTree({ canWrite }: { canWrite: boolean }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const { message, modal } = App.useApp()
  const queries = useQueryClient()
  const { data: nodes, error, refetch } = useRegions()
  const [asked, setAsked] = useState<Asked>()
  const change = useMutation({
    mutationFn: ({ method, path, body }: { method: 'POST' | 'PATCH' | 'DELETE'; path: string; body?: object }) =>
      request<readonly RegionNode[]>(method, `/api/regions${path}`, body === undefined ? {} : { body }),
    onSuccess: (changed) => {
      queries.setQueryData(['regions'], changed)
      setAsked(undefined)
    },
    onError: (failure) => void message.error(words(failure)),
  })
  if (nodes === undefined)
    return error === null ? <Waiting lines={12} /> : <Failed error={error} onRetry={() => void refetch()} />
  if (nodes.length === 0) return <Empty title={t('regions.empty')} />
  const path = (node: RegionNode) => `/${encodeURIComponent(node.id)}`
  return (
    <div className="page-scroll">
      <p className="second">{t('regions.text')}</p>
      <Table<Row>
        size="small"
        rowKey="id"
        dataSource={treeOf(nodes)}
        pagination={false}
        expandable={{ defaultExpandedRowKeys: nodes.filter((node) => !node.parentId).map((node) => node.id) }}
        data-testid="regions"
        columns={[
          { title: t('regions.name'), dataIndex: 'name' },
          { title: t('regions.level'), width: 90, render: (_, node) => t(`regions.levelOf.${node.level}`) },
          {
            title: t('regions.owner'),
            width: 240,
            render: (_, node) =>
              canWrite ? (
                <ColleagueField
                  label={`${node.name} ${t('regions.owner')}`}
                  value={node.owner}
                  placeholder={t('regions.inherited')}
                  onChange={(ownerId) => change.mutate({ method: 'PATCH', path: path(node), body: { ownerId } })}
                />
              ) : (
                (node.owner?.name ?? <span className="second">{t('regions.inherited')}</span>)
              ),
          },
          { title: t('regions.stores'), align: 'right', width: 90, render: (_, node) => count(node.stores) },
          {
            title: t('regions.pooled'),
            align: 'right',
            width: 90,
            render: (_, node) =>
              node.pooled === 0 ? (
                <span className="second">0</span>
              ) : (
                <Link
                  to={`/tickets?pool=${encodeURIComponent(node.id)}`}
                  aria-label={t('regions.openPool', { name: node.name })}
                >
                  {count(node.pooled)}
                </Link>
              ),
          },
          ...(canWrite
            ? [
                {
                  key: 'actions',
                  width: 240,
                  render: (_: unknown, node: Row) => (
                    <Space size={0}>
                      {node.level !== 'area' && (
                        <Button type="link" size="small" onClick={() => setAsked({ what: 'add', node, name: '' })}>
                          {t('regions.add')}
                        </Button>
                      )}
                      {node.level !== 'region' && (
                        <>
                          <Button
                            type="link"
                            size="small"
                            onClick={() => setAsked({ what: 'rename', node, name: node.name })}
                          >
                            {t('regions.rename')}
                          </Button>
                          <Button
                            type="link"
                            size="small"
                            danger
                            onClick={() =>
                              modal.confirm({
                                title: t('regions.removeAsk', { name: node.name }),
                                onOk: () => change.mutate({ method: 'DELETE', path: path(node) }),
                              })
                            }
                          >
                            {t('regions.remove')}
                          </Button>
                        </>
                      )}
                    </Space>
                  ),
                },
              ]
            : []),
        ]}
      />
      {asked && (
        <Modal
          open
          title={asked.what === 'add' ? t('regions.addTo', { name: asked.node.name }) : t('regions.rename')}
          okButtonProps={{ disabled: asked.name.trim() === '', loading: change.isPending }}
          onCancel={() => setAsked(undefined)}
          onOk={() =>
            change.mutate(
              asked.what === 'add'
                ? { method: 'POST', path: '', body: { parentId: asked.node.id, name: asked.name } }
                : { method: 'PATCH', path: path(asked.node), body: { name: asked.name } },
            )
          }
        >
          <Input
            autoFocus
            maxLength={40}
            value={asked.name}
            aria-label={t('regions.name')}
            onChange={(event) => setAsked({ ...asked, name: event.target.value })}
          />
        </Modal>
      )}
    </div>
  )
}
