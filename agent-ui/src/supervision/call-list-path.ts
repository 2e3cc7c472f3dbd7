/** The call log of a queue today, where a figure of the day opens its list. */
export function callListPath(query: {
  readonly queue?: string
  readonly outcome?: 'answered' | 'abandoned'
  /** Epoch ms. */
  readonly from: number
}): string {
  const search = new URLSearchParams({ from: new Date(query.from).toISOString() })
  if (query.queue) search.set('queue', query.queue)
  if (query.outcome) search.set('outcome', query.outcome)
  return `/calls?${search}`
}
