/** Times that customers ask for most, in the agent's own zone. Pure. */
import dayjs, { type Dayjs } from 'dayjs'

export interface CallbackTime {
  readonly name: 'halfHour' | 'afternoon' | 'tomorrow'
  readonly at: Dayjs
}

/** "This afternoon" is 15:00; from 14:30 on 17:00; from 16:30 on there is none left. @param now epoch ms */
export function quickTimes(now: number): readonly CallbackTime[] {
  const moment = dayjs(now)
  // A whole minute, and never before the half hour that must lie between two calls.
  const halfHour = moment.add(31, 'minute').startOf('minute')
  const today = moment.startOf('day')
  const soon = moment.add(30, 'minute')
  const afternoon = [15, 17].map((hour) => today.hour(hour)).find((at) => at.isAfter(soon))
  return [
    { name: 'halfHour', at: halfHour },
    ...(afternoon ? [{ name: 'afternoon' as const, at: afternoon }] : []),
    { name: 'tomorrow', at: today.add(1, 'day').hour(10) },
  ]
}
