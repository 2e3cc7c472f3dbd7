export class StepError extends Error {
  constructor(message: string, more?: { advice?: string; log?: string; cause?: unknown })
  readonly advice: string | undefined
  readonly log: string | undefined
}
export function step<Result>(
  zh: string,
  en: string,
  work: () => Promise<Result>,
  options?: { quietMs?: number },
): Promise<Result>
export function explain(error: unknown): void
export function lastLines(file: string, count: number): string
