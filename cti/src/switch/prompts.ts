/**
 * The prompts that come with the product, by the name that Prompt carries. The switch's sound directory has a file of each name;
 * an installation replaces them with recordings of its own.
 */
export const promptNames = [
  'greeting',
  'recording-notice',
  'menu-main',
  'invalid-option',
  'queue-next',
  'queue-ahead-1',
  'queue-ahead-2',
  'queue-ahead-3',
  'queue-ahead-4',
  'queue-ahead-5',
  'queue-ahead-6',
  'queue-ahead-7',
  'queue-ahead-8',
  'queue-ahead-9',
  'queue-ahead-many',
  'hold',
  'out-of-hours',
  'nobody-logged-in',
  'max-wait',
  'goodbye',
  'fallback',
] as const

export type PromptName = (typeof promptNames)[number]

/** @param ahead how many wait in front of the caller in the same queue */
export function positionPrompt(ahead: number): PromptName {
  if (ahead <= 0) return 'queue-next'
  const exact = promptNames.find((name) => name === `queue-ahead-${ahead}`)
  return exact ?? 'queue-ahead-many'
}
