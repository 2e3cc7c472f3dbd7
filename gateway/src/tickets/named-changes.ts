/** One field's change as the history keeps it: ids together with what people called them at the time. */
export type Scalar = string | number | null
export type Change = {
  readonly from: Scalar
  readonly to: Scalar
  readonly fromName?: string
  readonly toName?: string
}

export const named = (change: Change, fromName: string | undefined, toName: string | undefined): Change => ({
  ...change,
  ...(fromName === undefined ? {} : { fromName }),
  ...(toName === undefined ? {} : { toName }),
})
