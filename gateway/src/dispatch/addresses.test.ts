import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress, regionsIn } from './addresses.ts'
import { Divisions, shortName } from './divisions.ts'

const divisions = new Divisions()
const read = (text: string) => {
  const { regions, road, number, place } = parseAddress(divisions, text)
  return { regions: regions.map((region) => divisions.path(region)), road, number, place }
}
const regionsOf = (text: string): string[] => read(text).regions

describe('an address', () => {
  it.each([
    ['浙江省杭州市西湖区文三路259号', '浙江省/杭州市/西湖区', '文三路', 259],
    ['杭州西湖区文三路２５９号昌地火炬大厦1楼', '浙江省/杭州市/西湖区', '文三路', 259],
    ['Hangzhou 杭州市 文一西路 969号', '浙江省/杭州市', '文一西路', 969],
    ['上海市浦东新区世纪大道8号国金中心', '上海市/上海市/浦东新区', '世纪大道', 8],
    ['上海南京东路300号', '上海市/上海市', '南京东路', 300],
    ['长沙市五一大道', '湖南省/长沙市', '五一大道', undefined],
    ['义乌市稠州北路二百号', '浙江省/金华市/义乌市', '稠州北路', undefined],
    ['济源市沁园路', '河南省/济源市', '沁园路', undefined],
    ['广东东莞南城街道鸿福路200号', '广东省/东莞市', '鸿福路', 200],
    ['河北区中山路', '天津市/天津市/河北区', '中山路', undefined],
  ])('%s', (text, region, road, number) => {
    expect(read(text)).toMatchObject({ regions: [region], road, number })
  })

  it.each([
    ['内蒙古呼和浩特新城区', '内蒙古自治区/呼和浩特市/新城区'],
    ['恩施州利川市', '湖北省/恩施土家族苗族自治州/利川市'],
    ['重庆云阳县', '重庆市/重庆市/云阳县'],
    ['吉林市船营区', '吉林省/吉林市/船营区'],
    ['新疆乌鲁木齐天山区', '新疆维吾尔自治区/乌鲁木齐市/天山区'],
    ['浙江', '浙江省'],
    ['浙江省', '浙江省'],
    ['北京', '北京市/北京市'],
  ])('%s is %s', (text, region) => {
    expect(regionsOf(text).map((path) => path.replace(/^北京市$/, '北京市/北京市'))).toContain(region)
  })

  it('may have its levels in any order, with separators', () => {
    expect(regionsOf('西湖区,杭州,浙江')).toEqual(['浙江省/杭州市/西湖区'])
    expect(regionsOf('文三路259号 杭州 西湖')).toEqual(['浙江省/杭州市/西湖区'])
  })

  it('that fits several places names them all, until a city decides', () => {
    expect(regionsOf('鼓楼区中山北路200号')).toHaveLength(4)
    expect(regionsOf('南京鼓楼区中山北路200号')).toEqual(['江苏省/南京市/鼓楼区'])
    expect(regionsOf('福州 鼓楼 五四路')).toEqual(['福建省/福州市/鼓楼区'])
    expect(regionsOf('北京朝阳区建国路87号')).toEqual(['北京市/北京市/朝阳区'])
    expect(regionsOf('长春朝阳区')).toEqual(['吉林省/长春市/朝阳区'])
  })

  it('is in no region because of a road or mall that is called like one', () => {
    for (const text of ['南京东路300号', '北京路步行街', '朝阳大悦城', '中山路88号', '西湖文化广场'])
      expect([text, regionsOf(text)]).toEqual([text, []])
  })

  it('keeps mall, estate and landmark as the place, without floors, units and numbers', () => {
    expect(read('杭州西湖区文三路259号昌地火炬大厦1号楼3层302室').place).toBe('文三路昌地火炬大厦')
    expect(read('文三路杭州大厦B座').place).toBe('文三路杭州大厦')
  })

  it('of whatever signs is read without an error, the same every time', () => {
    const text = fc.array(fc.constantFrom(...'浙江杭州市西湖区南京路鼓楼朝阳号1２楼（）, a-#省县街道大'.split('')), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(text, (signs) => {
        expect(read(signs.join(''))).toEqual(read(signs.join('')))
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (any) => void read(any)))
  })
})

describe('divisions', () => {
  it('are found by full and short name', () => {
    expect(shortName('恩施土家族苗族自治州', 2)).toBe('恩施')
    expect(shortName('广西壮族自治区', 1)).toBe('广西')
    expect(shortName('浦东新区', 3)).toBe('浦东')
    expect(shortName('城区', 3)).toBe('城区')
    expect(divisions.path(divisions.ofPath('浙江/杭州/西湖'))).toBe('浙江省/杭州市/西湖区')
    expect(divisions.ofPath('浙江省/南京市')).toBe(-1)
  })

  it('that only the stores know are learnt, once', () => {
    const own = new Divisions()
    const suzhou = own.ofPath('江苏省/苏州市')
    const park = own.learn('苏州工业园区', 3, suzhou)
    expect(own.learn('苏州工业园区', 3, suzhou)).toBe(park)
    expect(regionsIn(own, '苏州工业园区星湖街')).toEqual([park])
  })

  it('of every city and county find themselves by their full path', () => {
    for (let id = 0; id < divisions.size; id++) expect(divisions.ofPath(divisions.path(id))).toBe(id)
  })
})
