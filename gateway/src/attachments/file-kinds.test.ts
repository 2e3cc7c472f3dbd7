import { expect, it } from 'vitest'
import { contentDisposition, fileKindOf, shownFileName } from './file-kinds.ts'

const pdf = fileKindOf(Buffer.from('%PDF-1.7'))
const jpeg = fileKindOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
if (!pdf || !jpeg) throw new Error('neither a PDF nor a JPEG is known')
const zip = (...names: string[]) => Buffer.from(`PK\x03\x04${names.join(' ')}`, 'latin1')

it.each([
  [zip('[Content_Types].xml', 'word/document.xml'), 'wordprocessingml'],
  [zip('[Content_Types].xml', 'xl/workbook.xml'), 'spreadsheetml'],
  [Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), 'video/mp4'],
])('knows %s by its content', (content, mime) => expect(fileKindOf(content)?.mime).toContain(mime))

it.each([
  ['a document with macros', zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin')],
  ['an archive', zip('a.txt')],
  ['a page behind a space', Buffer.from(' <html>')],
  ['a PDF that is not at the beginning', Buffer.from('<html>%PDF-1.7')],
])('does not take %s', (_, content) => expect(fileKindOf(content)).toBeUndefined())

it.each([
  ['IMG_1.JPEG', jpeg, 'IMG_1.jpeg'],
  ['C:\\fakepath\\小票.jpg', jpeg, '小票.jpg'],
  ['photo\u202Egpj.exe', jpeg, 'photogpj.exe.jpg'],
  ['a"b<c>.pdf', pdf, 'a_b_c_.pdf'],
  ['..', pdf, '文件.pdf'],
  [undefined, pdf, '文件.pdf'],
  [`${'长'.repeat(300)}.pdf`, pdf, `${'长'.repeat(100)}.pdf`],
] as const)('shows %s of a given kind as what it is', (given, kind, shown) =>
  expect(shownFileName(given, kind)).toBe(shown),
)

it('names a file in headers without letting its name out of them', () => {
  expect(contentDisposition('inline', '小"票\\.jpg')).toBe(
    `inline; filename="____.jpg"; filename*=UTF-8''%E5%B0%8F%22%E7%A5%A8%5C.jpg`,
  )
})
