/** Why a file cannot become a prompt. */
export const unusableReasons = [
  'not-a-sound',
  'empty',
  'truncated',
  'damaged',
  'encoding',
  'sample-rate',
  'too-short',
  'too-long',
  'silent',
] as const
export type UnusableReason = (typeof unusableReasons)[number]

export class UnusableSound extends Error {
  override readonly name = 'UnusableSound'
  readonly reason: UnusableReason
  /** What was found instead: an encoding, a rate. */
  readonly found: string | undefined

  constructor(reason: UnusableReason, found?: string) {
    super(found === undefined ? reason : `${reason}: ${found}`)
    this.reason = reason
    this.found = found
  }
}
