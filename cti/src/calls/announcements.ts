/** What a waiting caller is told from time to time: the place, how long it will take, and that they may be called back. */
import { file, type Prompt } from '../switch/port.ts'
import { callbackOfferPrompt, positionPrompt, waitPrompt } from '../switch/prompts.ts'
import { callbackOnOffer } from './asking.ts'
import { close } from './closing.ts'
import type { Turn } from './turn.ts'
import { configOf, mayWait } from './waiting.ts'

/** The announcement's time has come. */
export function announce(turn: Turn): void {
  const { queue, offer, asking, outside, callerLeg } = turn.call
  const config = configOf(turn)
  if (!queue || !config || !turn.onLine) return turn.setDeadline('announcement', undefined)
  if (!offer && !outside && !asking && !mayWait(turn, queue)) {
    turn.route({ type: 'work-left', work: turn.work })
    return close(turn, 'nobody-logged-in', 'nobody-logged-in')
  }
  turn.setDeadline('announcement', turn.at + config.announceEveryMs)
  if (asking) return
  const estimate = config.announceWait ? turn.context.estimatedWaitMs(turn.work) : undefined
  const callback = callbackOnOffer(turn)
  const prompts: Prompt[] = [
    file(positionPrompt(turn.context.ahead(turn.work))),
    ...(estimate === undefined ? [] : [file(waitPrompt(estimate))]),
    ...(callback ? [file(callbackOfferPrompt(callback.key))] : []),
  ]
  turn.command({ type: 'stop-playing', leg: callerLeg })
  turn.command({ type: 'play', leg: callerLeg, playback: 'announcement', prompts })
}

/** A single prompt in the middle of the music. */
export function interject(turn: Turn, name: string): void {
  turn.command({ type: 'stop-playing', leg: turn.call.callerLeg })
  turn.command({ type: 'play', leg: turn.call.callerLeg, playback: 'announcement', prompts: [file(name)] })
}
