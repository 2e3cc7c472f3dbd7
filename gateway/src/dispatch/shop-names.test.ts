import { describe, expect, it } from 'vitest'
import { Divisions } from './divisions.ts'
import { Phrases, wordsOf } from './phrases.ts'
import { Brands, coreOf } from './shop-names.ts'
import { blur, syllableOf } from './sounds.ts'

const divisions = new Divisions()
const brands = new Brands(['一盏茶', '巷口咖啡', ''])
const core = (text: string, spoken = false): string => coreOf(divisions, brands, text, spoken).core

describe('a shop’s name', () => {
  it.each([
    ['一盏茶（杭州文三路旗舰店）', '文三路'],
    ['一盏茶(文三路店)', '文三路'],
    ['一盏茶 杭州市文三路分店', '文三路'],
    ['文三路店', '文三路'],
    ['巷口咖啡（万达二店）', '万达2'],
    ['巷口咖啡（万达2店）', '万达2'],
    ['巷口咖啡（万达２号店）', '万达2号'],
    ['一盏茶南京路店', '南京路'],
    ['一盏茶天虹购物中心店', '天虹购物中心'],
  ])('%s is told from others by %s', (name, what) => {
    expect(core(name)).toBe(what)
  })

  it('keeps the district, which may be all that tells it', () => {
    expect(core('一盏茶（上海浦东北京路店）')).toBe('浦东北京路')
    expect(core('一盏茶（浦东北京路店）')).toBe('浦东北京路')
  })

  it('is never shortened to nothing', () => {
    for (const name of ['店', '杭州店', '一盏茶杭州店', '总店']) expect(core(name)).not.toBe('')
    // The brand alone names no shop.
    expect(core('一盏茶')).toBe('')
    expect(core('')).toBe('')
  })

  it('as a customer says it loses the fillers', () => {
    expect(core('就是文三路那家店', true)).toBe('文三路')
    expect(core('我在万达广场附近', true)).toBe('万达广场')
  })

  it('tells the brands it holds', () => {
    expect(coreOf(divisions, brands, '巷口 咖啡 文三路', true).brands).toEqual([1])
    expect(coreOf(divisions, brands, '文三路', true).brands).toEqual([])
  })
})

describe('words and the names they may mean', () => {
  const names = ['文三路', '文二路', '万达广场', '西溪印象城', '大学城北', '人民路', '人民路万达', '龙湖天街']
  const phrases = new Phrases(names)
  const nearest = (said: string): string => {
    const words = wordsOf(said)
    const sorted = names
      .map((name, store) => ({ name, likeness: phrases.likeness(store, words) }))
      .sort((a, b) => b.likeness - a.likeness)
    return sorted[0]?.name ?? ''
  }

  it.each([
    ['文三路', '文三路'],
    ['问三路', '文三路'],
    ['万达', '万达广场'],
    ['印象城', '西溪印象城'],
    ['西西印象成', '西溪印象城'],
    ['楞湖天街', '龙湖天街'],
    ['龙湖田街', '龙湖天街'],
    ['人民路万达广场', '人民路万达'],
    ['大学成北', '大学城北'],
  ])('%s means %s', (said, meant) => {
    expect(nearest(said)).toBe(meant)
  })

  it('exact words fit better than the same sound, that better than an accent, that better than another character', () => {
    const likeness = (said: string): number => phrases.likeness(3, wordsOf(said))
    expect(likeness('西溪印象城')).toBeGreaterThan(likeness('西西印象城'))
    expect(likeness('西溪英象城')).toBeGreaterThan(likeness('西溪大象城'))
    expect(likeness('西溪应象城')).toBe(likeness('西溪英象城'))
  })

  it('nothing fits a store without a name, or no words', () => {
    expect(new Phrases(['']).likeness(0, wordsOf('文三路'))).toBeLessThan(-1_000)
    expect(phrases.likeness(0, wordsOf(''))).toBeLessThan(-1_000)
  })
})

describe('sounds', () => {
  it('are the same for what accents mix up', () => {
    expect([blur('zhang'), blur('zan')]).toEqual(['zan', 'zan'])
    expect(blur('ning')).toBe(blur('lin'))
    expect(blur('hu')).toBe('hu')
    expect(syllableOf('文'.charCodeAt(0))).toBe(syllableOf('闻'.charCodeAt(0)))
    expect(syllableOf('文'.charCodeAt(0))).not.toBe(syllableOf('三'.charCodeAt(0)))
  })
})
