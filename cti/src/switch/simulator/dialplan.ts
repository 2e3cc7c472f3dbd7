/** The dialplan of sip-config/freeswitch, as the simulated switch runs it: the same contexts, extensions and applications. */
import type { Step } from './execution.ts'

export interface Dialplan {
  /** What is executed for a leg at this extension; undefined: no such place. */
  route(extension: string, context: string): readonly Step[] | undefined
}

export interface HotlineDialplanOptions {
  /** Seconds until a call that nobody claims hears the announcement and is hung up. */
  readonly fallbackAfterS: number
  /** Where the prompts lie. */
  readonly prompts: string
}

/** Where the carriers' calls arrive. */
export const HOTLINE_CONTEXT = 'hotline'

/** Filled in when the application is executed. */
const value = (name: string): string => `\${${name}}`
/** Written so that it is filled in only when the leg ends. */
const laterValue = (name: string): string => `\\\${${name}}`

/** One entry a leg: who it was, how and when it ended. The same fields in the same order as the product's own hook on its legs. */
const JOURNAL_FIELDS = [
  laterValue('ringdesk_call'),
  laterValue('hangup_cause'),
  laterValue('sip_hangup_disposition'),
  laterValue('start_uepoch'),
  laterValue('answer_uepoch'),
  laterValue('end_uepoch'),
  laterValue(`url_encode(${laterValue('Caller-Caller-ID-Number')})`),
  laterValue(`url_encode(${laterValue('sip_to_user')})`),
  laterValue('ringdesk_role'),
  laterValue('ringdesk_agent'),
  laterValue('ringdesk_queue'),
  laterValue('ringdesk_phase'),
  laterValue('ringdesk_entered_at'),
  laterValue('ringdesk_connected_at'),
]

const set = (name: string, text: string): Step => ({ application: 'set', data: `${name}=${text}` })

export function createHotlineDialplan({ fallbackAfterS, prompts }: HotlineDialplanOptions): Dialplan {
  const hotline: readonly Step[] = [
    set('ringdesk_call', value('uuid')),
    set('ringdesk_role', 'caller'),
    set('park_after_bridge', 'true'),
    set('hangup_after_bridge', 'false'),
    set('playback_terminators', 'none'),
    set('api_hangup_hook', `hash insert/ringdesk_ended/${laterValue('uuid')}/${JOURNAL_FIELDS.join('|')}`),
    { application: 'sched_transfer', data: `+${fallbackAfterS} unclaimed XML fallback` },
    { application: 'park', data: '' },
  ]
  const unclaimed: readonly Step[] = [
    set('ringdesk_fallback', 'unclaimed'),
    { application: 'answer', data: '' },
    { application: 'playback', data: `${prompts}/fallback.wav` },
    { application: 'hangup', data: 'NORMAL_TEMPORARY_FAILURE' },
  ]
  return {
    route(extension, context) {
      if (context === 'fallback') return extension === 'unclaimed' ? unclaimed : undefined
      if (context !== HOTLINE_CONTEXT) return undefined
      return /^\+?[0-9]{3,18}$/.test(extension) ? hotline : [{ application: 'respond', data: '404' }]
    },
  }
}
