import { expect, it } from 'vitest'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

function sentences(of: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(of).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...sentences(value as object, `${path}${key}.`)],
    ),
  )
}
const chinese = sentences(zhCN)
const english = sentences(en)
const blanks = (text: string | undefined) => (text?.match(/\{\{\w+\}\}/g) ?? []).sort()

it('says everything in both languages', () => expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort()))
it('leaves nothing unsaid', () => {
  expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([])
})
it.each([...chinese.keys()])('%s fills in the same values in both languages', (key) => {
  expect(blanks(english.get(key))).toEqual(blanks(chinese.get(key)))
})
it('keeps Chinese out of the English catalogue, except for the name of the other language', () => {
  expect([...english].filter(([key, text]) => /\p{Script=Han}/u.test(text) && key !== 'common.language')).toEqual([])
})
