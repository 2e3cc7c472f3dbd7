/** What an upload may be; checked by content, never by name. */
export const uploadLimits = {
  /** Bytes of one file. */
  bytes: 20 * 1024 * 1024,
  /** Width × height of a picture. */
  pixels: 50_000_000,
  /** Files on one comment. */
  files: 9,
} as const
