/**
 * The stores' names and places as phrases, how telling each of their characters is, and how likely a customer's words mean one of them.
 *
 * How telling: −log of the character's probability after the one before it, as counted over all the phrases of the same kind; so 场 after 广
 * says next to nothing and 印 after 溪 much. A match is summed from these, and errors take away what they are worth in natural logarithms.
 */
import { blurredSyllableOf, syllableOf } from './sounds.ts'

/** Longer texts are cut: nobody names a store in more. */
export const LONGEST_PHRASE = 32

/** The comparison counts in whole numbers of such a part: that is much faster, and errs by less than a hundred-thousandth. */
const PARTS = 2 ** 21
const parts = (weight: number): number => Math.round(weight * PARTS)
/** A character sounds the same but is another: typed by pinyin, or heard. About one in 20 typed names has one. */
const SAME_SOUND = parts(2.6)
/** As an accent has it: zh for z, n for l, ang for an. */
const SIMILAR_SOUND = parts(3.4)
/** Any other character instead: a look-alike, a slip. */
const OTHER_SIGN = parts(4.2)
/** Something of the name is left out; how much more it costs grows with how telling it was. */
const LEFT_OUT = parts(0.9)
const LEFT_OUT_SIGN = parts(0.12)
const LEFT_OUT_TELLING = 0.22
/** Words that are not of the name. */
const PUT_IN = parts(2)
const PUT_IN_SIGN = parts(0.6)
const PUT_IN_MOST = parts(6)
/** A character as telling as if it were one of so many equally likely, at most. */
const SIGNS = 1_500
const UNSEEN = 1 / SIGNS
/** Of a character's probability, so much is what the phrases show. */
const SEEN_SHARE = 0.8
const START = 0
/** Less than any likeness, and far enough from the end of 32 bits. */
const NEVER = -(2 ** 30)
const UNLIKE = -1e9
/** Sign and blurred sound, how telling. */
const COLUMNS = 2
const BLURRED_BITS = 16
const BLURRED = 0xffff
/** So many bits of a sound tell it from most others. */
const SOUNDING = 63

export type Match = 'same' | 'like' | 'sounds-like'

export class Phrases {
  /** Of each character itself, its blurred sound and how telling it is, side by side: a comparison reads all three. */
  readonly #heard: Int32Array
  readonly #starts: Uint32Array
  readonly #one: string[] = []
  // Rows of the alignment, used again for each: the best, and the best that leaves out the phrase's last character.
  readonly #row = new Int32Array(LONGEST_PHRASE + 1)
  readonly #leftOut = new Int32Array(LONGEST_PHRASE + 1)

  /** One phrase a store; '' for none. */
  constructor(phrases: readonly string[]) {
    const cut = phrases.map((phrase) => phrase.slice(0, LONGEST_PHRASE))
    this.#one = cut
    this.#starts = new Uint32Array(cut.length + 1)
    cut.forEach((phrase, store) => {
      this.#starts[store + 1] = (this.#starts[store] ?? 0) + phrase.length
    })
    const total = this.#starts[cut.length] ?? 0
    this.#heard = new Int32Array(total * COLUMNS)
    this.#count(cut)
  }

  of(store: number): string {
    return this.#one[store] ?? ''
  }

  lengthOf(store: number): number {
    return (this.#starts[store + 1] ?? 0) - (this.#starts[store] ?? 0)
  }

  #count(phrases: readonly string[]): void {
    const after = new Map<number, number>()
    const pairs = new Map<number, number>()
    const eachPair = (phrase: string, seen: (index: number, before: number, sign: number) => void): void => {
      let before = START
      for (let index = 0; index < phrase.length; index++) {
        const sign = phrase.charCodeAt(index)
        seen(index, before, sign)
        before = sign
      }
    }
    for (const phrase of phrases)
      eachPair(phrase, (_, before, sign) => {
        const pair = before * 65_536 + sign
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
        after.set(before, (after.get(before) ?? 0) + 1)
      })
    phrases.forEach((phrase, store) => {
      const start = this.#starts[store] ?? 0
      eachPair(phrase, (index, before, sign) => {
        const seen = (pairs.get(before * 65_536 + sign) ?? 0) / (after.get(before) ?? 1)
        const at = (start + index) * COLUMNS
        this.#heard[at] = (sign << BLURRED_BITS) | blurredSyllableOf(sign)
        this.#heard[at + 1] = parts(-Math.log(SEEN_SHARE * seen + (1 - SEEN_SHARE) * UNSEEN))
      })
    })
  }

  /**
   * The logarithm of how much likelier these words are when this phrase is meant than when they are any words: the best alignment of the two.
   * Negative: rather not this one.
   */
  likeness(store: number, words: Words): number {
    const from = (this.#starts[store] ?? 0) * COLUMNS
    const to = (this.#starts[store + 1] ?? 0) * COLUMNS
    const said = words.length
    if (from === to || said === 0) return UNLIKE
    const heard = this.#heard
    const row = this.#row
    const leftOut = this.#leftOut
    row[0] = 0
    for (let column = 1; column <= said; column++) {
      row[column] = -Math.min(PUT_IN_MOST, PUT_IN + PUT_IN_SIGN * column)
      leftOut[column] = NEVER
    }
    const { signs, sounds, blurred } = words
    let nothingSaid = -LEFT_OUT
    for (let place = from; place < to; place += COLUMNS) {
      const sign = (heard[place] ?? 0) >>> BLURRED_BITS
      const blur = (heard[place] ?? 0) & BLURRED
      const telling = heard[place + 1] ?? 0
      const leaveOut = (LEFT_OUT_SIGN + LEFT_OUT_TELLING * telling) | 0
      nothingSaid = (nothingSaid - leaveOut) | 0
      let diagonal = row[0] ?? NEVER
      row[0] = nothingSaid
      let before = nothingSaid
      let putIn = NEVER
      for (let column = 1; column <= said; column++) {
        // Most signs have not even a similar sound; who has not has no other likeness.
        let matched = (diagonal - OTHER_SIGN) | 0
        if (blurred[column - 1] === blur) {
          matched = (diagonal + telling) | 0
          if (signs[column - 1] !== sign)
            matched -= sounds[column - 1] === syllableOf(sign) ? SAME_SOUND : SIMILAR_SOUND
        }
        diagonal = row[column] ?? NEVER
        const gap = (larger(leftOut[column] ?? NEVER, (diagonal - LEFT_OUT) | 0) - leaveOut) | 0
        leftOut[column] = gap
        putIn = (larger(putIn, (before - PUT_IN) | 0) - PUT_IN_SIGN) | 0
        before = larger(larger(matched, gap), putIn)
        row[column] = before
      }
    }
    return (row[said] ?? NEVER) / PARTS
  }

  /** As likeness if that is more than so much; else something that is not. */
  likenessAbove(floor: number, store: number, words: Words): number {
    return this.#atMost(store, words) <= floor ? Math.min(floor, UNLIKE) : this.likeness(store, words)
  }

  /** More than this the likeness cannot be: as if every character that sounds like one of the words fitted, and nothing were put in. */
  #atMost(store: number, { sounding }: Words): number {
    const to = (this.#starts[store + 1] ?? 0) * COLUMNS
    let most = 0
    let leftOut = 0
    for (let place = (this.#starts[store] ?? 0) * COLUMNS; place < to; place += COLUMNS) {
      const telling = this.#heard[place + 1] ?? 0
      if (sounding[(this.#heard[place] ?? 0) & SOUNDING]) most += telling
      else {
        leftOut = LEFT_OUT
        most -= (LEFT_OUT_SIGN + LEFT_OUT_TELLING * telling) | 0
      }
    }
    return (most - leftOut) / PARTS
  }

  /** Whether these words are the phrase, sign by sign. */
  is(store: number, words: Words): boolean {
    const from = this.#starts[store] ?? 0
    if ((this.#starts[store + 1] ?? 0) - from !== words.length) return false
    for (let at = 0; at < words.length; at++)
      if ((this.#heard[(from + at) * COLUMNS] ?? 0) >>> BLURRED_BITS !== words.signs[at]) return false
    return true
  }

  /** How the words relate to the phrase, for the wording of a reason. */
  match(store: number, words: Words): Match {
    const phrase = this.of(store)
    if (phrase === words.text) return 'same'
    if (phrase.length !== words.text.length) return 'like'
    for (let index = 0; index < phrase.length; index++)
      if (blurredSyllableOf(phrase.charCodeAt(index)) !== words.blurred[index]) return 'like'
    return 'sounds-like'
  }
}

/** The larger of two whole numbers less than 2³¹ apart, without a branch: which it is cannot be foreseen, and a comparison asks thousands of times. */
function larger(one: number, other: number): number {
  const less = (one - other) | 0
  return (one - (less & (less >> 31))) | 0
}

/** What was said, ready for comparisons. */
export interface Words {
  readonly text: string
  readonly length: number
  readonly signs: Uint16Array
  readonly sounds: Uint16Array
  readonly blurred: Uint16Array
  /** At the last bits of each blurred sound, 1. */
  readonly sounding: Uint8Array
}

export function wordsOf(text: string): Words {
  const cut = text.slice(0, LONGEST_PHRASE)
  const signs = new Uint16Array(cut.length)
  const sounds = new Uint16Array(cut.length)
  const blurred = new Uint16Array(cut.length)
  const sounding = new Uint8Array(SOUNDING + 1)
  for (let index = 0; index < cut.length; index++) {
    const sign = cut.charCodeAt(index)
    signs[index] = sign
    sounds[index] = syllableOf(sign)
    blurred[index] = blurredSyllableOf(sign)
    sounding[(blurred[index] ?? 0) & SOUNDING] = 1
  }
  return { text: cut, length: cut.length, signs, sounds, blurred, sounding }
}
