import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiError, Product } from '../contract/index.ts'
import { type Ask, startTestServer, type TestServer } from '../server-testing.ts'

let server: TestServer
let admin: Ask
let store: Ask

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.as('admin')
  store = await server.as('m0001')
  await server.database.product.createMany({
    data: [
      { name: '杨枝甘露' },
      { name: '茉莉奶绿', brand: '一盏茶' },
      { name: '冰杨枝甘露', active: false },
      { name: '手打杨枝' },
    ],
  })
})
afterAll(() => server.close())

const names = async (who: Ask, query: string) =>
  (await who('GET', `/api/products?${query}`)).json<Product[]>().map(({ name }) => name)
const put = (who: Ask, id: string, body: object) => who('PUT', `/api/products/${id}`, body)

describe('the products of the chain', () => {
  it('are found by a part of their name or brand, what begins so first, what is not sold left out', async () => {
    expect(await names(store, `q=${encodeURIComponent('杨枝')}`)).toEqual(['杨枝甘露', '手打杨枝'])
    expect(await names(store, `q=${encodeURIComponent('一盏')}`)).toEqual(['茉莉奶绿'])
    expect(await names(admin, `all=true&q=${encodeURIComponent('甘露')}`)).toContain('冰杨枝甘露')
    expect((await server.anonymous('GET', '/api/products')).statusCode).toBe(401)
  })

  it('are written by administrators on the version they read, once a name, and audited', async () => {
    const id = randomUUID()
    const lemon = { name: ' 手打柠檬茶 ', brand: '一盏茶' }
    const made = await put(admin, id, { product: lemon })
    expect(made.json<Product>()).toEqual({ id, name: '手打柠檬茶', brand: '一盏茶', active: true, version: 1 })
    expect((await put(admin, id, { product: lemon })).json<ApiError>().code).toBe('PRODUCT_CHANGED')
    const away = await put(admin, id, { version: 1, product: { ...lemon, active: false } })
    expect(away.json<Product>()).toMatchObject({ active: false, version: 2 })
    expect((await put(admin, id, { version: 1, product: lemon })).json<ApiError>().code).toBe('PRODUCT_CHANGED')
    expect(await names(store, `q=${encodeURIComponent('柠檬')}`)).toEqual([])
    const twice = await put(admin, randomUUID(), { product: { name: '手打柠檬茶', brand: '一盏茶' } })
    expect(twice.json<ApiError>()).toMatchObject({ code: 'PRODUCT_EXISTS', message: '已有商品“手打柠檬茶”' })
    expect((await put(store, id, { version: 2, product: lemon })).statusCode).toBe(403)
    expect((await put(admin, randomUUID(), { product: { name: '' } })).json<ApiError>().fields?.[0]?.path).toBe(
      'product.name',
    )
    expect(await server.database.auditEntry.count({ where: { object: `product:${id}` } })).toBe(2)
  })
})
