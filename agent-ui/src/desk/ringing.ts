/** Makes an offer heard and seen: two soft tones every three seconds, a notification when the page is hidden, the title of the tab. */

/** s */
const every = 3
const tones: readonly (readonly [at: number, hz: number])[] = [
  [0, 659.25],
  [0.16, 830.61],
  [0.5, 659.25],
  [0.66, 830.61],
]

let audio: AudioContext | undefined

/** Browsers let a page make sound only after a click or a key: call this on the first one. */
export function unlockSound(): void {
  audio ??= new AudioContext()
  if (audio.state === 'suspended') void audio.resume()
}

function chime(context: AudioContext): void {
  for (const [at, hz] of tones) {
    const start = context.currentTime + at
    const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hz })
    const gain = new GainNode(context, { gain: 0 })
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(0.2, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.32)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(start)
    oscillator.stop(start + 0.34)
  }
}

/** @returns stops the sound. Silent while the browser has not been unlocked. */
export function startRinging(): () => void {
  const ring = () => {
    if (audio?.state === 'running') chime(audio)
  }
  ring()
  const timer = setInterval(ring, every * 1000)
  return () => clearInterval(timer)
}

/** @returns takes the notification away. Does nothing when the page is seen or the person has not allowed it. */
export function notify(title: string, body: string): () => void {
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return () => {}
  const notification = new Notification(title, { body, tag: 'ringdesk-offer', requireInteraction: true })
  notification.onclick = () => {
    window.focus()
    notification.close()
  }
  return () => notification.close()
}

/** Asks once; call it from a click. */
export function askForNotifications(): void {
  if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission()
}

const soundKey = 'ringdesk.ring-sound'
export const ringSoundOn = (): boolean => localStorage.getItem(soundKey) !== 'off'
export function setRingSound(on: boolean): void {
  localStorage.setItem(soundKey, on ? 'on' : 'off')
}
