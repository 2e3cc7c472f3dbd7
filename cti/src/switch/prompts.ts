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
  'wait-under-a-minute',
  'wait-1',
  'wait-2',
  'wait-3',
  'wait-4',
  'wait-5',
  'wait-10',
  'wait-15',
  'wait-20',
  'wait-30',
  'wait-long',
  'callback-key-0',
  'callback-key-1',
  'callback-key-2',
  'callback-key-3',
  'callback-key-4',
  'callback-key-5',
  'callback-key-6',
  'callback-key-7',
  'callback-key-8',
  'callback-key-9',
  'callback-key-star',
  'callback-key-hash',
  'callback-confirm',
  'callback-number',
  'callback-confirmed',
  'callback-dialling',
  'callback-greeting',
  'voicemail',
  'voicemail-thanks',
  'hold',
  'out-of-hours',
  'nobody-logged-in',
  'max-wait',
  'goodbye',
  'fallback',
  'beep',
  'safe-harbour',
  'survey-greeting',
  'survey-our-store',
  'survey-about',
  'survey-solved',
  'survey-score',
  'survey-sorry',
  'survey-comment',
  'survey-refused',
  'survey-thanks',
] as const

export type PromptName = (typeof promptNames)[number]

/** @param ahead how many wait in front of the caller in the same queue */
export function positionPrompt(ahead: number): PromptName {
  if (ahead <= 0) return 'queue-next'
  const exact = promptNames.find((name) => name === `queue-ahead-${ahead}`)
  return exact ?? 'queue-ahead-many'
}

/** Minutes that there are words for. Longer is only "long". */
const WAITS = [1, 2, 3, 4, 5, 10, 15, 20, 30] as const

/** @param waitMs the estimate, rounded up to the next step that there are words for: rather too long than too short */
export function waitPrompt(waitMs: number): PromptName {
  if (waitMs < 60_000) return 'wait-under-a-minute'
  const minutes = WAITS.find((step) => waitMs <= step * 60_000)
  return minutes === undefined ? 'wait-long' : `wait-${minutes}`
}

/** @param key 0–9, * or # */
export function callbackOfferPrompt(key: string): PromptName {
  const name = `callback-key-${key === '*' ? 'star' : key === '#' ? 'hash' : key}`
  return promptNames.find((prompt) => prompt === name) ?? 'callback-key-1'
}
