/** What a new alarm sounds like: two low tones, unlike a ringing call; and whether it may. */
import { create } from 'zustand'

const key = 'ringdesk.alarm-sound'
const tones: readonly (readonly [at: number, hz: number])[] = [
  [0, 392],
  [0.28, 311.13],
]

export const useAlarmSound = create<{ readonly on: boolean }>(() => ({ on: localStorage.getItem(key) !== 'off' }))

export function setAlarmSound(on: boolean): void {
  localStorage.setItem(key, on ? 'on' : 'off')
  useAlarmSound.setState({ on })
}

let audio: AudioContext | undefined
/** Browsers let a page make sound only after a click or a key. */
export function unlockAlarmSound(): void {
  audio ??= new AudioContext()
  if (audio.state === 'suspended') void audio.resume()
}

/** Silent when muted, or before the first click. */
export function soundAlarm(): void {
  if (!useAlarmSound.getState().on || audio?.state !== 'running') return
  for (const [at, hz] of tones) {
    const start = audio.currentTime + at
    const oscillator = new OscillatorNode(audio, { type: 'triangle', frequency: hz })
    const gain = new GainNode(audio, { gain: 0 })
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(0.25, start + 0.03)
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.5)
    oscillator.connect(gain).connect(audio.destination)
    oscillator.start(start)
    oscillator.stop(start + 0.52)
  }
}
