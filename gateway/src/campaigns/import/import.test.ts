import { randomUUID } from 'node:crypto'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ImportLine, ImportOptions, ImportPreview } from '../../contract/index.ts'
import { type Ask, startTestServer, type TestServer } from '../../server-testing.ts'
import { refuse } from '../do-not-call/refuse.ts'

let server: TestServer
let supervisor: Ask
let campaignId: string

beforeAll(async () => {
  server = await startTestServer()
  supervisor = await server.as('s2001')
})
afterAll(() => server.close())

beforeEach(async () => {
  const data = { name: randomUUID(), kind: 'agent', mode: 'preview', callerNumber: '4008001234', settings: {} }
  campaignId = (await server.database.campaign.create({ data })).id
})

function multipart(
  content: Buffer | string,
  options: ImportOptions,
): { body: Buffer; headers: Record<string, string> } {
  const mark = 'a-boundary'
  const body = Buffer.concat([
    Buffer.from(`--${mark}\r\ncontent-disposition: form-data; name="options"\r\n\r\n${JSON.stringify(options)}\r\n`),
    Buffer.from(`--${mark}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\n\r\n`),
    Buffer.from(content),
    Buffer.from(`\r\n--${mark}--\r\n`),
  ])
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${mark}` } }
}

const send = (path: string, content: Buffer | string, options: ImportOptions = {}, ask = supervisor) => {
  const { body, headers } = multipart(content, options)
  return ask('POST', `/api/campaigns/${campaignId}/imports${path}`, body, headers)
}

const lastOf = (text: string): ImportLine => JSON.parse(text.trim().split('\n').at(-1) ?? '{}')

async function preview(
  content: Buffer | string,
  options: ImportOptions = { consent: '会员协议' },
): Promise<ImportPreview> {
  const line = lastOf((await send('/preview', content, options)).body)
  if (!('preview' in line)) throw new Error(JSON.stringify(line))
  return line.preview
}

const failure = async (content: Buffer | string, options: ImportOptions = { consent: '有' }) => {
  const line = lastOf((await send('/preview', content, options)).body)
  return 'failed' in line ? line.failed.message : line
}

const imported = async (content: Buffer | string, options: ImportOptions) =>
  lastOf((await send('', content, options)).body)
const count = () => server.database.campaignContact.count({ where: { campaignId } })

const list = [
  '姓名,手机号,电话2,门店,等级',
  '张伟,138 0013 8001,0571-88776655,HZ01,金卡',
  '李娜,1380013800,,西湖文三路店,银卡',
  '王芳,,,,',
  '赵六,13800138002,,没有的店,',
  '钱七,13800138001,,,',
  '孙八,13900139000,,bj01,',
].join('\r\n')

describe('a list', () => {
  it('is shown with what each column is and every problem with its place, and nothing is written', async () => {
    const shown = await preview(list)
    expect(shown).toMatchObject({ rows: 6, good: 2, errors: 3, duplicates: 1, known: 0, refused: 0 })
    expect(shown.columns.map(({ header, use }) => [header, use])).toEqual([
      ['姓名', { to: 'name' }],
      ['手机号', { to: 'number' }],
      ['电话2', { to: 'number' }],
      ['门店', { to: 'store' }],
      ['等级', { to: 'attribute', name: '等级' }],
    ])
    expect(shown.problems).toEqual([
      { row: 3, kind: 'error', column: '手机号', value: '1380013800', message: '有 10 位，手机号应为 11 位' },
      { row: 4, kind: 'error', column: '手机号', value: '', message: '没有号码，应填手机号或带区号的固定电话' },
      { row: 5, kind: 'error', column: '门店', value: '没有的店', message: '没有这家门店，应为门店编号、代码或全称' },
      { row: 6, kind: 'duplicate', column: '手机号', value: '+8613800138001', message: '与第 2 行重复' },
    ])
    expect(await count()).toBe(0)
  })

  it('is imported only as it was agreed to', async () => {
    const { sha256, good } = await preview(list)
    const consent = '会员协议'
    const refused = { code: 'LIST_CHANGED' }
    expect(await imported(list, { consent })).toMatchObject({ failed: refused })
    expect(await imported(list, { consent, agreed: { sha256, good: 3 } })).toMatchObject({ failed: refused })
    expect(await imported(`${list}\r\n`, { consent, agreed: { sha256, good } })).toMatchObject({ failed: refused })
    expect(await count()).toBe(0)
    expect(await imported(list, { consent, agreed: { sha256, good } })).toEqual({
      added: { added: 2, known: 0, refused: 0 },
    })
    const contacts = await server.database.campaignContact.findMany({
      where: { campaignId },
      include: { numbers: { orderBy: { position: 'asc' } } },
      orderBy: { seq: 'asc' },
    })
    expect(contacts).toMatchObject([
      {
        name: '张伟',
        storeId: 'hz01',
        regionId: 'xh',
        consent,
        attributes: { customerName: '张伟', storeName: '西湖文三路店', 等级: '金卡' },
        numbers: [{ number: '+8613800138001' }, { number: '+8657188776655' }],
      },
      { name: '孙八', storeId: 'bj01', numbers: [{ number: '+8613900139000' }] },
    ])
    expect(await server.database.auditEntry.count({ where: { object: `campaign:${campaignId}` } })).toBe(1)
    expect(await imported(list, { consent, agreed: { sha256, good } })).toMatchObject({ failed: refused })
    expect(await preview(list)).toMatchObject({ good: 0, known: 2, duplicates: 1 })
  })

  it('shows whom nobody may call, and does not import them', async () => {
    await refuse(server.database, { number: '+8613900139000', reason: 'pressed-9' })
    const shown = await preview(list)
    expect(shown).toMatchObject({ good: 1, refused: 1 })
    expect(shown.problems.at(-1)).toMatchObject({ row: 7, kind: 'refused', message: '在勿扰名单里，不会呼叫' })
    await server.database.doNotCall.deleteMany()
  })

  it('of a campaign on a list has evidence of consent, for all or row by row', async () => {
    expect(await preview('手机号\n13800138001', {})).toMatchObject({
      good: 0,
      problems: [{ row: 2, column: '同意依据', message: expect.stringContaining('没有同意依据') }],
    })
    const own = '手机号,同意书编号\n13800138001,TY-0001\n13800138002,'
    expect(await preview(own, {})).toMatchObject({ good: 1, errors: 1 })
  })

  it('is read in the encodings and with the separators that spreadsheets in China write', async () => {
    // 姓名,手机号 / 张伟,13800138001 in GB18030.
    const words = Buffer.from([
      0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xca, 0xd6, 0xbb, 0xfa, 0xba, 0xc5, 0x0a, 0xd5, 0xc5, 0xce, 0xb0,
    ])
    const gb = Buffer.concat([words, Buffer.from(',13800138001\r\n')])
    for (const content of [
      gb,
      '\uFEFF姓名,手机号\n张伟,13800138001',
      '姓名\t手机号\n张伟\t13800138001',
      '姓名;手机号\n张伟;13800138001',
    ])
      expect(await preview(content)).toMatchObject({
        good: 1,
        columns: [
          { header: '姓名', samples: ['张伟'], use: { to: 'name' } },
          { header: '手机号', use: { to: 'number' } },
        ],
      })
  })

  it('is read from xlsx, numbers, links and formulas too', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('客户')
    sheet.addRow(['客户姓名', '联系电话', '开卡日期', '备注'])
    sheet.addRow(['张伟', 13800138001, new Date('2026-03-01T00:00:00Z'), { formula: 'A2', result: '来自公式' }])
    sheet.addRow([])
    sheet.addRow([
      '李娜',
      { text: '13800138002', hyperlink: 'tel:13800138002' },
      null,
      { richText: [{ text: '粗' }, { text: '体' }] },
    ])
    sheet.addRow(['王芳', 1.38e30])
    const content = Buffer.from(await book.xlsx.writeBuffer())
    const shown = await preview(content)
    expect(shown).toMatchObject({ rows: 3, good: 2, errors: 1, problems: [{ row: 5, column: '联系电话' }] })
    const agreed = { sha256: shown.sha256, good: shown.good }
    await imported(content, { consent: '有', agreed })
    const contacts = await server.database.campaignContact.findMany({ where: { campaignId }, orderBy: { seq: 'asc' } })
    expect(contacts.map(({ attributes }) => attributes)).toEqual([
      { customerName: '张伟', 开卡日期: '2026-03-01', 备注: '来自公式' },
      { customerName: '李娜', 备注: '粗体' },
    ])
  })

  it('without headings is read from its first row on; without a telling heading the numbers are found', async () => {
    expect(await preview('张伟,13800138001\n李娜,13800138002')).toMatchObject({
      rows: 2,
      good: 2,
      columns: [{ header: '第 1 列' }, { header: '第 2 列', use: { to: 'number' } }],
    })
    const headed = await preview('甲,乙\n张伟,13800138001\n李娜,13800138002')
    expect(headed.columns[1]).toMatchObject({ header: '乙', use: { to: 'number' } })
  })

  it('takes the columns as somebody says they are', async () => {
    const options: ImportOptions = {
      consent: '有',
      columns: [
        { to: 'ignore' },
        { to: 'number' },
        { to: 'ignore' },
        { to: 'ignore' },
        { to: 'attribute', name: 'level' },
      ],
    }
    const shown = await preview(list, options)
    expect(shown).toMatchObject({ good: 3, errors: 2 })
    expect(await failure(list, { consent: '有', columns: [{ to: 'name' }] })).toContain('指定一列为号码')
  })

  it('says what is wrong with a number and what would be right', async () => {
    const said = async (value: string) => (await preview(`手机号\n13800138001\n"${value}"`)).problems[0]?.message
    expect(await said('87654321')).toContain('缺少区号')
    expect(await said('1.38E+10')).toContain('科学计数法')
    expect(await said('4008001234')).toContain('服务号码')
    expect(await said('+1 212 555 2368')).toContain('境外')
    expect(await said('无')).toContain('应为 11 位手机号')
    expect(await said('13800138002/13800138003')).toBeUndefined()
    expect(await said('13800138002 13800138003')).toBeUndefined()
    expect(await said('1380013')).toContain('有 7 位')
  })

  it('that cannot be read says why', async () => {
    expect(await failure('')).toContain('文件是空的')
    expect(await failure('\n\n')).toContain('没有任何内容')
    expect(await failure(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0x00]))).toContain('xls')
    expect(await failure('姓名,手机号\n"张伟,13800138001')).toContain('引号')
    expect(await failure(Buffer.from('PK\x03\x04 nothing else'))).toContain('xlsx')
    expect(await failure(`${Array.from({ length: 61 }, (_, index) => index).join(',')}\n`)).toContain('61 列')
  })

  it('that would unpack to more than memory holds is refused before it is unpacked', async () => {
    const book = new ExcelJS.Workbook()
    book.addWorksheet('客户').addRow(['手机号'])
    const content = Buffer.from(await book.xlsx.writeBuffer())
    const entry = content.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    content.writeUInt32LE(600 * 1024 * 1024, entry + 24)
    expect(await failure(content)).toContain('解开后过大')
  })

  it('is neither an agent’s, nor anything but a file, nor for a campaign that is over', async () => {
    expect((await send('/preview', list, {}, await server.as('a1001'))).statusCode).toBe(403)
    expect((await supervisor('POST', `/api/campaigns/${campaignId}/imports/preview`, {})).statusCode).toBe(415)
    expect(
      (await send('/preview', list, { columns: [{ to: 'nonsense' }] } as unknown as ImportOptions)).json().code,
    ).toBe('BAD_INPUT')
    await server.database.campaign.update({ where: { id: campaignId }, data: { state: 'ENDED' } })
    expect((await send('/preview', list)).json().code).toBe('CAMPAIGN_STATE')
  })

  it('has all its problems in a file that a spreadsheet opens without reckoning', async () => {
    const answer = await send('/problems', `${list}\n=1+1,=cmd()`, { consent: '有' })
    expect(answer.headers['content-type']).toContain('text/csv')
    const lines = answer.body.split('\r\n')
    expect(lines[0]).toBe('\uFEFF行,类型,列,内容,问题')
    expect(lines[1]).toBe('3,有误,手机号,1380013800,有 10 位，手机号应为 11 位')
    expect(lines).toContain("6,重复,手机号,'+8613800138001,与第 2 行重复")
    expect(lines.at(-2)).toMatch(/^8,有误,手机号,'=cmd\(\)/)
  })

  it('of a hundred thousand rows is taken whole, and one more is refused', { timeout: 120_000 }, async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) =>
      index % 500 === 7 ? `客户${index},不是号码,HZ01` : `客户${index},139${String(index).padStart(8, '0')},HZ01`,
    )
    const content = ['姓名,手机号,门店', ...rows].join('\n')
    const shown = await preview(content)
    expect(shown).toMatchObject({ rows: 100_000, good: 99_800, errors: 200 })
    expect(shown.problems).toHaveLength(200)
    const agreed = { sha256: shown.sha256, good: shown.good }
    const answer = await send('', content, { consent: '有', agreed })
    const read = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(read.at(-1)).toEqual({ added: { added: 99_800, known: 0, refused: 0 } })
    expect(read.length).toBeGreaterThan(50)
    expect(await count()).toBe(99_800)
    expect(await failure(`${content}\n多一行,13800138000,HZ01`)).toContain('超过 100000 行')
  })
})
