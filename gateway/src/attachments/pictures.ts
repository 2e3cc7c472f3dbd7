/** Pictures are kept as they are shown: decoded, turned upright and written anew, so that neither where they were taken nor anything hidden behind the pixels stays. */
import sharp from 'sharp'
import { uploadLimits } from '../contract/index.ts'

/** One picture at a time is decoded by one core: calls matter more. */
sharp.concurrency(1)
sharp.cache(false)

/** px of the longer side. */
const shownSide = 2_560
const previewSide = 480
/** s */
const deadline = 10

export interface Picture {
  readonly content: Buffer
  readonly preview: Buffer
  readonly width: number
  readonly height: number
}

export class UnreadablePicture extends Error {
  readonly tooLarge: { readonly width: number; readonly height: number } | undefined
  constructor(tooLarge?: { width: number; height: number }, options?: ErrorOptions) {
    super('a picture that cannot be shown', options)
    this.name = 'UnreadablePicture'
    this.tooLarge = tooLarge
  }
}

/** JPEG, kept or made of WebP; PNG stays PNG (screenshots). @throws UnreadablePicture */
export async function cleanPicture(content: Buffer, mime: string): Promise<Picture> {
  const from = () => sharp(content, { limitInputPixels: uploadLimits.pixels, failOn: 'error', pages: 1 }).autoOrient()
  await checkSize(content)
  try {
    const fitted = from().timeout({ seconds: deadline }).resize(inside(shownSide))
    const { data, info } = await (mime === 'image/png'
      ? fitted.png({ compressionLevel: 8 })
      : fitted.flatten({ background: '#fff' }).jpeg({ quality: 84, mozjpeg: false })
    ).toBuffer({ resolveWithObject: true })
    const preview = await sharp(data)
      .timeout({ seconds: deadline })
      .resize(inside(previewSide))
      .flatten({ background: '#fff' })
      .jpeg({ quality: 76 })
      .toBuffer()
    return { content: data, preview, width: info.width, height: info.height }
  } catch (error) {
    throw new UnreadablePicture(undefined, { cause: error })
  }
}

const inside = (side: number) => ({ width: side, height: side, fit: 'inside', withoutEnlargement: true }) as const

/** The header alone says how large it will be: a few bytes may claim more pixels than there is memory. */
async function checkSize(content: Buffer): Promise<void> {
  let size: { width: number; height: number }
  try {
    size = await sharp(content, { limitInputPixels: false }).metadata()
  } catch (error) {
    throw new UnreadablePicture(undefined, { cause: error })
  }
  if (size.width * size.height > uploadLimits.pixels)
    throw new UnreadablePicture({ width: size.width, height: size.height })
}
