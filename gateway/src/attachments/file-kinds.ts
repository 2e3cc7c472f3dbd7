/** What a file is, by its content. A name and a declared type are what somebody says; neither is believed. Pure. */

export interface FileKind {
  readonly mime: string
  /** Endings that fit; the first is given to a file that has none of them. */
  readonly endings: readonly string[]
  readonly picture: boolean
}

const kind = (mime: string, ...endings: string[]): FileKind => ({ mime, endings, picture: mime.startsWith('image/') })

const jpeg = kind('image/jpeg', 'jpg', 'jpeg')
const png = kind('image/png', 'png')
const webp = kind('image/webp', 'webp')
const pdf = kind('application/pdf', 'pdf')
const mp4 = kind('video/mp4', 'mp4', 'm4v', 'mov')
const docx = kind('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx')
const xlsx = kind('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx')

/** For the sentence that refuses a file. */
export const accepted = 'JPG、PNG、WebP 图片，MP4 视频，PDF、Word（docx）和 Excel（xlsx）文件'

const begins = (content: Buffer, bytes: readonly number[], at = 0): boolean =>
  bytes.every((byte, index) => content[at + index] === byte)
const says = (content: Buffer, text: string, at = 0): boolean =>
  content.subarray(at, at + text.length).toString('latin1') === text

/** Undefined: nothing that is accepted. Sources of the signatures: the formats' own specifications (T.81, RFC 2083, WebP, ISO 32000, ISO 14496-12, APPNOTE). */
export function fileKindOf(content: Buffer): FileKind | undefined {
  if (begins(content, [0xff, 0xd8, 0xff])) return jpeg
  if (begins(content, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return png
  if (says(content, 'RIFF') && says(content, 'WEBP', 8)) return webp
  if (says(content, '%PDF-')) return pdf
  if (says(content, 'ftyp', 4) && /^(isom|iso[2-9]|mp4[12]|avc1|M4V |qt {2})$/.test(content.toString('latin1', 8, 12)))
    return mp4
  return says(content, 'PK\x03\x04') ? officeKindOf(content) : undefined
}

/** Office documents are zip archives; ones with macros are programs. */
function officeKindOf(content: Buffer): FileKind | undefined {
  const has = (name: string) => content.includes(name, 0, 'latin1')
  if (!has('[Content_Types].xml') || has('vbaProject.bin')) return undefined
  if (has('word/document.xml')) return docx
  return has('xl/workbook.xml') ? xlsx : undefined
}

const longest = 100

/**
 * The name as people may see it: no path, nothing invisible (control characters, marks that turn the direction of reading so that
 * exe.jpg looks like gpj.exe), an ending that fits the content.
 */
export function shownFileName(given: string | undefined, { endings }: FileKind): string {
  const base = (given ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const visible = base
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
  const dot = visible.lastIndexOf('.')
  const ending = dot > 0 ? visible.slice(dot + 1).toLowerCase() : ''
  const fits = endings.includes(ending)
  const stem = (fits ? visible.slice(0, dot) : visible).replace(/^\.+/, '')
  const short = [...stem].slice(0, longest).join('') || '文件'
  return `${short}.${fits ? ending : endings[0]}`
}

/** RFC 6266, RFC 5987: the name in UTF-8, and one in ASCII for programs that don't know that. */
export function contentDisposition(how: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const utf8 = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${ascii}"; filename*=UTF-8''${utf8}`
}
