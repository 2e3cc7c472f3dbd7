/** What one client wants to hear: event classes, and filters on their headers, with FreeSWITCH's own semantics. */
import type { SwitchNotice } from './event-bus.ts'

export type EventFormat = 'json' | 'plain'

interface Filter {
  readonly header: string
  readonly value: string
}

export interface Subscription {
  readonly format: EventFormat
  /** `event json CHANNEL_CREATE CUSTOM conference::maintenance`. @returns the reply's text. */
  add(words: readonly string[]): string
  remove(words: readonly string[]): string
  clear(): void
  filter(argument: string): string
  wants(name: string, subclass?: string): boolean
  /** Filters look at the event itself. */
  passes(notice: SwitchNotice): boolean
}

export function createSubscription(): Subscription {
  let format: EventFormat = 'plain'
  let all = false
  const names = new Set<string>()
  const subclasses = new Set<string>()
  const filters: Filter[] = []

  return {
    get format() {
      return format
    },
    add(words) {
      const keywords = [...words]
      const first = keywords[0]?.toLowerCase()
      if (first === 'json' || first === 'plain') {
        format = first
        keywords.shift()
      } else if (first === 'xml') return '-ERR xml is not spoken by the simulated switch'
      if (keywords.length === 0) return '-ERR no keywords supplied'
      let custom = false
      for (const keyword of keywords) {
        if (custom) subclasses.add(keyword)
        else if (keyword.toUpperCase() === 'ALL') all = true
        else {
          names.add(keyword.toUpperCase())
          if (keyword.toUpperCase() === 'CUSTOM') custom = true
        }
      }
      return `+OK event listener enabled ${format}`
    },
    remove(words) {
      if (words.length === 0) return '-ERR no keywords supplied'
      for (const word of words) {
        if (word.toUpperCase() === 'ALL') {
          all = false
          names.clear()
        }
        names.delete(word.toUpperCase())
        subclasses.delete(word)
      }
      return '+OK events nixed'
    },
    clear() {
      all = false
      names.clear()
      subclasses.clear()
    },
    filter(argument) {
      const [header = '', ...rest] = argument.trim().split(/\s+/)
      if (header === '') return '-ERR invalid syntax'
      if (header === 'delete') {
        const [name = '', value] = rest
        if (name === 'all') filters.length = 0
        else
          for (let at = filters.length - 1; at >= 0; at -= 1) {
            const one = filters[at]
            if (one?.header === name && (value === undefined || one.value === rest.slice(1).join(' ')))
              filters.splice(at, 1)
          }
        return `+OK filter deleted. [${name}][${value ?? ''}]`
      }
      const value = rest.join(' ')
      if (value === '') return '-ERR invalid syntax'
      filters.push({ header, value })
      return `+OK filter added. [${header}]=[${value}]`
    },
    wants(name, subclass) {
      if (all) return true
      if (!names.has(name)) return false
      return name !== 'CUSTOM' || subclass === undefined || subclasses.size === 0 || subclasses.has(subclass)
    },
    passes(notice) {
      if (filters.length === 0) return true
      const headers = JSON.parse(notice.json) as Record<string, unknown>
      let pass = false
      for (const { header, value } of filters) {
        const found = headers[header]
        if (typeof found !== 'string') continue
        const negative = value.startsWith('!')
        const matches = sameValue(found, negative ? value.slice(1) : value)
        if (negative && matches) return false
        if (!negative && matches) pass = true
      }
      return pass
    },
  }
}

function sameValue(found: string, wanted: string): boolean {
  const expression = /^\/(.*)\/$/.exec(wanted)?.[1]
  if (expression === undefined) return found.toLowerCase() === wanted.toLowerCase()
  try {
    return new RegExp(expression).test(found)
  } catch {
    // FreeSWITCH's regular expressions simply do not match when they cannot be compiled.
    return false
  }
}
