/** The catalogue in the administration: what forms offer, and what is not sold any more. */
import type { Product, ProductChange } from '@ringdesk/gateway/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newId } from '../collaboration/new-id.ts'
import { Empty, Failed, Waiting } from '../frame/screens.tsx'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { useCatalogue } from './product-queries.ts'
import './product-list.css'

export default function ProductList({ canWrite }: { readonly canWrite: boolean }) {
  const { t } = useTranslation()
  const { data: products, error, refetch } = useCatalogue()
  const [filter, setFilter] = useState('')
  const [open, setOpen] = useState<Product | 'new'>()
  if (products === undefined)
    return error === null ? <Waiting lines={10} /> : <Failed error={error} onRetry={() => void refetch()} />
  const wanted = filter.trim().toLowerCase()
  const shown = products.filter(({ name, brand }) => `${name} ${brand}`.toLowerCase().includes(wanted))
  return (
    <>
      <div className="page-head product-list-head">
        <span className="second">{t('products.text')}</span>
        <span className="bar-space" />
        <Input
          allowClear
          className="administration-filter"
          placeholder={t('products.filter')}
          aria-label={t('products.filter')}
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
        {canWrite && (
          <Button onClick={() => setOpen('new')} data-testid="new-product">
            {t('products.new')}
          </Button>
        )}
      </div>
      {shown.length === 0 ? (
        <Empty title={t('products.empty')} text={t('products.emptyText')} />
      ) : (
        <table className="grid-table" data-testid="products">
          <thead>
            <tr>
              <th>{t('products.name')}</th>
              <th>{t('products.brand')}</th>
              <th>{t('products.state')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((product) => (
              <tr key={product.id}>
                <td>
                  {canWrite ? (
                    <button type="button" className="link-button" onClick={() => setOpen(product)}>
                      {product.name}
                    </button>
                  ) : (
                    product.name
                  )}
                </td>
                <td>{product.brand}</td>
                <td>
                  <span className="tag" {...(product.active ? { 'data-tone': 'ready' } : {})}>
                    {t(product.active ? 'products.active' : 'products.inactive')}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open !== undefined && <ProductDialog product={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

interface DialogProps {
  readonly product: Product | 'new'
  readonly onClose: () => void
}

function ProductDialog({ product, onClose }: DialogProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  const [form] = Form.useForm<ProductChange['product']>()
  const known = product === 'new' ? undefined : product
  const [id] = useState(() => known?.id ?? newId())
  const save = useMutation({
    mutationFn: (fields: ProductChange['product']) =>
      request<Product>('PUT', `/api/products/${id}`, {
        body: { ...(known === undefined ? {} : { version: known.version }), product: fields },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['products'] })
      onClose()
    },
    onError: (error) => void message.error(words(error)),
  })
  return (
    <Modal
      open
      title={t(known === undefined ? 'products.new' : 'products.edit')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={known ?? { name: '', brand: '', active: true }}
        onFinish={(fields) => save.mutate(fields)}
        data-testid="product-form"
      >
        <Form.Item name="name" label={t('products.name')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={100} autoComplete="off" onPressEnter={() => form.submit()} data-testid="product-name" />
        </Form.Item>
        <Form.Item name="brand" label={t('products.brand')}>
          <Input maxLength={60} autoComplete="off" onPressEnter={() => form.submit()} />
        </Form.Item>
        <Form.Item name="active" label={t('products.active')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  )
}
