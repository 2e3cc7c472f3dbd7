/** A right that one holder has at a time. Its token rises with every grant, so that whoever is late can be told from whoever is current. */

export interface Lease {
  /** Waits until it is granted. @throws the signal's reason when that aborts first */
  acquire(signal: AbortSignal): Promise<Grant>
}

export interface Grant {
  /** The fencing token: higher than that of every grant before. */
  readonly token: number
  /** Names this very grant; scripts compare it with what is in force. */
  readonly proof: string
  /** Resolves with the reason as soon as somebody else has, or could have had, the lease. Never after a release. */
  readonly lost: Promise<string>
  /** Gives it back, so that the next one need not wait for the lapse. Harmless when it is lost already. Never throws. */
  release(): Promise<void>
}
