/** Makes photos small before they travel: a phone takes 12 megapixels, a complaint needs far fewer. */

/** px of the longer side */
const longestSide = 1_600
const quality = 0.82

/** Something that is no picture, or one that this browser cannot read, stays as it is: the gateway judges it by its content. */
export async function smallPhoto(file: File): Promise<{ readonly content: Blob; readonly name: string }> {
  const asIs = { content: file, name: file.name || 'photo.jpg' }
  if (!file.type.startsWith('image/')) return asIs
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (error) {
    console.warn('a picture that this browser cannot read is sent as it is', error)
    return asIs
  }
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (context === null) return asIs
  // Transparent parts would become black.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  if (content === null) return asIs
  return { content, name: `${file.name.replace(/\.[^.]*$/, '') || 'photo'}.jpg` }
}
