/** The phone's queue: kept in the browser, sent when there is a network, the same in every window. */
import type { TicketDetail } from '@ringdesk/gateway/contract'
import { create } from 'zustand'
import { uploadFile } from '../collaboration/upload-file.ts'
import { GatewayError, request } from '../gateway/request.ts'
import { phoneActions } from './phone-storage.ts'
import type { NewAction, QueuedAction, QueuedPhoto, TakenAction } from './queued-actions.ts'
import { createSender, type SendOutcome } from './sender.ts'
import { saveValues } from './value-sender.ts'

export const useQueue = create<{
  readonly actions: readonly QueuedAction[]
  /** Counts what the gateway has taken, so that lists look again. */
  readonly sent: number
  /** The last that the gateway took, in order. */
  readonly taken: readonly TakenAction[]
}>(() => ({ actions: [], sent: 0, taken: [] }))

/** More than anybody does between two answers of the gateway. */
const mostTaken = 50

const channel = new BroadcastChannel('ringdesk-store')
channel.onmessage = () => void look()

async function look(): Promise<void> {
  useQueue.setState({ actions: await phoneActions.all() })
}

async function changed(): Promise<void> {
  channel.postMessage('changed')
  await look()
}

const path = (id: string): string => `/api/tickets/${encodeURIComponent(id)}`

interface Said {
  readonly commandId: string
  readonly text: string
  readonly photos: readonly QueuedPhoto[]
}

/** @returns the photos' attachments, in their order */
async function sayWithPhotos(ticketId: string, { commandId, text, photos }: Said): Promise<readonly string[]> {
  const ids: string[] = []
  for (const { uploadId, name, type, bytes } of photos)
    ids.push((await uploadFile(ticketId, { uploadId, name, content: new Blob([bytes], { type }) })).id)
  const attachments = photos.map(({ uploadId }) => uploadId)
  await request('POST', `${path(ticketId)}/comments`, { body: { commandId, text, attachments } })
  return ids
}

async function send({ ticketId, deed }: QueuedAction): Promise<SendOutcome> {
  try {
    if (deed.kind === 'move') {
      await request('POST', `${path(ticketId)}/moves`, { body: deed.move })
      return { kind: 'sent' }
    }
    if (deed.kind === 'comment') await sayWithPhotos(ticketId, deed)
    else
      await saveValues(deed, {
        sendPhotos: (photos) => sayWithPhotos(ticketId, photos),
        read: () => request<TicketDetail>('GET', path(ticketId)),
        save: (body) => request('PATCH', path(ticketId), { body }),
      })
    return { kind: 'sent' }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return isPassing(error) ? { kind: 'later' } : { kind: 'refused', why: error.message }
  }
}

/**
 * Others may have been faster with the same ticket, again and again. The log-in may come back, the network and the gateway too; every other refusal is an answer. What fails inside the gateway would fail
 * again, and must not hold up everything behind it.
 */
const isPassing = ({ status, code }: GatewayError): boolean =>
  status === 0 ||
  code === 'TICKET_CHANGED' ||
  (status >= 500 && code !== 'INTERNAL') ||
  [401, 408, 429].includes(status)

const flush = createSender({
  store: phoneActions,
  send,
  // Without HTTPS browsers have no locks; the actions' ids keep doing twice harmless then.
  alone: (work) => (navigator.locks ? navigator.locks.request('ringdesk-store-queue', work) : work()),
  onProgress: (action, outcome) => {
    useQueue.setState(({ sent, taken }) => ({
      sent: sent + 1,
      ...(outcome === 'sent' ? { taken: [...taken.slice(1 - mostTaken), { ...action, sent: sent + 1 }] } : {}),
    }))
    void changed()
  },
})

/** ms between two tries while something waits; longer each time. */
const firstPauseMs = 2_000
const longestPauseMs = 30_000

let running: { accountId: string; again: () => void } | undefined

/** Sends for this account from now on: at once, when the network or the window comes back, and every now and then. */
export function startSending(accountId: string): () => void {
  let pause = firstPauseMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  let busy = false
  let asked = false

  const run = async () => {
    if (stopped) return
    if (busy) {
      asked = true
      return
    }
    busy = true
    clearTimeout(timer)
    try {
      const through = await flush(accountId)
      pause = through ? firstPauseMs : Math.min(pause * 2, longestPauseMs)
      if (!through) timer = setTimeout(() => void run(), pause)
    } catch (error) {
      // The browser's storage, for one: what waits is still there, and tried again.
      console.error(error)
      timer = setTimeout(() => void run(), longestPauseMs)
    } finally {
      busy = false
      if (asked) {
        asked = false
        void run()
      }
    }
  }
  const now = () => {
    pause = firstPauseMs
    void run()
  }
  const shown = () => {
    if (document.visibilityState === 'visible') now()
  }
  running = { accountId, again: now }
  window.addEventListener('online', now)
  document.addEventListener('visibilitychange', shown)
  void look()
  now()
  return () => {
    stopped = true
    running = undefined
    clearTimeout(timer)
    window.removeEventListener('online', now)
    document.removeEventListener('visibilitychange', shown)
  }
}

/** Kept before it is sent. @throws when the browser has no room: then nothing is lost silently */
export async function enqueue(...actions: readonly NewAction[]): Promise<void> {
  await phoneActions.add(actions)
  await changed()
  running?.again()
}

/** A refusal was read. */
export async function dismiss(seq: number): Promise<void> {
  await phoneActions.remove(seq)
  await changed()
}
