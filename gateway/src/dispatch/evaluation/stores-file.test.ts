import { describe, expect, it } from 'vitest'
import { decodeText, FormatError } from './format-error.ts'
import { readStores } from './stores-file.ts'

const HEADER = 'id,name,brand,province,city,district,address,lat,lon,open,close,status'
const LINE = 'S1,一盏茶（文三路店）,一盏茶,浙江省,杭州市,西湖区,文三路259号,30.276,120.13,09:00,22:00,open'
const read = (...lines: string[]) => readStores(lines.join('\n'), 'stores.csv')
const problems = (...lines: string[]): string => {
  try {
    read(...lines)
  } catch (error) {
    if (error instanceof FormatError) return error.message
    throw error
  }
  return ''
}

describe('stores.csv', () => {
  it('is read as it is specified', () => {
    expect(read(HEADER, LINE).stores).toEqual([
      {
        id: 'S1',
        name: '一盏茶（文三路店）',
        brand: '一盏茶',
        province: '浙江省',
        city: '杭州市',
        district: '西湖区',
        address: '文三路259号',
        lat: 30.276,
        lon: 120.13,
        opensAt: 540,
        closesAt: 1_320,
        status: 'open',
      },
    ])
  })

  it('may have a byte order mark, CRLF, quotes, blank lines, columns in any order, more and fewer of them', () => {
    const text =
      '\uFEFFSTATUS,备注,Name,"id",lng,latitude\r\nClosed,"a, ""b""\nc",文三路店,S1,120.1,30.2\r\n\r\n营业,,文二路店,S2\r\n,,,,,\r\n'
    expect(readStores(text, 'stores.csv').stores).toMatchObject([
      { id: 'S1', name: '文三路店', status: 'closed', lat: 30.2, lon: 120.1, city: '' },
      { id: 'S2', name: '文二路店', status: 'open' },
    ])
  })

  it.each([
    ['open', 'open'],
    ['OPEN', 'open'],
    ['', 'open'],
    ['营业中', 'open'],
    ['Closed', 'closed'],
    ['停业', 'closed'],
    ['moved', 'moved'],
    ['搬迁', 'moved'],
    ['已搬迁', 'moved'],
  ])('status %j is %s', (word, status) => {
    expect(read(HEADER, LINE.replace(/open$/, word)).stores[0]?.status).toBe(status)
  })

  it('knows hours past midnight, minutes, and that some are not known', () => {
    const hours = (open: string, close: string) =>
      read(HEADER, LINE.replace('09:00,22:00', `${open},${close}`)).stores[0]
    expect(hours('9:00', '24:00')).toMatchObject({ opensAt: 540, closesAt: 1_440 })
    expect(hours('10:00', '02:00')).toMatchObject({ opensAt: 600, closesAt: 1_560 })
    expect(hours('540', '1320')).toMatchObject({ opensAt: 540, closesAt: 1_320 })
    expect(hours('', '')).not.toHaveProperty('opensAt')
    expect(hours('24小时', '')).toMatchObject({ opensAt: 0, closesAt: 1_440 })
  })

  it('takes the later of two lines with one id and tells it', () => {
    const { stores, notes } = read(HEADER, LINE, LINE.replace(/open$/, 'closed'))
    expect(stores).toHaveLength(1)
    expect(stores[0]?.status).toBe('closed')
    expect(notes).toEqual(['stores.csv:3: id: "S1" is on line 2 already; the later line holds'])
  })

  it('tells how many stores have no position', () => {
    expect(read(HEADER, LINE.replace('30.276,120.13', ',')).notes).toEqual([
      'stores.csv: 1 stores have no position in China; positions say nothing about them',
    ])
  })

  it.each([
    [[HEADER, LINE.replace('S1', '')], 'stores.csv:2: id: is empty'],
    [
      [HEADER, LINE.replace('30.276', 'north')],
      'stores.csv:2: lat: "north" is no position; right would be degrees such as 30.2741',
    ],
    [[HEADER, LINE.replace('09:00', 'nine')], 'stores.csv:2: open: "nine" is no time of day; right would be'],
    [
      [HEADER, LINE.replace(/open$/, 'burnt')],
      'stores.csv:2: status: "burnt" is no status; right would be open, closed or moved',
    ],
    [[HEADER.replace('id,', ''), LINE], 'stores.csv:1: id: there is no such column'],
    [[HEADER], 'stores.csv:2: id: there is no store'],
    [[''], 'stores.csv:1: id: the file is empty'],
    [[HEADER, LINE.replace('文三路259号', '"文三路')], 'stores.csv:2: field'],
  ])('%#: says which line and column is wrong and what would be right', (lines, message) => {
    expect(problems(...lines)).toContain(message)
  })

  it('names all problems, at most twenty in full', () => {
    const message = problems(HEADER, ...Array.from({ length: 30 }, () => LINE.replace('30.276', 'x')))
    expect(message.split('\n')).toHaveLength(21)
    expect(message).toContain('… and 10 more')
  })

  it('may be in what Excel saves', () => {
    const gb18030 = Uint8Array.from([0xce, 0xc4, 0xc8, 0xfd, 0xc2, 0xb7])
    expect(decodeText(gb18030)).toBe('文三路')
    expect(decodeText(new TextEncoder().encode('文三路'))).toBe('文三路')
    expect(decodeText(Uint8Array.from([0xff, 0xfe, 0x87, 0x65]))).toBe('文')
  })
})
