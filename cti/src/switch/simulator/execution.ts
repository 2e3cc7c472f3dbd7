/** Executing applications on a leg: what the dialplan lists, what sendmsg queues, and what breaks into them. */
import { type Channel, enter, type Interruption, isUp, type QueuedMessage, type RunningApplication } from './channel.ts'
import { expand } from './expansion.ts'
import { type Run, type Switchboard, tell } from './switchboard.ts'

export interface Step {
  readonly application: string
  readonly data: string
}

interface Execution extends Step {
  readonly uuid: string
  readonly queued: boolean
  readonly locked: boolean
}

/** An application that ended while another was nested in it waits for that one. */
const endedBelow = new WeakMap<RunningApplication, () => void>()

function execute(board: Switchboard, channel: Channel, execution: Execution, then: () => void): void {
  const { application, uuid, queued, locked } = execution
  const data = expand(channel, execution.data)
  const handler = board.applications.get(application)
  if (handler === undefined) {
    board.log('error', `Invalid Application ${application}`)
    then()
    return
  }
  const { variables } = channel
  variables.set('current_application_response', undefined)
  if (queued) variables.setAll({ current_loop: '1', total_loops: '1' })
  variables.setAll({ current_application: application, current_application_data: data })
  const headers = { Application: application, 'Application-Data': data === '' ? undefined : data }
  tell(board, channel, 'CHANNEL_EXECUTE', { ...headers, 'Application-UUID': uuid })

  let running: RunningApplication | undefined
  let finished = false
  const complete = (): void => {
    tellCompleted(board, channel, application, data, uuid)
    then()
    wakeBelow(channel)
  }
  const run: Run = {
    takesTime(parts) {
      running = { application, data, uuid, queued, locked, next: then, ...parts }
      channel.applications.push(running)
    },
    finish(response) {
      if (finished) return
      const end = (): void => {
        if (response !== undefined) variables.set('current_application_response', response)
        complete()
      }
      if (running === undefined) {
        finished = true
        end()
        return
      }
      if (!channel.applications.includes(running)) return
      finished = true
      const pop = (): void => {
        channel.applications.pop()
        end()
      }
      if (channel.applications.at(-1) === running) pop()
      else endedBelow.set(running, pop)
    },
  }
  handler(board, channel, data, run)
}

function wakeBelow(channel: Channel): void {
  const top = channel.applications.at(-1)
  if (top === undefined) return
  const pop = endedBelow.get(top)
  if (pop === undefined) return
  endedBelow.delete(top)
  pop()
}

function tellCompleted(board: Switchboard, channel: Channel, application: string, data: string, uuid: string): void {
  tell(board, channel, 'CHANNEL_EXECUTE_COMPLETE', {
    Application: application,
    'Application-Data': data === '' ? undefined : data,
    'Application-Response': channel.variables.get('current_application_response') ?? '_none_',
    'Application-UUID': uuid === '' ? undefined : uuid,
  })
}

/** Ends everything that runs on a leg, the innermost first, without going on to what would have followed. */
export function interruptApplications(board: Switchboard, channel: Channel, how: Interruption): void {
  for (let top = channel.applications.pop(); top !== undefined; top = channel.applications.pop()) {
    top.interrupt(how)
    if (top.application !== undefined) tellCompleted(board, channel, top.application, top.data, top.uuid)
  }
}

/** uuid_break: ends the innermost playback or collection and goes on; parking cannot be broken off. */
export function breakOff(board: Switchboard, channel: Channel): void {
  const top = channel.applications.at(-1)
  if (top === undefined || top.application === undefined || top.application === 'park') return
  channel.applications.pop()
  top.interrupt('break')
  tellCompleted(board, channel, top.application, top.data, top.uuid)
  top.next()
  wakeBelow(channel)
}

/** Executes the dialplan's list in order. A leg that comes to its end is hung up by `whenExhausted`. */
export function runScript(
  board: Switchboard,
  channel: Channel,
  steps: readonly Step[],
  whenExhausted: (channel: Channel) => void,
): void {
  enter(channel, 'CS_EXECUTE')
  const { plan } = channel
  const next = (index: number): void => {
    if (!isUp(channel) || channel.plan !== plan) return
    const step = steps[index]
    if (step === undefined) whenExhausted(channel)
    else
      execute(board, channel, { ...step, uuid: board.random.uuid(), queued: false, locked: false }, () =>
        next(index + 1),
      )
  }
  next(0)
}

/** A message as from sendmsg or uuid_broadcast. It waits until the leg is parked, bridged or in a long application. */
export function queueMessage(board: Switchboard, channel: Channel, message: QueuedMessage): void {
  channel.queue.push(message)
  completed(board, channel)
}

/** Reads the leg's queue: called whenever something may have made room for the next message. */
export function completed(board: Switchboard, channel: Channel): void {
  if (!isUp(channel)) return
  const top = channel.applications.at(-1)
  if (top === undefined && channel.bridge === undefined) return
  const message = channel.queue[0]
  if (message === undefined) return
  if (top?.queued === true && (top.locked || message.locked)) return
  channel.queue.shift()
  repeat(board, channel, message, Math.max(1, message.loops))
}

function repeat(board: Switchboard, channel: Channel, message: QueuedMessage, left: number): void {
  const { plan } = channel
  const { application, data, uuid, locked } = message
  execute(board, channel, { application, data, uuid, queued: true, locked }, () => {
    channel.variables.setAll({ current_loop: undefined, total_loops: undefined })
    if (!isUp(channel)) return
    if (left > 1 && channel.plan === plan) repeat(board, channel, message, left - 1)
    else completed(board, channel)
  })
}
