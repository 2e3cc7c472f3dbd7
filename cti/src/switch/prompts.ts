/**
 * The prompts that come with the product, by the name that Prompt carries. The switch's sound directory has a file of each name;
 * an installation replaces them with recordings of its own.
 */
export const promptNames = [
  'greeting',
  'recording-notice',
  'menu-main',
  'invalid-option',
  'queue-position',
  'hold',
  'out-of-hours',
  'nobody-logged-in',
  'max-wait',
  'goodbye',
  'fallback',
] as const

export type PromptName = (typeof promptNames)[number]
