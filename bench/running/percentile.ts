/** The value that `share` (0 to 1) of the values do not exceed (nearest rank), rounded to a hundredth; 0 when there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return Math.round(value * 100) / 100
}
