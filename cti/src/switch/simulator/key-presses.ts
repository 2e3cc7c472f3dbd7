/** Keys that a simulated person presses. */
import { z } from 'zod'

const digit = /^[0-9*#A-D]+$/
const ms = z.number().int().min(0).max(86_400_000)

export const keys = z.string().regex(digit, 'keys 0-9 * #').max(20)

/** Pressed at a time, counted from the answer. ms. */
export const keyPresses = z.array(z.object({ afterMs: ms, digit: z.string().length(1).regex(digit) }).strict()).max(50)

/** From a prompt's beginning to the first key, and from key to key. ms. */
export const REACTION_MS = 700
export const KEY_MS = 300
